package io.heldby.jdbc.unitofwork;

import io.heldby.version.Conflict;
import io.heldby.version.ConflictField;
import io.heldby.version.FieldChange;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A save that {@link io.heldby.lock.Enforcement#OBSERVE} let pass and {@code ENFORCE} would refuse.
 *
 * @param conflict what would have been thrown; without fields when the save named no version, because then nobody can tell
 *     what was changed by whom
 * @param deletion whether the record was deleted
 * @param by who saved, as people know them
 * @param at when, on this application's clock
 * @param screen at what they saved, such as {@code POST /customers/{id}}; null when that is not known
 * @param callSite class, method and line of the application
 */
public record ObservedOverwrite(
        Conflict conflict,
        boolean deletion,
        String by,
        Instant at,
        @Nullable String screen,
        String callSite) {

    /**
     * Whether it is known on what the save was based, by its version or by what was shown; if not, the record may or may not
     * have changed since it was loaded.
     */
    public boolean versionKnown() {
        return conflict.expectedVersion() != Versioned.UNKNOWN || conflict.baseKnown();
    }

    /**
     * The fields in which somebody's work was replaced: they have changed since the version that the save was based on, and it
     * stores something else. Where {@linkplain Conflict#baseKnown() nobody knows} what they were before, all that differ.
     */
    public List<ConflictField> lost() {
        return conflict.fields().stream()
                .filter(field ->
                        !FieldChange.same(field.values().mine(), field.values().theirs())
                                && (!conflict.baseKnown() || field.values().changedByThem()))
                .toList();
    }

    /** A sentence for an operator, with the names of fields and without their values. */
    public String sentence() {
        if (!versionKnown()) {
            return "%s saved %s %s without saying from which version (stored was %s%s)"
                    .formatted(by, conflict.entity(), conflict.id(), conflict.currentVersion(), savedBy());
        }
        return switch (conflict.kind()) {
            case DELETED ->
                "%s deleted %s %s from version %d, when it was gone already"
                        .formatted(by, conflict.entity(), conflict.id(), conflict.expectedVersion());
            case READ_CHANGED ->
                "%s saved what was based on version %d of %s %s, which has changed since (stored is %s%s)"
                        .formatted(
                                by,
                                conflict.expectedVersion(),
                                conflict.entity(),
                                conflict.id(),
                                conflict.currentVersion(),
                                savedBy());
            default ->
                "%s %s %s %s%s%s%s"
                        .formatted(
                                by,
                                deletion ? "deleted" : "saved",
                                conflict.entity(),
                                conflict.id(),
                                versions(),
                                savedBy(),
                                lostFields());
        };
    }

    private String versions() {
        Long current = conflict.currentVersion();
        return current == null || current == conflict.expectedVersion()
                ? " over a change that no version shows"
                : " from version %d over version %d".formatted(conflict.expectedVersion(), current);
    }

    private String savedBy() {
        return conflict.modifiedBy() == null ? "" : " of " + conflict.modifiedBy();
    }

    private String lostFields() {
        String fields = lost().stream()
                .map(field -> field.changedBy() == null
                        ? field.field()
                        : "%s (by %s)".formatted(field.field(), field.changedBy()))
                .collect(Collectors.joining(", "));
        return fields.isEmpty() ? "" : "; overwritten: " + fields;
    }
}
