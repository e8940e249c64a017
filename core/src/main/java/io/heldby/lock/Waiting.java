package io.heldby.lock;

import java.time.Instant;
import java.util.Optional;

/** How it stands with somebody who waits for a key. */
public sealed interface Waiting {

    /**
     * In line. Keep sending heartbeats.
     *
     * @param place 1 for whoever is next
     */
    record Queued(Waiter waiter, int place) implements Waiting {}

    /**
     * Acquire it now.
     *
     * @param until until when it is kept for you; empty when it is simply free, and the first who asks gets it
     */
    record YourTurn(Optional<Instant> until) implements Waiting {}

    /** There is no such place any more: its heartbeats stopped, or its turn was missed. */
    record Gone() implements Waiting {}

    /** A save of the record is being written at this moment: nothing was changed, ask again in a second. */
    record Busy() implements Waiting {}
}
