package io.heldby.spring.http;

import io.heldby.lock.LockKey;
import io.heldby.lock.LockRequest;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /locks}, and each element of {@code POST /locks/batch}.
 *
 * @param session the editing session: one browser tab, named by the client
 * @param leaseSeconds a lease other than the policy's
 * @param continueHere take over from another session of the same user
 * @param ifVersion grant only if the record still has this version
 * @param onlyOnce refuse everybody while the lock lasts, its holder too
 */
record AcquireRequest(
        @Nullable String type,
        @Nullable String id,
        @Nullable String mode,
        @Nullable String reason,
        @Nullable String session,
        @Nullable Long leaseSeconds,
        @Nullable Boolean continueHere,
        @Nullable Long ifVersion,
        @Nullable Boolean onlyOnce) {

    /** @param idempotencyKey by which a repeat of a request that may be granted only once is known */
    LockRequest of(Caller caller, @Nullable IdempotencyKey idempotencyKey) {
        LockKey key = caller.key(type, id);
        String editing = Inputs.required("session", session);
        return Inputs.checked(() -> {
            LockRequest request = LockRequest.of(key, caller.owner(editing))
                    .reason(reason)
                    .lease(leaseSeconds == null ? null : Duration.ofSeconds(leaseSeconds));
            if (mode != null) {
                request = request.mode(Inputs.mode(mode));
            }
            if (Boolean.TRUE.equals(continueHere)) {
                request = request.continuingHere();
            }
            if (ifVersion != null) {
                request = request.ifVersion(ifVersion);
            }
            if (Boolean.TRUE.equals(onlyOnce)) {
                request = idempotencyKey == null ? request.onlyOnce() : request.onlyOnce(idempotencyKey.value());
            }
            return request;
        });
    }
}
