package io.heldby.lock;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A granted lock as its holder sees it. Immutable; holding one proves nothing, because the lock may have ended since:
 * only the guarded save decides.
 *
 * @param expiresAt when it ends without a heartbeat, on the store's clock
 * @param maxUntil when it ends in any case
 * @param beat grows with each acquire, renewal and soft release; a page's heartbeats and its soft release name what it saw, see
 *     {@link Heartbeat}
 * @param asOf the store's time when it said this; count down from {@code expiresAt - asOf}, not from a local clock
 */
public record Lease(
        LockId lockId,
        LockMode mode,
        Owner owner,
        @Nullable String reason,
        Token token,
        Fence fence,
        Instant acquiredAt,
        Instant expiresAt,
        Instant maxUntil,
        long beat,
        Instant asOf)
        implements LeaseProof {

    @Override
    public LockKey key() {
        return lockId.key();
    }

    @Override
    public LeaseClaim claim() {
        return new LeaseClaim(lockId, token, owner.user());
    }

    /** What a page carries in hidden fields from the GET that opened it to the POST that saves it. */
    public EditHandle handle() {
        return new EditHandle(lockId, token, owner);
    }

    public Duration remaining() {
        return Duration.between(asOf, expiresAt);
    }
}
