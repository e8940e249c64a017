package io.heldby.merge;

/**
 * A field with a list of children, which are found again by their key. {@link ChildrenMerge} says what becomes of them.
 *
 * @param key the field of a child by which it is found again
 * @param rules for the fields of a child
 */
record Children(String key, MergeRules rules) implements FieldRule {

    @Override
    public MergedField merge(int field, Sides sides) {
        return new ChildrenMerge(this, field, sides).merged();
    }
}
