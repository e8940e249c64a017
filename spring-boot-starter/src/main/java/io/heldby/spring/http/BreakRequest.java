package io.heldby.spring.http;

import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /locks/{lockId}/break}.
 *
 * @param reason why; the holder reads it
 * @param graceSeconds not supported yet, so anything but 0 is refused rather than ignored
 */
record BreakRequest(@Nullable String reason, @Nullable Long graceSeconds) {

    String checkedReason() {
        if (graceSeconds != null && graceSeconds != 0) {
            throw Problem.badField(
                            "graceSeconds",
                            "graceSeconds is not supported yet: leave it out, and the lock ends at once.")
                    .refusal();
        }
        String given = Inputs.required("reason", reason);
        if (given.isBlank()) {
            throw Problem.badField("reason", "reason must say why; the holder reads it.")
                    .refusal();
        }
        return given;
    }
}
