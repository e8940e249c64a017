package io.heldby.spring.http;

import io.heldby.lock.Lease;
import java.time.Instant;

/** A lease that goes on. */
record RenewedJson(
        String lockId,
        String type,
        String id,
        long fence,
        Instant expiresAt,
        long expiresInSeconds,
        Instant maxUntil,
        long beat,
        Instant serverTime) {

    static RenewedJson of(Lease lease) {
        return new RenewedJson(
                lease.lockId().toString(),
                lease.key().type(),
                lease.key().id(),
                lease.fence().value(),
                lease.expiresAt(),
                Seconds.left(lease.remaining()),
                lease.maxUntil(),
                lease.beat(),
                lease.asOf());
    }
}
