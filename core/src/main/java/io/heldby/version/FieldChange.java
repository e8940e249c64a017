package io.heldby.version;

import org.jspecify.annotations.Nullable;

/**
 * What one write made of one field.
 *
 * @param before null also when there was no record before
 * @param after null also when there is none any more
 * @param masked whether the values are not kept, because they are nobody's business; then both are null
 */
public record FieldChange(
        String field, @Nullable Object before, @Nullable Object after, boolean masked) {

    public static FieldChange of(String field, @Nullable Object before, @Nullable Object after) {
        return new FieldChange(field, before, after, false);
    }

    public static FieldChange masked(String field) {
        return new FieldChange(field, null, null, true);
    }
}
