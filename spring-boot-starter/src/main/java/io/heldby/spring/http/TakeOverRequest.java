package io.heldby.spring.http;

import io.heldby.lock.LockKey;
import io.heldby.lock.LockRequest;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /locks/{lockId}/take-over}.
 *
 * @param session the editing session that gets the lock
 * @param reason why; the former holder reads it
 */
record TakeOverRequest(@Nullable String session, @Nullable String reason) {

    LockRequest of(Caller caller, LockKey key) {
        return LockRequest.of(key, caller.owner(Inputs.required("session", session)));
    }

    String checkedReason() {
        return Inputs.said("reason", reason, "the former holder reads it");
    }
}
