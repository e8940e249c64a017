package io.heldby.lock;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A lock as everybody else sees it: who, since when, until when; never a token.
 *
 * @param renewedAt the last sign of life of the holder
 * @param asOf the store's time when it said this
 */
public record LockView(
        LockId lockId,
        LockMode mode,
        Owner owner,
        @Nullable String reason,
        Fence fence,
        Instant acquiredAt,
        Instant renewedAt,
        Instant expiresAt,
        Instant maxUntil,
        State state,
        Instant asOf) {

    /** Ended locks are history, not locks, and have no state here. */
    public enum State {
        ACTIVE,
        /** Time has passed, nobody has taken the key yet. */
        EXPIRED
    }

    public LockKey key() {
        return lockId.key();
    }

    public Duration remaining() {
        return Duration.between(asOf, expiresAt);
    }
}
