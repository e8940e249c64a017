package io.heldby.merge;

import io.heldby.merge.ChildList.Child;
import io.heldby.merge.MergedField.Outcome;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Merges one list of children.
 *
 * <ul>
 *   <li>A child that both sides have is merged field by field, by the rules for children.
 *   <li>One that a side has added is added; if both have added the same key, whatever differs is open.
 *   <li>One that a side has removed is removed, unless the other side has changed it: then the child is open as a whole.
 *   <li>The order is theirs, and then come mine that are new; but mine if they have the same children in the same order as
 *       before. What only one side has removed stands behind the child that it stood behind.
 * </ul>
 */
final class ChildrenMerge {

    private final Children rule;
    private final int field;
    private final Sides sides;
    private final ChildList base;
    private final ChildList mine;
    private final ChildList theirs;

    ChildrenMerge(Children rule, int field, Sides sides) {
        this.rule = rule;
        this.field = field;
        this.sides = sides;
        String name = sides.name(field);
        base = ChildList.of(name, "base", sides.base(field), rule.key());
        mine = ChildList.of(name, "mine", sides.mine(field), rule.key());
        theirs = ChildList.of(name, "theirs", sides.theirs(field), rule.key());
    }

    MergedField merged() {
        boolean theirsStand = sides.baseKnown() && theirs.keys().equals(base.keys());
        List<String> keys = theirsStand ? keys(mine, theirs) : keys(theirs, mine);
        List<MergedField> parts = keys.stream().map(this::child).toList();

        Set<Outcome> outcomes = outcomes(parts);
        outcomes.add(order(theirsStand));
        Outcome presence = presence();
        outcomes.add(presence);
        Outcome outcome = together(outcomes);
        return new MergedField(
                sides.name(field),
                sides.base(field),
                sides.mine(field),
                sides.theirs(field),
                outcome == Outcome.OPEN ? null : list(parts, presence),
                outcome,
                outcome == Outcome.UNCHANGED ? List.of() : parts);
    }

    /** All keys in the order of the first; what the first lacks keeps its place if it was there before, else it comes last. */
    private List<String> keys(ChildList first, ChildList second) {
        List<String> ordered = first.keys();
        Set<String> placed = new HashSet<>(ordered);
        List<String> last = new ArrayList<>();
        for (ChildList list : List.of(second, base)) {
            if (placed.containsAll(list.keys())) {
                continue;
            }
            int place = 0;
            for (String key : list.keys()) {
                if (placed.add(key)) {
                    if (base.get(key) == null) {
                        last.add(key);
                        continue;
                    }
                    ordered.add(place, key);
                }
                place = ordered.indexOf(key) + 1;
            }
        }
        ordered.addAll(last);
        return ordered;
    }

    /** Who changed which children there are, and in which order. */
    private Outcome order(boolean theirsStand) {
        if (mine.keys().equals(theirs.keys())) {
            return theirsStand || !sides.baseKnown() ? Outcome.UNCHANGED : Outcome.SAME;
        }
        return theirsStand ? Outcome.MINE : Outcome.THEIRS;
    }

    /** Who made a list of none, or none of a list. Where nobody knows what was before, a list is more than none. */
    private Outcome presence() {
        boolean here = sides.mine(field) != null;
        boolean there = sides.theirs(field) != null;
        boolean before = sides.baseKnown() ? sides.base(field) != null : here && there;
        if (here == there) {
            return here == before ? Outcome.UNCHANGED : Outcome.SAME;
        }
        return here == before ? Outcome.THEIRS : Outcome.MINE;
    }

    private @Nullable Object list(List<MergedField> parts, Outcome presence) {
        Object here = sides.mine(field);
        Object there = sides.theirs(field);
        List<Object> children = new ArrayList<>();
        for (MergedField part : parts) {
            Object child = part.merged();
            if (child != null) {
                children.add(child);
            }
        }
        if (children.isEmpty() && (presence == Outcome.MINE ? here : there) == null) {
            return null;
        }
        return Kind.like(
                there instanceof Collection<?> theirList ? theirList : (Collection<?>) Objects.requireNonNull(here),
                children);
    }

