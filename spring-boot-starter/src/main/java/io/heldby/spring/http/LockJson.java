package io.heldby.spring.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.heldby.lock.LockMode;
import io.heldby.lock.LockView;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A lock as everybody else reads it: no token, no editing session. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record LockJson(
        String lockId,
        String type,
        String id,
        LockMode mode,
        OwnerJson holder,
        @Nullable String reason,
        LockView.State state,
        long fence,
        Instant acquiredAt,
        Instant renewedAt,
        Instant expiresAt,
        long expiresInSeconds,
        Instant maxUntil,
        Instant serverTime) {

    static LockJson of(LockView view) {
        return new LockJson(
                view.lockId().toString(),
                view.key().type(),
                view.key().id(),
                view.mode(),
                OwnerJson.of(view.owner()),
                view.reason(),
                view.state(),
                view.fence().value(),
                view.acquiredAt(),
                view.renewedAt(),
                view.expiresAt(),
                Seconds.left(view.remaining()),
                view.maxUntil(),
                view.asOf());
    }
}
