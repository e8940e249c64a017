package io.heldby.lock;

/** The answer to a heartbeat. */
public sealed interface Renewal {

    /** Goes on, until {@link Lease#expiresAt()}. */
    record Renewed(Lease lease) implements Renewal {}

    /** Over for good: stop renewing. */
    record Lost(Loss loss) implements Renewal {}

    /** A save under this lock is being written at this moment, so it could not be renewed; it is not lost. */
    record Busy() implements Renewal {}
}
