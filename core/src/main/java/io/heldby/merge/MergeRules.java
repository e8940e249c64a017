package io.heldby.merge;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How records of one type are merged: a save that came too late with what is stored now, by what both were made from.
 *
 * <p>A field that nobody changed stays, one that one side changed is that side's, and one that both changed to the same is
 * that. Where both changed it, each to something else, its {@link MergePolicy} says what becomes of it; {@code ASK} unless
 * said otherwise. So merging with an unchanged side gives the other side, two equal sides give that (except {@code ADD}),
 * and no value is in the result that neither side had (except by {@code ADD}, {@code UNION} and {@code TEXT}).
 *
 * <p>Values are compared by {@code equals}, but arrays by their elements, and numbers of type {@code BigDecimal} by their
 * value: 1.0 and 1.00 are no change. Give all sides in the same types: the {@code Integer} 5 is not the {@code Long} 5.
 *
 * <p>Immutable and safe for use by several threads: each method that adds a rule answers new rules. Keep them in a constant.
 */
public final class MergeRules {

    private static final MergeRules NONE = new MergeRules(Map.of());

    private final Map<String, FieldRule> rules;

    /** For the fields of the last merge, which are usually those of the next: a cache, of which a lost write costs time only. */
    private volatile @Nullable Plan plan;

    private MergeRules(Map<String, FieldRule> rules) {
        this.rules = rules;
    }

    /** A person chooses wherever both sides changed a field, each to another value. */
    public static MergeRules ask() {
        return NONE;
    }

    /**
     * What becomes of a field that both sides changed.
     *
     * <p>{@code ADD} is for numbers, of which nothing is lost: where the sum does not fit into the field's type, a person
     * chooses. It adds both changes also when both sides came to the same value. {@code UNION} is for collections and gives a
     * {@code Set} or a {@code List} as theirs is one, with each element once. {@code TEXT} is for strings, see
     * {@link TextMerge}.
     *
     * @throws IllegalArgumentException when the field has a rule already
     * @throws IllegalStateException for {@code TEXT}, when {@code org.eclipse.jgit} is not on the class path
     */
    public MergeRules field(String name, MergePolicy policy) {
        if (policy == MergePolicy.TEXT) {
            TextMerge.requireJGit("field " + name);
        }
        return with(new ByPolicy(policy), name);
    }

    /** Fields that merge as one, such as street, zip and city: when both sides changed any of them, a person chooses. */
    public MergeRules group(String... fields) {
        return group(MergePolicy.ASK, fields);
    }

    /**
     * Fields that merge as one: all of them are of the same side. What is open is every field of the group that somebody
     * changed.
     *
     * @param policy {@code ASK}, {@code MINE}, {@code THEIRS} or {@code NEVER}, for the group as a whole
     * @throws IllegalArgumentException for another policy, for fewer than two fields, or when one has a rule already
     */
    public MergeRules group(MergePolicy policy, String... fields) {
        switch (policy) {
            case ADD, UNION, TEXT ->
                throw new IllegalArgumentException(
                        "%s puts the values of a single field together, but %s are to merge as one: give the group ASK, MINE, THEIRS or NEVER, or the fields %s one by one"
                                .formatted(policy, Arrays.toString(fields), policy));
            default -> {}
        }
        if (fields.length < 2) {
            throw new IllegalArgumentException(
                    "a group needs at least two fields, but it has %s; a rule for one is field(name, policy)"
                            .formatted(Arrays.toString(fields)));
        }
        return with(new Group(policy, List.of(fields)), fields);
    }

    /**
     * Fields that are never merged, such as a counter of views or the time of the last import: what is stored stays, and
     * they are no reason to ask anybody. Not even a save that came in time should write them.
     *
     * @throws IllegalArgumentException when one has a rule already
     */
    public MergeRules exclude(String... fields) {
        return with(new Excluded(), fields);
    }

