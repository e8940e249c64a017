package io.heldby.jdbc.unitofwork;

import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL takes all rows in one statement: each column as an array, {@code UPDATE … FROM unnest(…) … RETURNING}. Which
 * rows it found is told by their numbers.
 *
 * <p>A multi-row UPDATE locks rows as its plan meets them. So the rows are locked before, in the order of their keys, by
 * a subquery whose result the update needs before it looks at the first row; it costs no round trip. At READ COMMITTED a
 * row that changed during the wait is looked at again before it is written, version included.
 */
final class PostgresBulk extends Bulk {

    /** What an array can carry as text without a doubt; everything else goes as a JDBC batch. */
    private static final Set<Class<?>> PLAIN = Set.of(
            String.class,
            Long.class,
            Integer.class,
            Short.class,
            BigDecimal.class,
            Double.class,
            Float.class,
            Boolean.class,
            UUID.class,
            LocalDate.class,
            LocalDateTime.class,
            OffsetDateTime.class,
            Instant.class);

    private static final Map<String, String> SERIAL =
            Map.of("smallserial", "int2", "serial", "int4", "bigserial", "int8");

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

    private final Map<String, Map<String, String>> types = new ConcurrentHashMap<>();

    @Override
    void prepare(Connection connection, Shape shape) throws SQLException {
        super.prepare(connection, shape);
        types.put(shape.table(), typesOf(connection, shape));
    }

    private static Map<String, String> typesOf(Connection connection, Shape shape) throws SQLException {
        List<String> columns = shape.all();
        try (Statement statement = connection.createStatement();
                ResultSet none = statement.executeQuery(
                        "SELECT %s FROM %s WHERE FALSE".formatted(String.join(", ", columns), shape.table()))) {
            ResultSetMetaData about = none.getMetaData();
            Map<String, String> types = new ConcurrentHashMap<>();
            for (int i = 0; i < columns.size(); i++) {
                String type = about.getColumnTypeName(i + 1);
                // That is how the driver calls numbers that have a sequence as their default.
                types.put(columns.get(i), SERIAL.getOrDefault(type, type));
            }
            return types;
        }
    }

    @Override
    boolean updatesInOrder() {
        return true;
    }

    @Override
    void lockBatch(Connection connection, Shape shape, List<Object> ids, String forWhom, Map<String, Long> versions)
            throws SQLException {
        String id = shape.keys().get(0);
        String sql = LOCK.formatted(shape.version(), shape.table(), id, id)
                + (forWhom.isEmpty() ? "" : " " + forWhom + " OF t");
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setArray(1, array(connection, shape, id, ids.stream()));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    versions.put(ids.get(row.getInt(1) - 1).toString(), row.getLong(2));
                }
            }
        }
    }

    @Override
    boolean[] updateBatch(Connection connection, Shape shape, List<@Nullable Object[]> rows, String by)
            throws SQLException {
        if (!plain(rows)) {
            return super.updateBatch(connection, shape, rows, by);
        }
        String id = shape.keys().get(0);
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
        String sql = UPDATE.formatted(
                shape.table(),
                id,
                id,
                shape.table(),
                String.join(", ", set),
                marks(columns),
                names(columns),
                keysMatch(shape));
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            int next = 1;
            update.setArray(next++, array(connection, shape, id, rows.stream().map(row -> row[0])));
            if (shape.versioned()) {
                update.setString(next++, by);
            }
            bindColumns(connection, update, next, shape, shape.all(), rows);
            return found(update, rows.size());
        }
    }

    @Override
    boolean[] deleteBatch(Connection connection, Shape shape, List<@Nullable Object[]> rows) throws SQLException {
        if (!plain(rows)) {
            return super.deleteBatch(connection, shape, rows);
        }
        int keys = shape.keys().size();
        String sql = DELETE.formatted(shape.table(), marks(keys), names(keys), keysMatch(shape));
        try (PreparedStatement delete = connection.prepareStatement(sql)) {
            bindColumns(connection, delete, 1, shape, shape.keys(), rows);
            return found(delete, rows.size());
        }
    }

    @Override
    boolean[] insertBatch(Connection connection, Shape shape, List<@Nullable Object[]> rows, String by)
            throws SQLException {
        if (!plain(rows)) {
            return super.insertBatch(connection, shape, rows, by);
        }
        List<String> columns = new ArrayList<>(shape.all());
        int given = columns.size();
        List<String> values =
                IntStream.range(0, given).mapToObj(i -> "u.c" + i).collect(Collectors.toCollection(ArrayList::new));
        if (shape.versioned()) {
            columns.addAll(List.of(shape.by(), shape.at()));
            values.addAll(List.of("?", "CURRENT_TIMESTAMP"));
        }
        String sql = INSERT.formatted(
                shape.table(), String.join(", ", columns), String.join(", ", values), marks(given), names(given));
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            int next = 1;
            if (shape.versioned()) {
                insert.setString(next++, by);
            }
            bindColumns(connection, insert, next, shape, shape.all(), rows);
            boolean[] stored = new boolean[rows.size()];
            Arrays.fill(stored, insert.executeUpdate() == rows.size());
            return stored;
        }
    }

    private void bindColumns(
            Connection connection,
            PreparedStatement statement,
            int first,
            Shape shape,
            List<String> columns,
            List<@Nullable Object[]> rows)
            throws SQLException {
        for (int i = 0; i < columns.size(); i++) {
            int column = i;
            statement.setArray(
                    first + i,
                    array(connection, shape, columns.get(i), rows.stream().map(row -> row[column])));
        }
    }

    private Array array(Connection connection, Shape shape, String column, Stream<? extends @Nullable Object> values)
            throws SQLException {
        Map<String, String> known = types.get(shape.table());
        if (known == null) {
            throw new IllegalStateException("the unit of work was not made ready for table " + shape.table());
        }
        return connection.createArrayOf(known.get(column), inOneType(values.toArray()));
    }

    /** The driver sends numbers as numbers; everything else goes as text, which the server reads as the column's type. */
    private static Object[] inOneType(@Nullable Object[] values) {
        boolean numbers = Arrays.stream(values).allMatch(value -> value == null || value instanceof Long);
        return numbers
                ? Arrays.copyOf(values, values.length, Long[].class)
                : Arrays.stream(values)
                        .map(value -> value == null ? null : value.toString())
                        .toArray(String[]::new);
    }

    private static boolean plain(List<@Nullable Object[]> rows) {
        for (@Nullable Object[] row : rows) {
            for (Object value : row) {
                if (value != null && !PLAIN.contains(value.getClass())) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean[] found(PreparedStatement statement, int rows) throws SQLException {
        boolean[] found = new boolean[rows];
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                int number = row.getInt(1) - 1;
                if (found[number]) {
                    throw new IllegalStateException(
                            "one row of the batch hit several of the table: its id column is not unique. Roll back, and declare it PRIMARY KEY or UNIQUE");
                }
                found[number] = true;
            }
        }
        return found;
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
