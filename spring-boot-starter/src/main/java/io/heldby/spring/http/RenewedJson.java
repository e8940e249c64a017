package io.heldby.spring.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.heldby.lock.Lease;
import io.heldby.lock.LockManager;
import io.heldby.lock.Renewal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A lease that goes on.
 *
 * @param requests who asks for it; in a heartbeat for many leases they stand beside them
 * @param breaking who ends it at {@code maxUntil}; not there when nobody does
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RenewedJson(
        String lockId,
        String type,
        String id,
        long fence,
        Instant expiresAt,
        long expiresInSeconds,
        Instant maxUntil,
        long beat,
        Instant serverTime,
        @Nullable List<HandOverRequestJson> requests,
        @Nullable BreakingJson breaking) {

    static RenewedJson alone(Renewal.Renewed renewed, LockManager locks) {
        return of(renewed, HandOverRequestJson.of(renewed.requests(), locks));
    }

    static RenewedJson amongOthers(Renewal.Renewed renewed) {
        return of(renewed, null);
    }

    private static RenewedJson of(Renewal.Renewed renewed, @Nullable List<HandOverRequestJson> requests) {
        Lease lease = renewed.lease();
        return new RenewedJson(
                lease.lockId().toString(),
                lease.key().type(),
                lease.key().id(),
                lease.fence().value(),
                lease.expiresAt(),
                Seconds.left(lease.remaining()),
                lease.maxUntil(),
                lease.beat(),
                lease.asOf(),
                requests,
                renewed.breaking() == null ? null : BreakingJson.of(renewed.breaking()));
    }
}
