package io.heldby.merge;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of one field.
 *
 * @param base its value before either side changed it; null also when {@code outcome} is {@link Outcome#OPEN} and nobody
 *     knows it any more
 * @param mine its value in the save that came too late
 * @param theirs its value as it is stored now
 * @param merged what it is to be; null while it is {@linkplain Outcome#OPEN open}
 * @param parts of a list of children, the children, named as in {@code items[4711]}, null where one is not there; of a
 *     child, its fields, named as in {@code items[4711].quantity}. Empty for plain values, and where nothing is to be said
 *     about single parts
 * @param together the names of the fields that make sense only with this one, such as street and city, itself among them; empty
 *     for a field that stands alone. Whoever chooses a side for one of them chooses it for all
 */
public record MergedField(
        String field,
        @Nullable Object base,
        @Nullable Object mine,
        @Nullable Object theirs,
        @Nullable Object merged,
        Outcome outcome,
        List<MergedField> parts,
        List<String> together) {

    public MergedField {
        parts = List.copyOf(parts);
        together = List.copyOf(together);
    }

    /** One that stands alone. */
    public MergedField(
            String field,
            @Nullable Object base,
            @Nullable Object mine,
            @Nullable Object theirs,
            @Nullable Object merged,
            Outcome outcome,
            List<MergedField> parts) {
        this(field, base, mine, theirs, merged, outcome, parts, List.of());
    }

    /** A plain value that stands alone. */
    public MergedField(
            String field,
            @Nullable Object base,
            @Nullable Object mine,
            @Nullable Object theirs,
            @Nullable Object merged,
            Outcome outcome) {
        this(field, base, mine, theirs, merged, outcome, List.of());
    }

    /** How its value came about. */
    public enum Outcome {
        /** Nobody changed it. */
        UNCHANGED,
        /** Only I changed it, or the policy prefers my value. */
        MINE,
        /** Only they changed it, or the policy prefers their value. */
        THEIRS,
        /** Both changed it to the same value. */
        SAME,
        /** Both changed it, and it holds both changes. */
        COMBINED,
        /** Both changed it, and a person must choose. */
        OPEN
    }

    /** The same as one of several that make sense only together. */
    public MergedField together(List<String> names) {
        return new MergedField(field, base, mine, theirs, merged, outcome, parts, names);
    }

    public boolean open() {
        return outcome == Outcome.OPEN;
    }

    /** Whether anybody changed it. */
    public boolean changed() {
        return outcome != Outcome.UNCHANGED;
    }

    /** Whether they changed it, so far as is known. */
    public boolean changedByThem() {
        return changed() && !Values.same(base, theirs);
    }
}
