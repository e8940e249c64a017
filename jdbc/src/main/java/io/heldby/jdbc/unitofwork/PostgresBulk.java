package io.heldby.jdbc.unitofwork;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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

    private static final Map<String, String> SERIAL =
            Map.of("smallserial", "int2", "serial", "int4", "bigserial", "int8");

    private final Map<Shape, PostgresSql> ready = new ConcurrentHashMap<>();

    @Override
    void prepare(Connection connection, Shape shape) throws SQLException {
        super.prepare(connection, shape);
        List<String> types = typesOf(connection, shape);
        ready.put(shape, PostgresSql.of(shape, types));
        if (shape.versioned()) {
            ready.put(
                    shape.versionOnly(),
                    PostgresSql.of(
                            shape.versionOnly(), types.subList(0, shape.keys().size())));
        }
    }

    private static List<String> typesOf(Connection connection, Shape shape) throws SQLException {
        List<String> columns = shape.all();
        try (Statement statement = connection.createStatement();
                ResultSet none = statement.executeQuery(
                        "SELECT %s FROM %s WHERE FALSE".formatted(String.join(", ", columns), shape.table()))) {
            ResultSetMetaData about = none.getMetaData();
            List<String> types = new ArrayList<>();
            for (int i = 0; i < columns.size(); i++) {
                String type = about.getColumnTypeName(i + 1);
                // That is how the driver calls numbers that have a sequence as their default.
                types.add(SERIAL.getOrDefault(type, type));
            }
            return types;
        }
    }

    @Override
    boolean updatesInOrder() {
        return true;
    }

    @Override
    void lookBatch(Connection connection, Shape shape, List<Object> ids, String forWhom, Map<String, Long> versions)
            throws SQLException {
        PostgresSql sql = sql(shape);
        String statement = forWhom.isEmpty() ? sql.lock() : sql.lock() + forWhom + " OF t";
        try (PreparedStatement select = connection.prepareStatement(statement)) {
            select.setArray(1, connection.createArrayOf(sql.types().get(0), ColumnArray.inOneClass(ids.toArray())));
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
        if (!ColumnArray.carries(rows)) {
            return super.updateBatch(connection, shape, rows, by);
        }
        PostgresSql sql = sql(shape);
        List<Array> columns = arrays(connection, sql, rows);
        try (PreparedStatement update = connection.prepareStatement(sql.update())) {
            int next = 1;
            update.setArray(next++, columns.get(0));
            if (shape.versioned()) {
                update.setString(next++, by);
            }
            bind(update, next, columns);
            return found(update, rows.size());
        }
    }

    @Override
    boolean[] deleteBatch(Connection connection, Shape shape, List<@Nullable Object[]> rows) throws SQLException {
        if (!ColumnArray.carries(rows)) {
            return super.deleteBatch(connection, shape, rows);
        }
        PostgresSql sql = sql(shape);
        try (PreparedStatement delete = connection.prepareStatement(sql.delete())) {
            bind(delete, 1, arrays(connection, sql, rows));
            return found(delete, rows.size());
        }
    }

    @Override
    boolean[] insertBatch(Connection connection, Shape shape, List<@Nullable Object[]> rows, String by)
            throws SQLException {
        if (!ColumnArray.carries(rows)) {
            return super.insertBatch(connection, shape, rows, by);
        }
        PostgresSql sql = sql(shape);
        try (PreparedStatement insert = connection.prepareStatement(sql.insert())) {
            int next = 1;
            if (shape.versioned()) {
                insert.setString(next++, by);
            }
            bind(insert, next, arrays(connection, sql, rows));
            boolean[] stored = new boolean[rows.size()];
            Arrays.fill(stored, insert.executeUpdate() == rows.size());
            return stored;
        }
    }

    /** As many columns as the rows have: all of the shape's, or only the keys. */
    private static List<Array> arrays(Connection connection, PostgresSql sql, List<@Nullable Object[]> rows)
            throws SQLException {
        List<Array> arrays = new ArrayList<>();
        for (int column = 0; column < rows.get(0).length; column++) {
            arrays.add(connection.createArrayOf(sql.types().get(column), ColumnArray.of(rows, column)));
        }
        return arrays;
    }

    private static void bind(PreparedStatement statement, int first, List<Array> arrays) throws SQLException {
        for (int i = 0; i < arrays.size(); i++) {
            statement.setArray(first + i, arrays.get(i));
        }
    }

    private PostgresSql sql(Shape shape) {
        PostgresSql sql = ready.get(shape);
        if (sql == null) {
            throw new IllegalStateException("the unit of work was not made ready for table " + shape.table());
        }
        return sql;
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
}
