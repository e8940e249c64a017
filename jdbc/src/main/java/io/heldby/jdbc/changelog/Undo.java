package io.heldby.jdbc.changelog;

import io.heldby.version.ChangeRecord;
import io.heldby.version.ChangeRecord.Action;
import io.heldby.version.FieldChange;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Goes back from the values of one version of a record to those of an earlier one, through all versions between. */
final class Undo {

    private Undo() {}

    /**
     * The earlier values.
     *
     * @param since what the log has between the two versions, in order
     * @return empty when that is not everything, or when the record did not exist in between
     */
    static Optional<Map<String, @Nullable Object>> of(
            List<ChangeRecord> since,
            long version,
            long currentVersion,
            Map<String, ? extends @Nullable Object> current) {
        if (!complete(since, version, currentVersion)
                || since.stream().anyMatch(change -> change.action() == Action.CREATED)) {
            return Optional.empty();
        }
        Map<String, @Nullable Object> values = new LinkedHashMap<>(current);
        Set<String> unknown = new HashSet<>();
        for (int i = since.size() - 1; i >= 0; i--) {
            for (FieldChange field : since.get(i).fields()) {
                values.put(field.field(), field.before());
                if (field.masked()) {
                    unknown.add(field.field());
                } else {
                    unknown.remove(field.field());
                }
            }
        }
        values.keySet().removeAll(unknown);
        return Optional.of(values);
    }

    /** Whether the versions behind {@code from} up to {@code to} are all there; none is needed when these are the same. */
    static boolean complete(List<ChangeRecord> changes, long from, long to) {
        if (from > to || changes.size() != to - from) {
            return false;
        }
        for (int i = 0; i < changes.size(); i++) {
            if (changes.get(i).version() != from + 1 + i) {
                return false;
            }
        }
        return true;
    }
}
