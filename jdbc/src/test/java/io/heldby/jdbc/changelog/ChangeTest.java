package io.heldby.jdbc.changelog;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heldby.version.ChangeRecord.Action;
import io.heldby.version.FieldChange;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChangeTest {

    @Test
    void whatIsToBeLoggedChecksItself() {
        refused("entity", () -> change("", "42", 1, Action.CHANGED, 0L, "Leia"));
        refused("id must have 1 to 255", () -> change("customer", "x".repeat(256), 1, Action.CHANGED, 0L, "Leia"));
        refused("\\u0000", () -> change("customer", "a\0", 1, Action.CHANGED, 0L, "Leia"));
        refused("\\ud83d", () -> change("customer", "\ud83d", 1, Action.CHANGED, 0L, "Leia"));
        refused("by must have", () -> change("customer", "42", 1, Action.CHANGED, 0L, "  "));
        refused(
                "version must be 0 or more, but is -1",
                () -> change("customer", "42", -1, Action.CREATED, null, "Leia"));
        refused("basedOn must be", () -> change("customer", "42", 1, Action.CHANGED, 1L, "Leia"));
        refused("basedOn is missing", () -> change("customer", "42", 1, Action.FORCED, null, "Leia"));
        refused(
                "field must have",
                () -> new Change(
                        "customer",
                        "42",
                        1,
                        Action.CHANGED,
                        0L,
                        "Leia",
                        null,
                        List.of(FieldChange.masked("x".repeat(256)))));
    }

    @Test
    void whatIsAskedForChecksItself() {
        refused("limit must be 1 to 500, but is 501", () -> ChangeQuery.all().limit(501));
        refused("limit must be 1 to 500, but is 0", () -> ChangeQuery.all().limit(0));
        refused("needs an entity", () -> ChangeQuery.all().ofRecord(null, "42"));
        refused("to must not be before from", () -> ChangeQuery.all().between(Instant.MAX, Instant.EPOCH));
        for (String nonsense : List.of("", "%%", "MQ", "MV8y", "x".repeat(100))) {
            refused("cursor must be the one", () -> ChangeQuery.all().after(nonsense));
        }
    }

    private static Change change(String entity, String id, long version, Action action, Long basedOn, String by) {
        return new Change(entity, id, version, action, basedOn, by, null, List.of());
    }

    private static void refused(String message, Runnable what) {
        assertThatThrownBy(what::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
