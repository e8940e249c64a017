package io.heldby.spring.http;

import io.heldby.version.Conflict;
import io.heldby.version.ConflictField;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One record that had changed. A map, because a field's null is a value and a member that is not known is left out. */
final class StaleRecordJson {

    private StaleRecordJson() {}

    static Map<String, @Nullable Object> of(Conflict conflict, Json json) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("entity", conflict.entity());
        members.put("id", conflict.id());
        members.put("kind", conflict.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        putKnown(members, "expectedVersion", conflict.expectedVersion() < 0 ? null : conflict.expectedVersion());
        putKnown(members, "currentVersion", conflict.currentVersion());
        putKnown(members, "modifiedBy", conflict.modifiedBy());
        putKnown(members, "modifiedAt", conflict.modifiedAt());
        putKnown(members, "deleted", deleted(conflict));
        if (!conflict.fields().isEmpty()) {
            putFields(members, conflict, json);
        }
        return members;
    }

    private static @Nullable Boolean deleted(Conflict conflict) {
        return conflict.kind() == Conflict.Kind.UNEXPLAINED ? null : conflict.currentVersion() == null;
    }

    private static void putFields(Map<String, @Nullable Object> members, Conflict conflict, Json json) {
        Map<String, @Nullable Object> current = new LinkedHashMap<>();
        conflict.fields()
                .forEach(field ->
                        current.put(field.field(), json.value(field.values().theirs())));
        Map<String, @Nullable Object> merged = new LinkedHashMap<>();
        conflict.merge().values().forEach((field, value) -> merged.put(field, json.value(value)));
        List<ConflictField> open = conflict.fields().stream()
                .filter(field -> field.values().open())
                .toList();
        List<String> names = open.stream().map(ConflictField::field).toList();
        members.put("baseKnown", conflict.baseKnown());
        members.put("current", current);
        members.put(
                "conflicts",
                open.stream()
                        .map(field -> open(field, names, conflict.baseKnown(), json))
                        .toList());
        members.put("merged", merged);
    }

    /** @param asked all that are open; of a group, it may be that the caller must not see all */
    private static Map<String, @Nullable Object> open(
            ConflictField field, List<String> asked, boolean baseKnown, Json json) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("field", field.field());
        if (baseKnown) {
            members.put("base", json.value(field.values().base()));
        }
        members.put("mine", json.value(field.values().mine()));
        members.put("theirs", json.value(field.values().theirs()));
        putKnown(members, "changedBy", field.changedBy());
        putKnown(members, "changedAt", field.changedAt());
        List<String> together =
                field.values().together().stream().filter(asked::contains).toList();
        putKnown(members, "together", together.size() > 1 ? together : null);
        return members;
    }

    private static void putKnown(Map<String, @Nullable Object> members, String name, @Nullable Object value) {
        if (value != null) {
            members.put(name, value);
        }
    }
}
