package io.heldby.merge;

/** How one field of a record is merged. */
sealed interface FieldRule permits ByPolicy, Excluded, Group, Children {

    /**
     * What becomes of the field.
     *
     * @param field its number in the plan
     */
    MergedField merge(int field, Sides sides);
}
