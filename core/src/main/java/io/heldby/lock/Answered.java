package io.heldby.lock;

/** What came of a holder's answer. */
public sealed interface Answered {

    /** The asker is told; if the request is accepted, the lock is theirs from now on. */
    record Done(HandOverRequest request) implements Answered {}

    /** The request is over: not answered in time, answered before, or never made of this lock. */
    record Gone() implements Answered {}

    /** Whoever answers does not hold the lock (any more). */
    record Lost(Loss loss) implements Answered {}

    /** A save under this lock is being written at this moment: nothing was changed, try again in a second. */
    record Busy() implements Answered {}
}
