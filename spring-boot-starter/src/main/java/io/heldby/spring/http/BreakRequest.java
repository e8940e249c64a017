package io.heldby.spring.http;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /locks/{lockId}/break}.
 *
 * @param reason why; the holder reads it
 * @param graceSeconds how long the holder may finish, 0 to 600; default 0: the lock ends at once
 */
record BreakRequest(@Nullable String reason, @Nullable Long graceSeconds) {

    String checkedReason() {
        return Inputs.said("reason", reason, "the holder reads it");
    }

    Duration grace() {
        if (graceSeconds == null) {
            return Duration.ZERO;
        }
        if (graceSeconds < 0 || graceSeconds > 600) {
            throw Problem.badField("graceSeconds", "graceSeconds must be 0 to 600, but is " + graceSeconds + ".")
                    .refusal();
        }
        return Duration.ofSeconds(graceSeconds);
    }
}
