package io.heldby.lock;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * Somebody who waits in line for a key, as everybody may see it. Whoever stops sending heartbeats loses the place.
 *
 * @param since decides the order
 * @param liveUntil when the place is lost without a further heartbeat
 * @param liveFor how far one heartbeat carries
 * @param reservedFor how long the key is kept for them when it is their turn
 */
public record Waiter(
        UUID waiterId,
        LockKey key,
        Owner owner,
        Instant since,
        Instant liveUntil,
        Duration liveFor,
        Duration reservedFor) {

    public boolean liveAt(Instant now) {
        return now.isBefore(liveUntil);
    }

    public Waiter beatenAt(Instant now) {
        return new Waiter(waiterId, key, owner, since, now.plus(liveFor), liveFor, reservedFor);
    }
}
