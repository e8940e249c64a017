package io.heldby.version;

import io.heldby.merge.Merge;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One record that could not be saved because it had changed.
 *
 * @param entity what kind of record, in the words of the application
 * @param expectedVersion the version that the save was based on; -1 when it did not say
 * @param currentVersion the version that is stored now; null when it was deleted or is not known yet
 * @param modifiedBy who saved the current version; null when not known
 * @param modifiedAt when
 * @param baseKnown whether the fields tell what they were before; if not, whoever was first cannot be told from whoever was
 *     second, and every difference is {@linkplain io.heldby.merge.MergedField.Outcome#OPEN open}
 * @param fields all of the record's; empty when it was deleted, or when what was to be saved is not known
 */
public record Conflict(
        String entity,
        String id,
        Kind kind,
        long expectedVersion,
        @Nullable Long currentVersion,
        @Nullable String modifiedBy,
        @Nullable Instant modifiedAt,
        boolean baseKnown,
        List<ConflictField> fields) {

    public Conflict {
        fields = List.copyOf(fields);
    }

    /** What happened to the record. */
    public enum Kind {
        MODIFIED,
        DELETED,
        /** It was only read, to decide about others, and somebody changed or deleted it. */
        READ_CHANGED,
        /** Modified or deleted: the transaction that failed is still open, and only afterwards can be looked. */
        UNEXPLAINED
    }

    /** A conflict as the failed statement knows it: no row had that id and that version. */
    public static Conflict unexplained(String entity, String id, long expectedVersion) {
        return new Conflict(entity, id, Kind.UNEXPLAINED, expectedVersion, null, null, null, false, List.of());
    }

    public Conflict deleted() {
        return deleted(null, null);
    }

    /** Deleted by somebody who is known. */
    public Conflict deleted(@Nullable String by, @Nullable Instant at) {
        return new Conflict(entity, id, Kind.DELETED, expectedVersion, null, by, at, false, List.of());
    }

    public Conflict modified(long newVersion, @Nullable String by, @Nullable Instant at) {
        return new Conflict(entity, id, Kind.MODIFIED, expectedVersion, newVersion, by, at, false, List.of());
    }

    /** The same of a record that was only read; deleted when it has no current version. */
    public Conflict onlyRead() {
        return new Conflict(
                entity,
                id,
                Kind.READ_CHANGED,
                expectedVersion,
                currentVersion,
                modifiedBy,
                modifiedAt,
                baseKnown,
                fields);
    }

    /** The same with what the fields were, are and could be. */
    public Conflict with(boolean newBaseKnown, List<ConflictField> newFields) {
        return new Conflict(
                entity, id, kind, expectedVersion, currentVersion, modifiedBy, modifiedAt, newBaseKnown, newFields);
    }

    /** What an automatic merge gives, and what it leaves open. Of no fields when the record was deleted. */
    public Merge merge() {
        return new Merge(fields.stream().map(ConflictField::values).toList());
    }

    /** A sentence for a person. */
    public String sentence() {
        return switch (kind) {
            case MODIFIED ->
                // Who knows nobody has no version that would tell a person anything.
                modifiedBy == null && modifiedAt == null
                        ? "%s %s was changed meanwhile".formatted(entity, id)
                        : "%s %s was saved%s meanwhile (version %d, yours was %s)"
                                .formatted(entity, id, byAndWhen(), currentVersion, yours(""));
            case DELETED ->
                "%s %s was deleted%s meanwhile (yours was %s)".formatted(entity, id, byAndWhen(), yours("version "));
            case READ_CHANGED ->
                "%s %s, on which this was based, was %s%s meanwhile (you had read version %d)"
                        .formatted(
                                entity, id, currentVersion == null ? "deleted" : "saved", byAndWhen(), expectedVersion);
            case UNEXPLAINED -> "%s %s was changed or deleted since version %d".formatted(entity, id, expectedVersion);
        };
    }

    private String yours(String what) {
        return expectedVersion < 0 ? "not said" : what + expectedVersion;
    }

    private String byAndWhen() {
        return (modifiedBy == null ? "" : " by " + modifiedBy) + (modifiedAt == null ? "" : " at " + modifiedAt);
    }
}
