package io.heldby.jdbc.changelog;

import io.heldby.merge.Merge;
import io.heldby.merge.MergeRules;
import io.heldby.merge.MergedField;
import io.heldby.version.ChangeRecord;
import io.heldby.version.Conflict;
import io.heldby.version.ConflictField;
import io.heldby.version.FieldChange;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a record was, what it was to be and what it is, field by field, and who made it so: the base from whoever loaded it, or
 * from the change log; the rest from the row as it is now. Values are by the names of their fields.
 *
 * @param entity what kind of record, as it is logged
 * @param id as it is logged
 * @param log of these records; null where there is none
 * @param expected the version that the save was based on
 * @param base its fields at that version; null when only the log may know
 * @param mine what they were to be; null when it was not to be changed
 */
public record Comparison(
        String entity,
        String id,
        @Nullable ChangeLog log,
        long expected,
        @Nullable Map<String, @Nullable Object> base,
        @Nullable Map<String, @Nullable Object> mine) {

    /** As below, of a record whose members are not known or not concerned. */
    public Conflict with(
            Connection connection, Conflict modified, Map<String, @Nullable Object> theirs, MergeRules rules)
            throws SQLException {
        return with(connection, modified, theirs, List.of(new Part("", List.copyOf(theirs.keySet()), rules)));
    }

    /** The conflict with all that can be known about its fields. */
    public Conflict with(
            Connection connection, Conflict modified, Map<String, @Nullable Object> theirs, List<Part> parts)
            throws SQLException {
        List<ChangeRecord> since = since(connection);
        Map<String, @Nullable Object> was = known(connection, modified, theirs);
        Map<String, @Nullable Object> wanted = mine != null ? mine : was;
        if (wanted == null) {
            return modified;
        }
        List<ConflictField> fields = new ArrayList<>();
        for (Part part : parts) {
            for (MergedField field : part.merged(was, wanted, theirs)) {
                fields.add(attributed(field, modified, since, was != null));
            }
        }
        return modified.with(was != null, fields);
    }

    /** Who deleted it, where the log knows. */
    public Conflict deleted(Connection connection, Conflict unexplained) throws SQLException {
        List<ChangeRecord> since = since(connection);
        if (since.isEmpty() || since.get(since.size() - 1).action() != ChangeRecord.Action.DELETED) {
            return unexplained.deleted();
        }
        ChangeRecord last = since.get(since.size() - 1);
        return unexplained.deleted(last.by(), last.at());
    }

    private List<ChangeRecord> since(Connection connection) throws SQLException {
        return log == null ? List.of() : log.since(connection, entity, id, expected);
    }

    /** The fields as they were; null when nobody knows. Those that are not known alone are not in it. */
    private @Nullable Map<String, @Nullable Object> known(
            Connection connection, Conflict modified, Map<String, @Nullable Object> theirs) throws SQLException {
        if (base != null || log == null || modified.currentVersion() == null) {
            return base;
        }
        Optional<Map<String, @Nullable Object>> logged =
                log.valuesAt(connection, entity, id, expected, modified.currentVersion(), theirs);
        return logged.orElse(null);
    }

    /** Who changed it last; without a log only when there was but one save. */
    private static ConflictField attributed(
            MergedField field, Conflict modified, List<ChangeRecord> since, boolean baseKnown) {
        for (int i = since.size() - 1; i >= 0; i--) {
            for (FieldChange change : since.get(i).fields()) {
                if (change.field().equals(field.field())) {
                    return new ConflictField(
                            field, since.get(i).by(), since.get(i).at());
                }
            }
        }
        boolean theirs = since.isEmpty()
                && baseKnown
                && field.changedByThem()
                && modified.currentVersion() != null
                && modified.currentVersion() == modified.expectedVersion() + 1;
        return new ConflictField(field, theirs ? modified.modifiedBy() : null, theirs ? modified.modifiedAt() : null);
    }

    /**
     * Fields that merge by one set of rules: those of the record itself, or of one member. A member that one side has removed
     * and the other has changed is open as a whole, lest half of it remain.
     *
     * @param prefix of the names, in front of those that the rules know
     * @param names without it
     */
    public record Part(String prefix, List<String> names, MergeRules rules) {

        private List<MergedField> merged(
                @Nullable Map<String, @Nullable Object> base,
                Map<String, @Nullable Object> mine,
                Map<String, @Nullable Object> theirs) {
            Map<String, @Nullable Object> myPart = of(mine);
            Map<String, @Nullable Object> theirPart = of(theirs);
            if (base == null) {
                return renamed(rules.compare(myPart, theirPart));
            }
            Map<String, @Nullable Object> basePart = new LinkedHashMap<>();
            // What was masked in the log is as good as unchanged for now; below it becomes a question.
            names.forEach(name -> basePart.put(
                    name, base.containsKey(prefix + name) ? base.get(prefix + name) : theirPart.get(name)));
            boolean removedAndChanged = !prefix.isEmpty()
                    && ((isRemoved(myPart, basePart) && isChanged(theirPart, basePart))
                            || (isRemoved(theirPart, basePart) && isChanged(myPart, basePart)));
            return renamed(rules.merge(basePart, myPart, theirPart)).stream()
                    .map(field -> base.containsKey(field.field()) ? field : asked(field))
                    .map(field -> removedAndChanged && field.changed() ? open(field, field.base()) : field)
                    .toList();
        }

        /** A member that is not there has no fields. */
        private static boolean isRemoved(Map<String, @Nullable Object> side, Map<String, @Nullable Object> base) {
            return side.values().stream().allMatch(Objects::isNull)
                    && base.values().stream().anyMatch(Objects::nonNull);
        }

        private static boolean isChanged(Map<String, @Nullable Object> side, Map<String, @Nullable Object> base) {
            return side.values().stream().anyMatch(Objects::nonNull)
                    && side.entrySet().stream()
                            .anyMatch(field -> !FieldChange.same(field.getValue(), base.get(field.getKey())));
        }

        private static MergedField asked(MergedField field) {
            return FieldChange.same(field.mine(), field.theirs()) ? field : open(field, null);
        }

        private static MergedField open(MergedField field, @Nullable Object base) {
            return new MergedField(field.field(), base, field.mine(), field.theirs(), null, MergedField.Outcome.OPEN)
                    .together(field.together());
        }

        private List<MergedField> renamed(Merge merge) {
            return merge.fields().stream()
                    .map(field -> new MergedField(
                                    prefix + field.field(),
                                    field.base(),
                                    field.mine(),
                                    field.theirs(),
                                    field.merged(),
                                    field.outcome())
                            .together(field.together().stream()
                                    .map(prefix::concat)
                                    .toList()))
                    .toList();
        }

        private Map<String, @Nullable Object> of(Map<String, @Nullable Object> all) {
            Map<String, @Nullable Object> part = new LinkedHashMap<>();
            names.forEach(name -> part.put(name, all.get(prefix + name)));
            return part;
        }
    }
}
