package io.heldby.spring.http;

import io.heldby.lock.Breaking;
import java.time.Instant;

/** Who ends a lock at its {@code maxUntil}, and why. */
record BreakingJson(String by, String reason, Instant since) {

    static BreakingJson of(Breaking breaking) {
        return new BreakingJson(breaking.by(), breaking.reason(), breaking.since());
    }
}
