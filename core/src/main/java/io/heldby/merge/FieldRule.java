package io.heldby.merge;

/** How one field of a record is merged. */
sealed interface FieldRule permits ByPolicy, Excluded, Group, Children {

    /**
     * What becomes of the field.
     *
     * @param field its name within the record
     */
    MergedField merge(String field, Sides sides);
}
