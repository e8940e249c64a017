package io.heldby.spring.http;

import io.heldby.lock.LockKey;
import io.heldby.lock.LockRequest;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /locks}.
 *
 * @param session the editing session: one browser tab, named by the client
 * @param leaseSeconds a lease other than the policy's
 * @param continueHere take over from another session of the same user
 */
record AcquireRequest(
        @Nullable String type,
        @Nullable String id,
        @Nullable String mode,
        @Nullable String reason,
        @Nullable String session,
        @Nullable Long leaseSeconds,
        @Nullable Boolean continueHere) {

    LockRequest of(Caller caller) {
        if (mode != null && !mode.equals("EXCLUSIVE")) {
            throw Problem.badField("mode", "mode must be EXCLUSIVE, or left out; shared locks are not supported yet.")
                    .refusal();
        }
        LockKey key = caller.key(type, id);
        String editing = Inputs.required("session", session);
        return Inputs.checked(() -> {
            LockRequest request = LockRequest.of(key, caller.owner(editing))
                    .reason(reason)
                    .lease(leaseSeconds == null ? null : Duration.ofSeconds(leaseSeconds));
            return Boolean.TRUE.equals(continueHere) ? request.continuingHere() : request;
        });
    }
}
