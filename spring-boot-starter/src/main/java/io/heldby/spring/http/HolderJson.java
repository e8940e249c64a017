package io.heldby.spring.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.heldby.lock.LockView;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Who is in the way, as the next person reads it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record HolderJson(
        String lockId,
        String displayName,
        Instant since,
        Instant expiresAt,
        long expiresInSeconds,
        Instant maxUntil,
        @Nullable String reason) {

    static HolderJson of(LockView view) {
        return new HolderJson(
                view.lockId().toString(),
                view.owner().displayName(),
                view.acquiredAt(),
                view.expiresAt(),
                Seconds.left(view.remaining()),
                view.maxUntil(),
                view.reason());
    }
}
