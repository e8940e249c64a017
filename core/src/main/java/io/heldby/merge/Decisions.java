package io.heldby.merge;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Puts what a person has decided in the place of what was merged. */
final class Decisions {

    private final Merge merge;
    private final Map<String, ? extends @Nullable Object> decisions;
    private final Set<String> used = new HashSet<>();

    Decisions(Merge merge, Map<String, ? extends @Nullable Object> decisions) {
        this.merge = merge;
        this.decisions = decisions;
    }

    Map<String, @Nullable Object> values() {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        merge.fields().forEach(field -> values.put(field.field(), value(field)));
        decisions.keySet().stream()
                .filter(name -> !used.contains(name))
                .findFirst()
                .ifPresent(this::refuse);
        return values;
    }

    private @Nullable Object value(MergedField field) {
        if (decisions.containsKey(field.field())) {
            used.add(field.field());
            return decisions.get(field.field());
        }
        if (!field.parts().isEmpty() && (field.open() || decidedWithin(field.field()))) {
            return together(field);
        }
        if (field.open()) {
            throw new IllegalArgumentException(
                    "field %s was changed by both sides, and nobody has decided what it is to be: give a value for each of %s"
                            .formatted(field.field(), Merge.names(merge.open())));
        }
        return field.merged();
    }

    private boolean decidedWithin(String name) {
        return decisions.keySet().stream().anyMatch(decided -> decided.startsWith(name));
    }

    /** A list is made of its children, and a child of its fields. */
    private @Nullable Object together(MergedField field) {
        Object sample = Stream.of(field.theirs(), field.mine(), field.base())
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow();
        if (sample instanceof Collection<?> collection) {
            return Kind.like(
                    collection,
                    field.parts().stream()
                            .map(this::value)
                            .filter(Objects::nonNull)
                            .toList());
        }
        List<String> names = new ArrayList<>();
        List<@Nullable Object> values = new ArrayList<>();
        for (MergedField part : field.parts()) {
            names.add(part.field().substring(field.field().length() + 1));
            values.add(value(part));
        }
        return Shape.of(sample).build(names, values);
    }

    private void refuse(String name) {
        if (all(merge.fields()).anyMatch(field -> field.field().equals(name))) {
            throw new IllegalArgumentException(
                    "%s is decided twice, by itself and with what it is part of: decide one of the two"
                            .formatted(name));
        }
        throw new IllegalArgumentException(
                "there is no field %s; the record has %s".formatted(name, Merge.names(merge.fields())));
    }

    private static Stream<MergedField> all(List<MergedField> fields) {
        return fields.stream().flatMap(field -> Stream.concat(Stream.of(field), all(field.parts())));
    }
}
