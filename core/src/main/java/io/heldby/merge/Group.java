package io.heldby.merge;

import java.util.List;
import java.util.function.IntPredicate;

/**
 * Fields that only make sense together, such as amount and currency: they are all of one side, or all of those that changed
 * are open.
 *
 * @param policy one that chooses between sides; see {@link MergeRules#group(MergePolicy, String...)}
 */
record Group(MergePolicy policy, List<String> names) implements FieldRule {

    Group {
        names = List.copyOf(names);
    }

    @Override
    public MergedField merge(int field, Sides sides) {
        return alone(field, sides)
                .together(names.stream()
                        .map(name -> sides.name(sides.plan().place(name)))
                        .toList());
    }

    private MergedField alone(int field, Sides sides) {
        if (sides.untouched(field)) {
            return sides.unchanged(field);
        }
        if (!sides.baseKnown()) {
            return sides.preferred(field, policy);
        }
        if (none(sides, sides::changedByThem)) {
            return sides.takeMine(field);
        }
        if (none(sides, sides::different)) {
            return sides.agreed(field);
        }
        if (policy != MergePolicy.NEVER && none(sides, sides::changedByMe)) {
            return sides.takeTheirs(field);
        }
        return sides.preferred(field, policy);
    }

    private boolean none(Sides sides, IntPredicate property) {
        for (String name : names) {
            if (property.test(sides.plan().place(name))) {
                return false;
            }
        }
        return true;
    }
}