    /**
     * A field with a list (or set) of children, such as the items of an order, that are merged one by one. They are maps,
     * records or beans, and are found again by a field of theirs.
     *
     * <p>A child that one side has added or removed is added or removed; one that one side has removed and the other has
     * changed is open as a whole. The order is theirs, followed by what is new of mine; but mine, if they have the same
     * children in the same order as before. What became of each child stands in the {@linkplain MergedField#parts() parts}
     * of the field, under names such as {@code items[4711].quantity}.
     *
     * @param key the field by which a child is found again, by its text: the number 4711 and the string "4711" are the same.
     *     It may be null for children of mine that are new
     * @param rules for the fields of a child
     * @throws IllegalArgumentException when the field has a rule already
     */
    public MergeRules children(String field, String key, MergeRules rules) {
        return with(new Children(key, rules), field);
    }

    private MergeRules with(FieldRule rule, String... fields) {
        Map<String, FieldRule> more = new LinkedHashMap<>(rules);
        for (String field : fields) {
            if (more.put(field, rule) != null) {
                throw new IllegalArgumentException(
                        "field %s has a merge rule already, and can have only one: drop one of the two"
                                .formatted(field));
            }
        }
        return new MergeRules(more);
    }

    /**
     * Merges field by field. All three have the same fields, with null for those that have no value.
     *
     * @param base what both sides were made from
     * @param mine what came too late
     * @param theirs what is stored now
     * @return the fields in the order of theirs
     * @throws IllegalArgumentException when they have different fields, when there is a rule for a field that they do not
     *     have, or when a value is not of a type that its policy can merge
     */
    public Merge merge(
            Map<String, ? extends @Nullable Object> base,
            Map<String, ? extends @Nullable Object> mine,
            Map<String, ? extends @Nullable Object> theirs) {
        return new Merge(fields(Shape.OF_MAPS, "", base, mine, theirs));
    }

    /**
     * Merges records or beans. Records are built by their canonical constructor; beans by one without parameters and by their
     * setters, and each of their fields needs a getter and a setter.
     *
     * @param base what both sides were made from
     * @param mine what came too late
     * @param theirs what is stored now
     * @throws IllegalArgumentException as {@link #merge(Map, Map, Map)} does, when they are of different classes, or when
     *     the class cannot be taken apart and put together so
     */
    public <T> ObjectMerge<T> merge(T base, T mine, T theirs) {
        Shape shape = Shape.of(theirs);
        if (Shape.of(base) != shape || Shape.of(mine) != shape) {
            throw new IllegalArgumentException(
                    "base is %s, mine is %s and theirs is %s: give all three of the same class"
                            .formatted(Shape.of(base), Shape.of(mine), shape));
        }
        return new ObjectMerge<>(new Merge(fields(shape, "", base, mine, theirs)), shape);
    }

    /**
     * What two sides differ in when nobody knows any more what they were made from. Whatever differs is open, except where
     * {@code MINE}, {@code THEIRS} or an exclusion decides; what does not differ counts as unchanged.
     *
     * @return the fields in the order of theirs
     * @throws IllegalArgumentException as {@link #merge(Map, Map, Map)} does
     */
    public Merge compare(Map<String, ? extends @Nullable Object> mine, Map<String, ? extends @Nullable Object> theirs) {
        return new Merge(fields(Shape.OF_MAPS, "", null, mine, theirs));
    }

    /** @param base null when nobody knows it */
    List<MergedField> fields(Shape shape, String path, @Nullable Object base, Object mine, Object theirs) {
        Plan current = planFor(shape.names(theirs), path);
        return new Sides(
                        path,
                        current,
                        base == null ? null : shape.read(base, current, "base", path),
                        shape.read(mine, current, "mine", path),
                        shape.read(theirs, current, "theirs", path))
                .merged();
    }

    private Plan planFor(Collection<String> names, String path) {
        Plan last = plan;
        if (last != null && last.isFor(names)) {
            return last;
        }
        Plan made = new Plan(names, rules, path);
        plan = made;
        return made;
    }
}
