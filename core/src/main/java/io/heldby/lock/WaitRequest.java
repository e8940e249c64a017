package io.heldby.lock;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** The wish to wait in line, as a {@link LockStore} receives it; the parts are those of {@link Waiter}. */
public record WaitRequest(UUID waiterId, LockKey key, Owner owner, Duration liveFor, Duration reservedFor) {

    /** A new place, at the end of the line. */
    public Waiter at(Instant now) {
        return new Waiter(waiterId, key, owner, now, now.plus(liveFor), liveFor, reservedFor);
    }
}
