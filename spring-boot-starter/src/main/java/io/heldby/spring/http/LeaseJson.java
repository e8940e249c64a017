package io.heldby.spring.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.heldby.lock.Lease;
import io.heldby.lock.LockMode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A lease as its holder reads it. The only answer with a token.
 *
 * @param expiresInSeconds rounded down; count down from it, because the client's clock may be wrong
 * @param beat to be named by heartbeats and a soft release
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record LeaseJson(
        String lockId,
        String type,
        String id,
        LockMode mode,
        OwnerJson owner,
        @Nullable String reason,
        String token,
        long fence,
        Instant acquiredAt,
        Instant expiresAt,
        long expiresInSeconds,
        Instant maxUntil,
        long beat,
        Instant serverTime) {

    static LeaseJson of(Lease lease) {
        return new LeaseJson(
                lease.lockId().toString(),
                lease.key().type(),
                lease.key().id(),
                lease.mode(),
                OwnerJson.of(lease.owner()),
                lease.reason(),
                lease.token().value(),
                lease.fence().value(),
                lease.acquiredAt(),
                lease.expiresAt(),
                Seconds.left(lease.remaining()),
                lease.maxUntil(),
                lease.beat(),
                lease.asOf());
    }
}
