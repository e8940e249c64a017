package io.heldby.spring.http;

import io.heldby.lock.LockQuery;
import io.heldby.lock.LockView;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The parameters of {@code GET /locks}. */
record ListParameters(Parameters given) {

    private static final List<String> KNOWN = List.of("type", "holder", "state", "q", "sort", "cursor", "limit");
    private static final int DEFAULT_LIMIT = 100;

    static ListParameters of(HttpServletRequest request) {
        return new ListParameters(Parameters.of(request, KNOWN));
    }

    LockQuery query(String tenant) {
        return Inputs.checked(() -> LockQuery.all(tenant)
                .ofType(given.text("type"))
                .heldBy(given.text("holder"))
                .inState(state())
                .containing(given.text("q"))
                .sortedBy(sort())
                .after(given.text("cursor"))
                .limit(given.limit(DEFAULT_LIMIT)));
    }

    private LockView.@Nullable State state() {
        String state = given.text("state");
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
        return switch (given.text("sort", "oldest")) {
            case "oldest" -> LockQuery.Sort.OLDEST_FIRST;
            case "newest" -> LockQuery.Sort.NEWEST_FIRST;
            default ->
                throw Problem.badField("sort", "sort must be oldest or newest.").refusal();
        };
    }
}
