package io.heldby.spring.http;

import io.heldby.lock.Lease;
import io.heldby.lock.LockMode;
import java.time.Instant;

/**
 * A lease that was good when this was written.
 *
 * @param advisory always true: it may end before this is read, so that only the save itself can decide
 */
record VerifiedJson(
        String lockId,
        String type,
        String id,
        LockMode mode,
        long fence,
        Instant expiresAt,
        long expiresInSeconds,
        Instant maxUntil,
        boolean advisory,
        Instant serverTime) {

    static VerifiedJson of(Lease lease) {
        return new VerifiedJson(
                lease.lockId().toString(),
                lease.key().type(),
                lease.key().id(),
                lease.mode(),
                lease.fence().value(),
                lease.expiresAt(),
                Seconds.left(lease.remaining()),
                lease.maxUntil(),
                true,
                lease.asOf());
    }
}
