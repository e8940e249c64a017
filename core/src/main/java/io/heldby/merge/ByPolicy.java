package io.heldby.merge;

import io.heldby.merge.MergedField.Outcome;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A field on its own: who changed it decides, and the policy if both did. */
record ByPolicy(MergePolicy policy) implements FieldRule {

    static final ByPolicy ASK = new ByPolicy(MergePolicy.ASK);

    @Override
    public MergedField merge(int field, Sides sides) {
        if (policy != MergePolicy.ASK) {
            checkTypes(field, sides);
        }
        if (!sides.baseKnown()) {
            return sides.untouched(field) ? sides.unchanged(field) : sides.preferred(field, policy);
        }
        boolean byMe = sides.changedByMe(field);
        if (!sides.changedByThem(field)) {
            return byMe ? sides.takeMine(field) : sides.unchanged(field);
        }
        if (!byMe && policy != MergePolicy.NEVER) {
            return sides.takeTheirs(field);
        }
        return policy == MergePolicy.ADD ? added(field, sides) : settled(field, sides);
    }

    /** Also when both changed it to the same: two people who each take 5 out of 100 leave 90. */
    private static MergedField added(int field, Sides sides) {
        Object base = sides.base(field);
        Object mine = sides.mine(field);
        Object theirs = sides.theirs(field);
        if (mine == null && theirs == null) {
            return sides.agreed(field);
        }
        return base == null || mine == null || theirs == null
                ? sides.open(field)
                : combined(field, sides, Addition.of((Number) base, (Number) mine, (Number) theirs));
    }

    private MergedField settled(int field, Sides sides) {
        if (!sides.different(field)) {
            return sides.agreed(field);
        }
        return switch (policy) {
            case UNION ->
                sides.field(
                        field, Union.of(sides.base(field), sides.mine(field), sides.theirs(field)), Outcome.COMBINED);
            case TEXT -> text(field, sides);
            default -> sides.preferred(field, policy);
        };
    }

    private static MergedField text(int field, Sides sides) {
        if (sides.base(field) instanceof String base
                && sides.mine(field) instanceof String mine
                && sides.theirs(field) instanceof String theirs) {
            TextMerge merge = TextMerge.of(base, mine, theirs);
            return merge.complete() ? sides.field(field, merge.text(), Outcome.COMBINED) : sides.open(field);
        }
        return sides.open(field);
    }

    private static MergedField combined(int field, Sides sides, Optional<?> value) {
        return value.isPresent() ? sides.field(field, value.get(), Outcome.COMBINED) : sides.open(field);
    }

    private void checkTypes(int field, Sides sides) {
        checkType(field, "base", sides, sides.base(field));
        checkType(field, "mine", sides, sides.mine(field));
        checkType(field, "theirs", sides, sides.theirs(field));
    }

    private void checkType(int field, String side, Sides sides, @Nullable Object value) {
        if (value != null && !fits(value)) {
            throw new IllegalArgumentException(
                    "field %s merges as %s and needs %s, but %s is %s: give that, or the field another policy"
                            .formatted(sides.name(field), policy, needed(), side, Values.shown(value)));
        }
    }

    private String needed() {
        return switch (policy) {
            case ADD -> "a number (Byte, Short, Integer, Long, BigInteger, BigDecimal, Float, Double)";
            case UNION -> "a collection, such as a Set";
            default -> "a String";
        };
    }

    private boolean fits(Object value) {
        return switch (policy) {
            case ADD -> Addition.adds(value);
            case UNION -> value instanceof Collection;
            case TEXT -> value instanceof String;
            default -> true;
        };
    }
}
