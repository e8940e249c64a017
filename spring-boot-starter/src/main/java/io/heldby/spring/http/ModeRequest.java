package io.heldby.spring.http;

import io.heldby.lock.LockMode;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /locks/{lockId}/mode}. */
record ModeRequest(@Nullable String mode) {

    LockMode checkedMode() {
        return Inputs.mode(Inputs.required("mode", mode));
    }
}
