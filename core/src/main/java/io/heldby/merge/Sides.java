package io.heldby.merge;

import io.heldby.merge.MergedField.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is merged: one record as it was, as I want it, and as they stored it. Fields are numbered as in the plan.
 *
 * @param path what stands before the names of its fields, as in {@code items[4711].}; empty for the record itself
 * @param base null when nobody knows any more what it was
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared, and the arrays never leave the package.
record Sides(
        String path,
        Plan plan,
        @Nullable Object @Nullable [] base,
        @Nullable Object[] mine,
        @Nullable Object[] theirs) {

    List<MergedField> merged() {
        List<MergedField> merged = new ArrayList<>(theirs.length);
        for (int field = 0; field < theirs.length; field++) {
            merged.add(plan.rule(field).merge(field, this));
        }
        return merged;
    }

    String name(int field) {
        String name = plan.names().get(field);
        return path.isEmpty() ? name : path + name;
    }

    boolean baseKnown() {
        return base != null;
    }

    /** Null also when it is not known. */
    @Nullable
    Object base(int field) {
        return base == null ? null : base[field];
    }

    @Nullable
    Object mine(int field) {
        return mine[field];
    }

    @Nullable
    Object theirs(int field) {
        return theirs[field];
    }

    boolean different(int field) {
        return !Values.same(mine[field], theirs[field]);
    }

    /** Only when the base is known. */
    boolean changedByMe(int field) {
        return !Values.same(base(field), mine[field]);
    }

    /** Only when the base is known. */
    boolean changedByThem(int field) {
        return !Values.same(base(field), theirs[field]);
    }

    /** Whether nobody changed it, or, where the base is not known, both have the same. */
    boolean untouched(int field) {
        return !different(field) && (base == null || !changedByThem(field));
    }

    /** The field with its values here. */
    MergedField field(int field, @Nullable Object merged, Outcome outcome) {
        return new MergedField(name(field), base(field), mine[field], theirs[field], merged, outcome);
    }

    /** What is stored, because nobody changed it; without a base, because there is no difference. */
    MergedField unchanged(int field) {
        Object same = theirs[field];
        return new MergedField(
                name(field), base == null ? same : base[field], mine[field], same, same, Outcome.UNCHANGED);
    }

    MergedField takeMine(int field) {
        return field(field, mine[field], Outcome.MINE);
    }

    MergedField takeTheirs(int field) {
        return field(field, theirs[field], Outcome.THEIRS);
    }

    /** Both agree; what is stored is kept. */
    MergedField agreed(int field) {
        return field(field, theirs[field], Outcome.SAME);
    }

    MergedField open(int field) {
        return field(field, null, Outcome.OPEN);
    }

    /** One of the sides, or a person's choice, as the policy says. */
    MergedField preferred(int field, MergePolicy policy) {
        return switch (policy) {
            case MINE -> takeMine(field);
            case THEIRS -> takeTheirs(field);
            default -> open(field);
        };
    }
}
