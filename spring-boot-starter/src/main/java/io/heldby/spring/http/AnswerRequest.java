package io.heldby.spring.http;

import io.heldby.lock.HandOverAnswer;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code PATCH /locks/{lockId}/requests/{requestId}}.
 *
 * @param answer ACCEPT or KEEP by the holder, DECLINE by an operator
 * @param minutes with KEEP: how long it is still needed
 * @param message what the asker reads
 */
record AnswerRequest(
        @Nullable String answer,
        @Nullable Long minutes,
        @Nullable String message) {

    boolean declines() {
        return "DECLINE".equals(Inputs.required("answer", answer));
    }

    HandOverAnswer ofHolder() {
        return Inputs.checked(() -> switch (Inputs.required("answer", answer)) {
            case "ACCEPT" -> new HandOverAnswer.Accept(message);
            case "KEEP" -> new HandOverAnswer.Keep(checkedMinutes(), message);
            default ->
                throw Problem.badField("answer", "answer must be ACCEPT or KEEP; operators may also DECLINE.")
                        .refusal();
        });
    }

    private int checkedMinutes() {
        // Anything beyond an int is also beyond what is allowed, and refused as such.
        return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, Inputs.required("minutes", minutes)));
    }
}
