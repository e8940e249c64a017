package io.heldby.lock;

import java.time.Instant;

/**
 * A key that is kept for the first in the queue, for a moment: nobody holds it, and nobody else can acquire it.
 *
 * @param until on the store's clock
 */
public record Reservation(LockKey key, Owner forWhom, Instant since, Instant until) {

    /** @param place as a store keeps it, see {@link Grant#reservedFor} */
    static Reservation of(Grant place) {
        return new Reservation(place.key(), place.owner(), place.acquiredAt(), place.expiresAt());
    }
}
