package io.heldby.version;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One record that could not be saved because it had changed.
 *
 * @param entity what kind of record, in the words of the application
 * @param expectedVersion the version that the save was based on
 * @param currentVersion the version that is stored now; null when it was deleted or is not known yet
 * @param modifiedBy who saved the current version; null when not known
 * @param modifiedAt when
 */
public record Conflict(
        String entity,
        String id,
        Kind kind,
        long expectedVersion,
        @Nullable Long currentVersion,
        @Nullable String modifiedBy,
        @Nullable Instant modifiedAt) {

    /** What happened to the record. */
    public enum Kind {
        MODIFIED,
        DELETED,
        /** Modified or deleted: the transaction that failed is still open, and only afterwards can be looked. */
        UNEXPLAINED
    }

    /** A conflict as the failed statement knows it: no row had that id and that version. */
    public static Conflict unexplained(String entity, String id, long expectedVersion) {
        return new Conflict(entity, id, Kind.UNEXPLAINED, expectedVersion, null, null, null);
    }

    public Conflict deleted() {
        return new Conflict(entity, id, Kind.DELETED, expectedVersion, null, null, null);
    }

    public Conflict modified(long newVersion, @Nullable String by, @Nullable Instant at) {
        return new Conflict(entity, id, Kind.MODIFIED, expectedVersion, newVersion, by, at);
    }

    /** A sentence for a person. */
    public String sentence() {
        return switch (kind) {
            case MODIFIED ->
                "%s %s was saved%s%s meanwhile (version %d, yours was %d)"
                        .formatted(
                                entity,
                                id,
                                modifiedBy == null ? "" : " by " + modifiedBy,
                                modifiedAt == null ? "" : " at " + modifiedAt,
                                currentVersion,
                                expectedVersion);
            case DELETED -> "%s %s was deleted meanwhile (yours was version %d)".formatted(entity, id, expectedVersion);
            case UNEXPLAINED -> "%s %s was changed or deleted since version %d".formatted(entity, id, expectedVersion);
        };
    }
}
