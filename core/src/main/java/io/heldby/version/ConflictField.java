package io.heldby.version;

import io.heldby.merge.MergedField;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One field of a record that could not be saved.
 *
 * @param values as it was, as I wanted it, as it is stored, and what a merge makes of that
 * @param changedBy who changed it last since the version that the save was based on; null when nobody did, or when no log
 *     says who
 * @param changedAt when
 */
public record ConflictField(
        MergedField values,
        @Nullable String changedBy,
        @Nullable Instant changedAt) {

    public String field() {
        return values.field();
    }
}
