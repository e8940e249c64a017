package io.heldby.version;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One write of one record, as the change log keeps it.
 *
 * @param version the version that it made; of a deletion, the one that the record would have had next
 * @param basedOn the version that the writer had before them; below {@code version - 1} when they overwrote what others had
 *     saved meanwhile; null when there was no record before, or the writer did not say
 * @param by who, as people know them
 * @param at when, on the database's clock
 * @param saveId of the client's, by which a save is known that is sent again because its answer was lost
 * @param fields those that changed, in the record's order
 */
public record ChangeRecord(
        String entity,
        String id,
        long version,
        Action action,
        @Nullable Long basedOn,
        String by,
        Instant at,
        @Nullable String saveId,
        List<FieldChange> fields) {

    public ChangeRecord {
        fields = List.copyOf(fields);
    }

    /** What was done. */
    public enum Action {
        CREATED,
        CHANGED,
        /**
         * What others had saved meanwhile was overwritten: by somebody who was shown it, or where versions are only observed.
         */
        FORCED,
        /** What an overwriting removed was put back. */
        RESTORED,
        DELETED
    }
}
