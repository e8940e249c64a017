package io.heldby.webhook;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a webhook is, for operators.
 *
 * @param position of the last event that the receiver has, or that was not for it; noted at least once a minute
 * @param failures how often in a row it has failed; 0 when all is well
 * @param failingSince null when all is well
 * @param nextAttempt when it is tried again; null when all is well, or after 410 Gone
 * @param lastAnswer what the receiver said last, such as {@code HTTP 204}, or why there was no answer; null before the first
 */
public record WebhookStatus(
        String name,
        long position,
        int failures,
        @Nullable Instant failingSince,
        @Nullable Instant nextAttempt,
        @Nullable String lastAnswer) {}
