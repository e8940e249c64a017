package io.heldby.merge;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a three-way merge gave, field by field.
 *
 * @param fields all of them, in the record's order, changed or not
 */
public record Merge(List<MergedField> fields) {

    public Merge {
        fields = List.copyOf(fields);
    }

    /** Whether nothing is left for a person to decide. */
    public boolean complete() {
        return fields.stream().noneMatch(MergedField::open);
    }

    /**
     * What a person must decide: fields, and of lists of children only those children, or fields of children, that are
     * open, such as {@code items[4711].quantity}.
     */
    public List<MergedField> open() {
        return fields.stream().flatMap(Merge::openIn).toList();
    }

    /** The values that are decided, by field; what is open is not in it. */
    public Map<String, @Nullable Object> values() {
        Map<String, @Nullable Object> values = new LinkedHashMap<>(2 * fields.size());
        for (MergedField field : fields) {
            if (!field.open()) {
                values.put(field.field(), field.merged());
            }
        }
        return values;
    }

    /**
     * All values, with a person's decisions.
     *
     * @param decisions by field: for every open one; others may be decided differently as well. Of a list of children
     *     either the list is decided, under {@code items}, or single children, under {@code items[4711]} where null is none,
     *     or their fields, under {@code items[4711].quantity}
     * @throws IllegalArgumentException when an open field is not decided, or an unknown one is, or one is decided twice,
     *     by itself and with the list or child that it is part of
     */
    public Map<String, @Nullable Object> decided(Map<String, ? extends @Nullable Object> decisions) {
        return new Decisions(this, decisions).values();
    }

    private static Stream<MergedField> openIn(MergedField field) {
        if (!field.open()) {
            return Stream.empty();
        }
        return field.parts().isEmpty()
                ? Stream.of(field)
                : field.parts().stream().flatMap(Merge::openIn);
    }

    static String names(List<MergedField> fields) {
        return fields.stream().map(MergedField::field).collect(Collectors.joining(", "));
    }
}
