package io.heldby.spring.http;

import io.heldby.version.Conflict;
import io.heldby.version.ConflictException;
import io.heldby.version.RetryableException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a program reads when a write of the application's own controllers came too late: about the record that it is about,
 * and under {@code others} about all further ones.
 *
 * @param shown what the caller may know of a conflict
 */
record ConflictProblem(UnaryOperator<Conflict> shown, Json json) {

    private static final long RETRY_SECONDS = 1;

    /** @param ifMatch the version that the application was given from the header; null when it was given none */
    Answer answer(ConflictException refused, @Nullable Long ifMatch) {
        List<Conflict> conflicts = shown(refused);
        boolean precondition = ifMatch != null && conflicts.stream().anyMatch(conflict -> isOf(ifMatch, conflict));
        Problem problem = Problem.of(precondition ? 412 : 409, "stale-version", "Changed meanwhile", detail(conflicts));
        for (Map.Entry<String, @Nullable Object> member : members(conflicts).entrySet()) {
            problem = problem.with(member.getKey(), member.getValue());
        }
        return problem.answer();
    }

    /** Those of the first record, and the rest under {@code others}. */
    Map<String, @Nullable Object> members(List<Conflict> conflicts) {
        List<Map<String, @Nullable Object>> records = conflicts.stream()
                .map(conflict -> StaleRecordJson.of(conflict, json))
                .toList();
        Map<String, @Nullable Object> members = new LinkedHashMap<>(records.get(0));
        if (records.size() > 1) {
            members.put("others", records.subList(1, records.size()));
        }
        return members;
    }

    /** As the caller may see them. */
    List<Conflict> shown(ConflictException refused) {
        return refused.conflicts().stream()
                // Whoever looks at the first only should see what they wanted to save.
                .sorted(Comparator.comparing(conflict -> conflict.kind() == Conflict.Kind.READ_CHANGED))
                .map(shown)
                .toList();
    }

    static Answer answer(RetryableException ignored) {
        return Problem.of(
                        503,
                        "try-again",
                        "Try again",
                        "Other saves were in the way, and nothing was written. Nothing has changed: send the same again.")
                .answer()
                .retryAfter(RETRY_SECONDS);
    }

    /** A record that was only read is none that the header could be about. */
    private static boolean isOf(long ifMatch, Conflict conflict) {
        return conflict.expectedVersion() == ifMatch && conflict.kind() != Conflict.Kind.READ_CHANGED;
    }

    private static String detail(List<Conflict> conflicts) {
        return conflicts.stream().map(Conflict::sentence).collect(Collectors.joining("; "))
                + ". Nothing of yours was written.";
    }
}
