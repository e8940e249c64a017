package io.heldby.jdbc.changelog;

import io.heldby.version.ChangeRecord;
import io.heldby.version.ChangeRecord.Action;
import io.heldby.version.FieldChange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One write of one record, to be {@linkplain ChangeLog#write logged}: a {@link ChangeRecord} without the time, which the
 * database tells.
 *
 * @param entity what kind of record, 1 to 100 chars; the type of its lock key, if it has one
 * @param id 1 to 255 chars
 * @param version the version that this write made; of a deletion, the one that the record would have had next
 * @param basedOn the version that the writer had before them; null when there was no record before, or they did not say
 * @param by who, as people know them, 1 to 255 chars
 * @param saveId the client's name for this save, at most 100 chars; null where there is none
 * @param fields those that changed, in the record's order; what they were is what was stored in the version before
 */
public record Change(
        String entity,
        String id,
        long version,
        Action action,
        @Nullable Long basedOn,
        String by,
        @Nullable String saveId,
        List<FieldChange> fields) {

    /**
     * Checks itself.
     *
     * @throws IllegalArgumentException naming the part, its value and what would be right
     */
    public Change {
        checked("entity", entity, 100);
        checked("id", id, 255);
        checked("by", by, 255);
        if (saveId != null) {
            checked("saveId", saveId, 100);
        }
        if (version < 0) {
            throw new IllegalArgumentException("version must be 0 or more, but is " + version);
        }
        if (basedOn != null && (basedOn < 0 || basedOn >= version)) {
            throw new IllegalArgumentException(
                    "basedOn must be 0 or more and below the version that was made (%d), but is %d"
                            .formatted(version, basedOn));
        }
        if (action == Action.FORCED && basedOn == null) {
            throw new IllegalArgumentException(
                    "basedOn is missing: what was overwritten is all that was saved since the version that it names");
        }
        fields = List.copyOf(fields);
        fields.forEach(field -> checked("field", field.field(), 255));
    }

    static void checked(String part, String value, int max) {
        if (value.isBlank() || value.length() > max) {
            throw new IllegalArgumentException(
                    "%s must have 1 to %d characters that are not all spaces, but \"%s\" has %d"
                            .formatted(part, max, value.substring(0, Math.min(value.length(), 60)), value.length()));
        }
        if (!Escapes.isPlain(value)) {
            throw new IllegalArgumentException(
                    "%s must be valid Unicode without NUL, but is \"%s\"".formatted(part, Escapes.escape(value)));
        }
    }
}
