package io.heldby.merge;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The children that one side has, by the text of their keys, in their order.
 *
 * @param added those whose key is null, because the database has not given them one yet; under names of their own
 */
record ChildList(Map<String, Child> byKey, Set<String> added) {

    /** A child, and how it is taken apart. */
    record Child(Object whole, Shape shape) {}

    /**
     * Takes them apart.
     *
     * @param name of the field, for messages
     * @param side "base", "mine" or "theirs"; only mine may have children without a key
     * @throws IllegalArgumentException when it is no collection, or when a child has no key or one that another has
     */
    static ChildList of(String name, String side, @Nullable Object value, String key) {
        Map<String, Child> byKey = new LinkedHashMap<>();
        Set<String> added = new HashSet<>();
        for (Object whole : elements(name, side, value)) {
            if (whole == null) {
                throw new IllegalArgumentException(
                        "field %s of %s has null among its children: leave it out".formatted(name, side));
            }
            Child child = new Child(whole, Shape.of(whole));
            String text = text(name, side, child, key);
            if (text == null) {
                text = "new " + (added.size() + 1);
                added.add(text);
            }
            if (byKey.put(text, child) != null) {
                throw new IllegalArgumentException(
                        "field %s of %s has two children whose %s is %s: give each its own, or find them by another field"
                                .formatted(name, side, key, text));
            }
        }
        return new ChildList(byKey, added);
    }

    private static Collection<?> elements(String name, String side, @Nullable Object value) {
        if (value == null) {
            return List.of();
        }
        if (value instanceof Collection<?> children) {
            return children;
        }
        throw new IllegalArgumentException("field %s merges child by child and needs a collection, but %s is %s"
                .formatted(name, side, Values.shown(value)));
    }

    private static @Nullable String text(String name, String side, Child child, String key) {
        Object value = child.shape().get(child.whole(), key);
        if (value == null && !child.shape().names(child.whole()).contains(key)) {
            throw new IllegalArgumentException(
                    "the children in field %s of %s are found again by %s, but one has only %s"
                            .formatted(name, side, key, child.shape().names(child.whole())));
        }
        if (value == null && !side.equals("mine")) {
            throw new IllegalArgumentException(
                    "a child in field %s of %s has no %s: only mine may have children without one, which are new"
                            .formatted(name, side, key));
        }
        return value == null ? null : value.toString();
    }

    @Nullable
    Child get(String key) {
        return byKey.get(key);
    }

    List<String> keys() {
        return new ArrayList<>(byKey.keySet());
    }
}
