package io.heldby.jdbc.unitofwork;

import io.heldby.version.Conflict;
import io.heldby.version.ConflictField;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * A save that {@link io.heldby.lock.Enforcement#OBSERVE} let pass and {@code ENFORCE} would refuse.
 *
 * @param conflict what would have been thrown; without fields when the save named no version, because then nobody can tell
 *     what was changed by whom
 * @param by who saved, as people know them
 * @param callSite class, method and line of the application
 */
public record ObservedOverwrite(Conflict conflict, String by, String callSite) {

    /** Whether the save named a version; if not, the record may or may not have changed since it was loaded. */
    public boolean versionKnown() {
        return conflict.expectedVersion() != Versioned.UNKNOWN;
    }

    /**
     * The fields in which somebody's work was replaced: they have changed since the version that the save was based on, and it
     * stores something else. Where {@linkplain Conflict#baseKnown() nobody knows} what they were before, all that differ.
     */
    public List<ConflictField> lost() {
        return conflict.fields().stream()
                .filter(field -> !Objects.deepEquals(
                                field.values().mine(), field.values().theirs())
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
                "%s saved %s %s from version %d over version %s%s%s"
                        .formatted(
                                by,
                                conflict.entity(),
                                conflict.id(),
                                conflict.expectedVersion(),
                                conflict.currentVersion(),
                                savedBy(),
                                lostFields());
        };
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
