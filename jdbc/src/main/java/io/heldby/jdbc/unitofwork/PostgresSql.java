package io.heldby.jdbc.unitofwork;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * PostgreSQL's statements for any number of rows of a shape, built once for each shape. Every column is an array.
 *
 * @param types of the columns, in the order of {@link Shape#all()}
 */
record PostgresSql(String update, String delete, String insert, String lock, List<String> types) {

    private static final String UPDATE = """
            WITH locked AS (
              SELECT 1 FROM %s WHERE %s = ANY (?) ORDER BY %s FOR UPDATE
            )
            UPDATE %s AS t
               SET %s
              FROM unnest(%s) WITH ORDINALITY AS u (%s, n)
             WHERE (SELECT count(*) FROM locked) >= 0
               AND %s
            RETURNING u.n""";

    private static final String DELETE = """
            DELETE FROM %s AS t
             USING unnest(%s) WITH ORDINALITY AS u (%s, n)
             WHERE %s
            RETURNING u.n""";

    private static final String INSERT = """
            INSERT INTO %s (%s)
            SELECT %s
              FROM unnest(%s) WITH ORDINALITY AS u (%s, n)
             ORDER BY n""";

    private static final String LOCK = """
            SELECT u.n, t.%s
              FROM %s AS t
              JOIN unnest(?) WITH ORDINALITY AS u (id, n) ON t.%s = u.id
             ORDER BY t.%s
            """;

    static PostgresSql of(Shape shape, List<String> types) {
        String id = shape.keys().get(0);
        return new PostgresSql(
                update(shape, id),
                DELETE.formatted(
                        shape.table(),
                        marks(shape.keys().size()),
                        names(shape.keys().size()),
                        keysMatch(shape)),
                insert(shape),
                LOCK.formatted(shape.version(), shape.table(), id, id),
                List.copyOf(types));
    }

    private static String update(Shape shape, String id) {
        List<String> set = new ArrayList<>();
        for (int i = shape.keys().size(); i < shape.all().size(); i++) {
            set.add("%s = u.c%d".formatted(shape.all().get(i), i));
        }
        if (shape.versioned()) {
            set.add("%s = t.%s + 1".formatted(shape.version(), shape.version()));
            set.add(shape.by() + " = ?");
            set.add(shape.at() + " = CURRENT_TIMESTAMP");
        }
        int columns = shape.all().size();
        return UPDATE.formatted(
                shape.table(),
                id,
                id,
                shape.table(),
                String.join(", ", set),
                marks(columns),
                names(columns),
                keysMatch(shape));
    }

    private static String insert(Shape shape) {
        List<String> columns = new ArrayList<>(shape.all());
        int given = columns.size();
        List<String> values =
                IntStream.range(0, given).mapToObj(i -> "u.c" + i).collect(Collectors.toCollection(ArrayList::new));
        if (shape.versioned()) {
            columns.addAll(List.of(shape.by(), shape.at()));
            values.addAll(List.of("?", "CURRENT_TIMESTAMP"));
        }
        return INSERT.formatted(
                shape.table(), String.join(", ", columns), String.join(", ", values), marks(given), names(given));
    }

    private static String marks(int columns) {
        return IntStream.range(0, columns).mapToObj(i -> "?").collect(Collectors.joining(", "));
    }

    private static String names(int columns) {
        return IntStream.range(0, columns).mapToObj(i -> "c" + i).collect(Collectors.joining(", "));
    }

    private static String keysMatch(Shape shape) {
        return IntStream.range(0, shape.keys().size())
                .mapToObj(i -> "t.%s = u.c%d".formatted(shape.keys().get(i), i))
                .collect(Collectors.joining(" AND "));
    }
}
