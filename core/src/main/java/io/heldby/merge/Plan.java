package io.heldby.merge;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which rule is for which field of records that have the same fields. Made once and kept, because looking it up takes time. */
final class Plan {

    private final List<String> names;
    private final Map<String, Integer> places = new HashMap<>();
    private final List<FieldRule> rules = new ArrayList<>();

    /**
     * Finds the rules.
     *
     * @param names of the fields, in their order
     * @param path what stands before the names in messages
     * @throws IllegalArgumentException when there is a rule for a field that is not there
     */
    Plan(Collection<String> names, Map<String, FieldRule> rules, String path) {
        this.names = List.copyOf(names);
        for (String name : this.names) {
            places.put(name, places.size());
            this.rules.add(rules.getOrDefault(name, ByPolicy.ASK));
        }
        for (String ruled : rules.keySet()) {
            if (!places.containsKey(ruled)) {
                throw new IllegalArgumentException(
                        "there is a merge rule for field %s, but the record has %s: name it as the record does, or drop the rule"
                                .formatted(path + ruled, this.names));
            }
        }
    }

    /** Whether it is the plan for these fields, in this order. */
    boolean isFor(Collection<String> others) {
        if (others.size() != names.size()) {
            return false;
        }
        int place = 0;
        for (String other : others) {
            if (!names.get(place++).equals(other)) {
                return false;
            }
        }
        return true;
    }

    List<String> names() {
        return names;
    }

    int place(String name) {
        return places.getOrDefault(name, -1);
    }

    FieldRule rule(int field) {
        return rules.get(field);
    }

    /**
     * The values of a map, in the order of the names.
     *
     * @param side "base", "mine" or "theirs", for messages
     * @throws IllegalArgumentException when the map has other fields
     */
    @Nullable
    Object[] read(Map<String, ? extends @Nullable Object> map, String side, String path) {
        @Nullable Object[] values = new Object[names.size()];
        for (int field = 0; field < values.length; field++) {
            String name = names.get(field);
            Object value = map.get(name);
            if (value == null && !map.containsKey(name)) {
                throw differing(path + name, "theirs", side);
            }
            values[field] = value;
        }
        if (map.size() != values.length) {
            for (String name : map.keySet()) {
                if (!places.containsKey(name)) {
                    throw differing(path + name, side, "theirs");
                }
            }
        }
        return values;
    }

    private static IllegalArgumentException differing(String field, String has, String lacks) {
        return new IllegalArgumentException(
                "field %s is in %s and not in %s: give the same fields on all sides, null where one has no value"
                        .formatted(field, has, lacks));
    }
}
