package io.heldby.jdbc.unitofwork;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The fields of records as values by name. */
final class Fields {

    private Fields() {}

    /** What an object says about its fields. */
    static <T> Map<String, @Nullable Object> of(List<VersionedTable.Column<T>> columns, T object) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        columns.forEach(column -> values.put(column.field(), column.value().apply(object)));
        return values;
    }

    /** Two keys and what an object says about its columns, as {@link Shape#all()} lists them. */
    static <T> @Nullable Object[] row(Object id, Object second, List<VersionedTable.Column<T>> columns, T object) {
        @Nullable Object[] row = new Object[2 + columns.size()];
        row[0] = id;
        row[1] = second;
        for (int i = 0; i < columns.size(); i++) {
            row[2 + i] = columns.get(i).value().apply(object);
        }
        return row;
    }

    /** A member's fields among those of its aggregate, such as {@code item[11].price}. */
    static String ofMember(String table, Object id, String field) {
        return "%s[%s].%s".formatted(table, id, field);
    }

    static <T> Set<String> named(String table, List<VersionedTable.Column<T>> columns, String... fields) {
        List<String> known = columns.stream().map(VersionedTable.Column::field).toList();
        for (String field : fields) {
            if (!known.contains(field)) {
                throw new IllegalArgumentException(
                        "%s has no field %s to be masked; it has %s".formatted(table, field, known));
            }
        }
        return Set.of(fields);
    }
}
