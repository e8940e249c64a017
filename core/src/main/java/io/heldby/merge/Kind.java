package io.heldby.merge;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** New collections of the kind of another. */
final class Kind {

    private Kind() {}

    /** A sorted set, a set or a list, as the sample is one, with these elements in their order. May be changed. */
    @SuppressWarnings("unchecked") // What sorts the sample's elements sorts those that are merged into it.
    static <E> Collection<E> like(Collection<?> sample, Collection<? extends E> elements) {
        Collection<E> result;
        if (sample instanceof SortedSet<?> sorted) {
            result = new TreeSet<>(((SortedSet<E>) sorted).comparator());
        } else if (sample instanceof Set) {
            result = new LinkedHashSet<>();
        } else {
            result = new ArrayList<>();
        }
        result.addAll(elements);
        return result;
    }
}
