package io.heldby.merge;

import io.heldby.merge.MergedField.Outcome;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is merged: one record as it was, as I want it, and as they stored it.
 *
 * @param path what stands before the names of its fields, as in {@code items[4711].}; empty for the record itself
 * @param base null when nobody knows any more what it was
 */
record Sides(
        String path,
        @Nullable Map<String, ? extends @Nullable Object> base,
        Map<String, ? extends @Nullable Object> mine,
        Map<String, ? extends @Nullable Object> theirs) {

    /** @throws IllegalArgumentException when they have different fields, or lack one that a rule is about */
    void check(Set<String> ruled) {
        sameFields("mine", mine);
        if (base != null) {
            sameFields("base", base);
        }
        for (String field : ruled) {
            if (!theirs.containsKey(field)) {
                throw new IllegalArgumentException(
                        "there is a merge rule for field %s, but the record has %s: name it as the record does, or drop the rule"
                                .formatted(name(field), theirs.keySet()));
            }
        }
    }

    private void sameFields(String side, Map<String, ? extends @Nullable Object> fields) {
        for (String field : theirs.keySet()) {
            if (!fields.containsKey(field)) {
                throw differing(field, "theirs", side);
            }
        }
        if (fields.size() != theirs.size()) {
            for (String field : fields.keySet()) {
                if (!theirs.containsKey(field)) {
                    throw differing(field, side, "theirs");
                }
            }
        }
    }

    private IllegalArgumentException differing(String field, String has, String lacks) {
        return new IllegalArgumentException(
                "field %s is in %s and not in %s: give the same fields on all sides, null where one has no value"
                        .formatted(name(field), has, lacks));
    }

    String name(String field) {
        return path.isEmpty() ? field : path + field;
    }

    boolean baseKnown() {
        return base != null;
    }

    /** Null also when it is not known. */
    @Nullable
    Object base(String field) {
        return base == null ? null : base.get(field);
    }

    @Nullable
    Object mine(String field) {
        return mine.get(field);
    }

    @Nullable
    Object theirs(String field) {
        return theirs.get(field);
    }

    boolean different(String field) {
        return !Values.same(mine(field), theirs(field));
    }

    /** Only when the base is known. */
    boolean changedByMe(String field) {
        return !Values.same(base(field), mine(field));
    }

    /** Only when the base is known. */
    boolean changedByThem(String field) {
        return !Values.same(base(field), theirs(field));
    }

    /** Whether nobody changed it, or, where the base is not known, both have the same. */
    boolean untouched(String field) {
        return !different(field) && (base == null || !changedByThem(field));
    }

    /** The field with its values here. */
    MergedField field(String field, @Nullable Object merged, Outcome outcome) {
        return new MergedField(name(field), base(field), mine(field), theirs(field), merged, outcome);
    }

    /** What is stored, because nobody changed it; without a base, because there is no difference. */
    MergedField unchanged(String field) {
        Object theirs = theirs(field);
        return new MergedField(
                name(field), base == null ? theirs : base(field), mine(field), theirs, theirs, Outcome.UNCHANGED);
    }

    MergedField takeMine(String field) {
        return field(field, mine(field), Outcome.MINE);
    }

    MergedField takeTheirs(String field) {
        return field(field, theirs(field), Outcome.THEIRS);
    }

    /** Both agree; what is stored is kept. */
    MergedField agreed(String field) {
        return field(field, theirs(field), Outcome.SAME);
    }

    MergedField open(String field) {
        return field(field, null, Outcome.OPEN);
    }

    /** One of the sides, or a person's choice, as the policy says. */
    MergedField preferred(String field, MergePolicy policy) {
        return switch (policy) {
            case MINE -> takeMine(field);
            case THEIRS -> takeTheirs(field);
            default -> open(field);
        };
    }
}
