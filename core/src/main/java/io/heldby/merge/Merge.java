package io.heldby.merge;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
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

    /** The fields that a person must decide. */
    public List<MergedField> open() {
        return fields.stream().filter(MergedField::open).toList();
    }

    /** The values that are decided, by field; what is open is not in it. */
    public Map<String, @Nullable Object> values() {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        fields.stream().filter(field -> !field.open()).forEach(field -> values.put(field.field(), field.merged()));
        return values;
    }

    /**
     * All values, with a person's decisions.
     *
     * @param decisions by field: for every open one; others may be decided differently as well
     * @throws IllegalArgumentException when an open field is not decided, or an unknown one is
     */
    public Map<String, @Nullable Object> decided(Map<String, ? extends @Nullable Object> decisions) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (MergedField field : fields) {
            if (decisions.containsKey(field.field())) {
                values.put(field.field(), decisions.get(field.field()));
            } else if (field.open()) {
                throw new IllegalArgumentException(
                        "field %s was changed by both sides, and nobody has decided what it is to be: give a value for each of %s"
                                .formatted(field.field(), names(open())));
            } else {
                values.put(field.field(), field.merged());
            }
        }
        decisions.keySet().stream()
                .filter(name -> !values.containsKey(name))
                .findFirst()
                .ifPresent(unknown -> {
                    throw new IllegalArgumentException(
                            "there is no field %s; the record has %s".formatted(unknown, names(fields)));
                });
        return values;
    }

    private static String names(List<MergedField> fields) {
        return fields.stream().map(MergedField::field).collect(Collectors.joining(", "));
    }
}
