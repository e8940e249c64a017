package io.heldby.spring.http;

import io.heldby.lock.LockQuery;
import io.heldby.lock.LockView;
import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of {@code GET /locks}. As strict as a body: a misspelt one that is ignored would list more than was
 * asked for. An empty one counts as left out, as forms send them.
 */
record ListParameters(Map<String, String> given) {

    private static final List<String> KNOWN = List.of("type", "holder", "state", "q", "sort", "cursor", "limit");
    private static final int DEFAULT_LIMIT = 100;

    static ListParameters of(HttpServletRequest request) {
        Map<String, String> given = new LinkedHashMap<>();
        request.getParameterMap().forEach((name, values) -> {
            if (!KNOWN.contains(name)) {
                throw Problem.badField(name, "There is no such parameter. There are: " + String.join(", ", KNOWN) + ".")
                        .refusal();
            }
            if (values.length > 1) {
                throw Problem.badField(name, name + " is given more than once.").refusal();
            }
            if (!values[0].isEmpty()) {
                given.put(name, values[0]);
            }
        });
        return new ListParameters(given);
    }

    LockQuery query(String tenant) {
        return Inputs.checked(() -> LockQuery.all(tenant)
                .ofType(given.get("type"))
                .heldBy(given.get("holder"))
                .inState(state())
                .containing(given.get("q"))
                .sortedBy(sort())
                .after(given.get("cursor"))
                .limit(limit()));
    }

    private LockView.@Nullable State state() {
        String state = given.get("state");
        if (state == null) {
            return null;
        }
        return switch (state) {
            case "ACTIVE" -> LockView.State.ACTIVE;
            case "EXPIRED" -> LockView.State.EXPIRED;
            default ->
                throw Problem.badField("state", "state must be ACTIVE or EXPIRED.")
                        .refusal();
        };
    }

    private LockQuery.Sort sort() {
        return switch (given.getOrDefault("sort", "oldest")) {
            case "oldest" -> LockQuery.Sort.OLDEST_FIRST;
            case "newest" -> LockQuery.Sort.NEWEST_FIRST;
            default ->
                throw Problem.badField("sort", "sort must be oldest or newest.").refusal();
        };
    }

    private int limit() {
        String limit = given.get("limit");
        if (limit == null) {
            return DEFAULT_LIMIT;
        }
        try {
            return Integer.parseInt(limit);
        } catch (NumberFormatException notANumber) {
            throw Problem.badField("limit", "limit must be a whole number from 1 to 500.")
                    .refusal();
        }
    }
}
