package io.heldby.merge;

/** What is stored stays, whatever I have. */
record Excluded() implements FieldRule {

    @Override
    public MergedField merge(int field, Sides sides) {
        return sides.untouched(field) ? sides.unchanged(field) : sides.takeTheirs(field);
    }
}
