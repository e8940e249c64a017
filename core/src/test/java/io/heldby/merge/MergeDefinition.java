package io.heldby.merge;

import io.heldby.merge.RandomSchema.Field;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a merge must have made of each field of three records, said a second time and otherwise. */
record MergeDefinition(Map<String, Object> base, Map<String, Object> mine, Map<String, Object> theirs) {

    static void require(boolean condition, String otherwise, Object... shown) {
        if (!condition) {
            throw new AssertionError(otherwise + ": " + Arrays.deepToString(shown));
        }
    }

    /** @param merged in the order of the schema's fields, which may be followed by a key */
    void check(RandomSchema schema, List<MergedField> merged) {
        for (int i = 0; i < schema.fields().size(); i++) {
            Field field = schema.fields().get(i);
            if (field.children() != null) {
                checkChildren(field.children(), merged.get(i));
            } else if (field.excluded()) {
                require(isTheirs(field.name(), merged.get(i)), "excluded, but not theirs", merged.get(i));
            } else if (field.group().isEmpty()) {
                checkSingle(field, merged.get(i));
            } else {
                checkGroup(schema, field.group(), merged);
            }
        }
    }

    private void checkSingle(Field field, MergedField got) {
        Object before = base.get(field.name());
        Object here = mine.get(field.name());
        Object there = theirs.get(field.name());
        boolean byMe = !Values.same(before, here);
        boolean byThem = !Values.same(before, there);
        if (!byThem) {
            require(isMine(field.name(), got), "only I changed it", got);
        } else if (!byMe && field.policy() != MergePolicy.NEVER) {
            require(isTheirs(field.name(), got), "only they changed it", got);
        } else if (!got.open() && got.merged() != null) {
            switch (field.policy()) {
                case ADD ->
                    require(
                            number(got.merged())
                                            .subtract(number(there))
                                            .compareTo(number(here).subtract(number(before)))
                                    == 0,
                            "theirs without my change",
                            got);
                case UNION ->
                    require(
                            new HashSet<>(elements(got.merged()))
                                    .equals(union(elements(before), elements(here), elements(there))),
                            "not the union",
                            got);
                case TEXT -> {}
                default -> require(isMine(field.name(), got) || isTheirs(field.name(), got), "nobody wrote that", got);
            }
        }
    }

    /** All of mine, or all of theirs, or all that somebody changed is open. */
    private void checkGroup(RandomSchema schema, Set<String> names, List<MergedField> merged) {
        boolean allMine = true;
        boolean allTheirs = true;
        boolean allOpen = true;
        for (int i = 0; i < schema.fields().size(); i++) {
            String name = schema.fields().get(i).name();
            if (names.contains(name)) {
                allMine &= isMine(name, merged.get(i));
                allTheirs &= isTheirs(name, merged.get(i));
                boolean changed =
                        !Values.same(base.get(name), mine.get(name)) || !Values.same(base.get(name), theirs.get(name));
                allOpen &= merged.get(i).open() == changed;
            }
        }
        require(allMine || allTheirs || allOpen, "mixed group", names, merged);
    }

    private static void checkChildren(RandomSchema schema, MergedField got) {
        List<Object> wanted = new ArrayList<>();
        for (MergedField part : got.parts()) {
            if (part.base() != null && part.mine() != null && part.theirs() != null && part.changed()) {
                new MergeDefinition(child(part.base()), child(part.mine()), child(part.theirs()))
                        .check(schema, part.parts());
            } else if (part.parts().isEmpty() && part.merged() != null) {
                require(part.merged() == part.mine() || part.merged() == part.theirs(), "nobody wrote that", part);
            }
            if (part.merged() != null) {
                wanted.add(part.merged());
            }
        }
        if (!got.open() && got.changed() && got.merged() != null) {
            require(wanted.equals(got.merged()), "not made of its children", got, wanted);
        }
    }

    private boolean isMine(String name, MergedField got) {
        return !got.open() && Values.same(got.merged(), mine.get(name));
    }

    private boolean isTheirs(String name, MergedField got) {
        return !got.open() && Values.same(got.merged(), theirs.get(name));
    }

    private static Set<Object> union(Collection<?> before, Collection<?> here, Collection<?> there) {
        Set<Object> all = new HashSet<>(before);
        all.addAll(here);
        all.addAll(there);
        all.removeIf(one -> before.contains(one) ? !here.contains(one) || !there.contains(one) : false);
        return all;
    }

    private static Collection<?> elements(Object value) {
        return value == null ? List.of() : (Collection<?>) value;
    }

    private static BigDecimal number(Object value) {
        return new BigDecimal(value.toString());
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> child(Object value) {
        return (Map<String, Object>) value;
    }

    /** The same values also in lists of maps of values. */
    static boolean deepSame(Object one, Object other) {
        if (one instanceof Map<?, ?> first && other instanceof Map<?, ?> second) {
            return first.keySet().equals(second.keySet())
                    && first.keySet().stream().allMatch(key -> deepSame(first.get(key), second.get(key)));
        }
        if (one instanceof List<?> first && other instanceof List<?> second) {
            Iterator<?> others = second.iterator();
            return first.size() == second.size() && first.stream().allMatch(next -> deepSame(next, others.next()));
        }
        return Values.same(one, other);
    }
}