    private MergedField child(String key) {
        String name = sides.name(field) + "[" + key + "]";
        Child before = base.get(key);
        Child here = mine.get(key);
        Child there = theirs.get(key);
        if (here != null && there != null) {
            return both(name, before, here, there);
        }
        if (here == null && there == null) {
            return whole(name, before, null, null, null, Outcome.SAME);
        }
        Outcome who = here != null ? Outcome.MINE : Outcome.THEIRS;
        if (before == null) {
            boolean added = sides.baseKnown() || mine.added().contains(key);
            return whole(name, null, here, there, here != null ? here : there, added ? who : Outcome.OPEN);
        }
        Child kept = here != null ? here : Objects.requireNonNull(there);
        Outcome removed = here != null ? Outcome.THEIRS : Outcome.MINE;
        return whole(name, before, here, there, null, changed(name, before, kept) ? Outcome.OPEN : removed);
    }

    private MergedField both(String name, @Nullable Child before, Child here, Child there) {
        List<MergedField> fields = fields(name, before, here, there);
        Outcome outcome = together(outcomes(fields));
        Object merged = switch (outcome) {
            case OPEN -> null;
            case MINE -> here.whole();
            case UNCHANGED, THEIRS, SAME -> there.whole();
            case COMBINED -> built(name, there, fields);
        };
        return new MergedField(
                name,
                before == null ? null : before.whole(),
                here.whole(),
                there.whole(),
                merged,
                outcome,
                outcome == Outcome.UNCHANGED ? List.of() : fields);
    }

    private static Object built(String name, Child like, List<MergedField> fields) {
        List<@Nullable Object> values = new ArrayList<>();
        fields.forEach(part -> values.add(part.merged()));
        return like.shape()
                .build(
                        fields.stream()
                                .map(part -> part.field().substring(name.length() + 1))
                                .toList(),
                        values);
    }

    /** Whether a change is lost when the child goes; fields that are excluded do not count. */
    private boolean changed(String name, Child before, Child kept) {
        return fields(name, before, kept, before).stream()
                .anyMatch(part -> part.outcome() != Outcome.UNCHANGED && part.outcome() != Outcome.THEIRS);
    }

    private List<MergedField> fields(String name, @Nullable Child before, Child here, Child there) {
        Shape shape = there.shape();
        if (here.shape() != shape || (before != null && before.shape() != shape)) {
            throw new IllegalArgumentException(
                    "%s is %s as base, %s as mine and %s as theirs: give all as the same type"
                            .formatted(name, before == null ? "nothing" : before.shape(), here.shape(), shape));
        }
        return rule.rules()
                .fields(there.shape(), name + ".", before == null ? null : before.whole(), here.whole(), there.whole());
    }

    private static MergedField whole(
            String name,
            @Nullable Child before,
            @Nullable Child here,
            @Nullable Child there,
            @Nullable Child merged,
            Outcome outcome) {
        return new MergedField(
                name,
                before == null ? null : before.whole(),
                here == null ? null : here.whole(),
                there == null ? null : there.whole(),
                merged == null || outcome == Outcome.OPEN ? null : merged.whole(),
                outcome);
    }

    private static Set<Outcome> outcomes(List<MergedField> parts) {
        Set<Outcome> outcomes = EnumSet.noneOf(Outcome.class);
        parts.forEach(part -> outcomes.add(part.outcome()));
        return outcomes;
    }

    /** What the whole is whose parts came about like this. */
    private static Outcome together(Set<Outcome> outcomes) {
        if (outcomes.contains(Outcome.OPEN)) {
            return Outcome.OPEN;
        }
        outcomes.remove(Outcome.UNCHANGED);
        return switch (outcomes.size()) {
            case 0 -> Outcome.UNCHANGED;
            case 1 -> outcomes.iterator().next();
            default -> Outcome.COMBINED;
        };
    }
}
