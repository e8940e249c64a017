package io.heldby.jdbc.unitofwork;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes many rows of one table: one statement text for all of them, sent as a JDBC batch whose every row count is looked
 * at. Where a database can take all rows in one statement, a subclass does that.
 *
 * <p>A row is an array of the values of {@link Shape#all()}. Answers say for each row whether it was there, with that
 * version.
 */
class Bulk {

    /** How many rows go in one batch; more are sent in several. */
    static final int BATCH = 1000;

    /** What the database adds to lock rows for a unit of work that only read them. */
    private final String forShare;

    private final Map<Shape, BulkSql> statements = new ConcurrentHashMap<>();

    private Bulk(String forShare) {
        this.forShare = forShare;
    }

    static Bulk on(Connection connection) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName();
        return switch (product) {
            case "PostgreSQL" -> new PostgresBulk();
            case "MariaDB", "MySQL" -> new Bulk("LOCK IN SHARE MODE");
            // H2 and others: no lock for sharers, so they take the writers'.
            default -> new Bulk("FOR UPDATE");
        };
    }

    /** For {@link PostgresBulk}. */
    Bulk() {
        this("FOR SHARE");
    }

    /** What is added to a query. */
    final String forWhom(Rows.Look look) {
        return switch (look) {
            case WITHOUT_LOCK -> "";
            case FOR_READER -> forShare;
            case FOR_WRITER -> "FOR UPDATE";
        };
    }

    /** Makes ready for a table, when the unit of work is configured. */
    void prepare(Connection connection, Shape shape) throws SQLException {
        requireRowCounts(connection, shape);
    }

    /**
     * Whether {@link #update} locks its rows in the order of their keys by itself, so that it need not be done before.
     */
    boolean updatesInOrder() {
        return false;
    }

    /** Rows of the shape; answers which were there. */
    final boolean[] update(Connection connection, Shape shape, List<@Nullable Object[]> rows, String by)
            throws SQLException {
        return inBatches(
                rows,
                batch -> batch.size() == 1
                        ? one(connection, shape, UPDATE, sql(shape).update(), batch.get(0), by)
                        : updateBatch(connection, shape, batch, by));
    }

    /** Rows that have the keys alone; answers which were there. */
    final boolean[] delete(Connection connection, Shape shape, List<@Nullable Object[]> rows) throws SQLException {
        return inBatches(
                rows,
                batch -> batch.size() == 1
                        ? one(connection, shape, DELETE, sql(shape).delete(), batch.get(0), null)
                        : deleteBatch(connection, shape, batch));
    }

    /** Rows of the shape, with their first version. */
    final void insert(Connection connection, Shape shape, List<@Nullable Object[]> rows, String by)
            throws SQLException {
        boolean[] stored = inBatches(
                rows,
                batch -> batch.size() == 1
                        ? one(connection, shape, INSERT, sql(shape).insert(), batch.get(0), by)
                        : insertBatch(connection, shape, batch, by));
        for (int i = 0; i < stored.length; i++) {
            if (!stored[i]) {
                throw new IllegalStateException(
                        "the INSERT of %s %s stored no row, and the database gave no reason: a trigger or a rule keeps it out. Roll back"
                                .formatted(shape.table(), rows.get(i)[0]));
            }
        }
    }

    /**
     * Reads versions, and locks the rows in the order of their keys if that is wanted.
     *
     * @param ids in that order
     * @return the versions by the ids as text; rows that are not there are not in it
     */
    final Map<String, Long> versions(Connection connection, Shape shape, List<Object> ids, Rows.Look look)
            throws SQLException {
        Map<String, Long> versions = new HashMap<>();
        for (List<Object> batch : batches(ids)) {
            lookBatch(connection, shape, batch, forWhom(look), versions);
        }
        return versions;
    }

    void lookBatch(Connection connection, Shape shape, List<Object> ids, String forWhom, Map<String, Long> versions)
            throws SQLException {
        String id = shape.keys().get(0);
        String marks = String.join(", ", Collections.nCopies(ids.size(), "?"));
        try (PreparedStatement select =
                connection.prepareStatement("SELECT %s, %s FROM %s WHERE %s IN (%s) ORDER BY %s %s"
                        .formatted(id, shape.version(), shape.table(), id, marks, id, forWhom))) {
            for (int i = 0; i < ids.size(); i++) {
                VersionedMapper.bind(select, i + 1, ids.get(i));
            }
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    versions.put(row.getString(1), row.getLong(2));
                }
            }
        }
    }

    boolean[] updateBatch(Connection connection, Shape shape, List<@Nullable Object[]> rows, String by)
            throws SQLException {
        return batch(connection, shape, UPDATE, sql(shape).update(), rows, by);
    }

    boolean[] deleteBatch(Connection connection, Shape shape, List<@Nullable Object[]> rows) throws SQLException {
        return batch(connection, shape, DELETE, sql(shape).delete(), rows, null);
    }

    boolean[] insertBatch(Connection connection, Shape shape, List<@Nullable Object[]> rows, String by)
            throws SQLException {
        return batch(connection, shape, INSERT, sql(shape).insert(), rows, by);
    }

    private static final String UPDATE = "UPDATE";
    private static final String DELETE = "DELETE";
    private static final String INSERT = "INSERT";

    private boolean[] one(
            Connection connection, Shape shape, String verb, String sql, @Nullable Object[] row, @Nullable String by)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, shape, verb, row, by);
            return new boolean[] {changed(statement.executeUpdate(), shape, verb, row)};
        }
    }

    private boolean[] batch(
            Connection connection,
            Shape shape,
            String verb,
            String sql,
            List<@Nullable Object[]> rows,
            @Nullable String by)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (@Nullable Object[] row : rows) {
                bind(statement, shape, verb, row, by);
                statement.addBatch();
            }
            int[] counts = statement.executeBatch();
            boolean[] changed = new boolean[counts.length];
            for (int i = 0; i < counts.length; i++) {
                changed[i] = changed(counts[i], shape, verb, rows.get(i));
            }
            return changed;
        }
    }

    /** Keys come first in a row and last in an UPDATE. */
    private static void bind(
            PreparedStatement statement, Shape shape, String verb, @Nullable Object[] row, @Nullable String by)
            throws SQLException {
        int keys = shape.keys().size();
        int next = 1;
        if (verb.equals(INSERT)) {
            for (Object value : row) {
                VersionedMapper.bind(statement, next++, value);
            }
        } else {
            for (int i = keys; i < row.length; i++) {
                VersionedMapper.bind(statement, next++, row[i]);
            }
        }
        if (by != null && shape.versioned()) {
            statement.setString(next++, by);
        }
        if (!verb.equals(INSERT)) {
            for (int i = 0; i < keys; i++) {
                VersionedMapper.bind(statement, next++, row[i]);
            }
        }
    }

    private static boolean changed(int rows, Shape shape, String verb, @Nullable Object[] row) {
        if (rows == 0 || rows == 1) {
            return rows == 1;
        }
        throw rows > 1
                ? new IllegalStateException(
                        "the %s of %s %s hit %d rows: column %s is not unique. Roll back, and declare it PRIMARY KEY or UNIQUE"
                                .formatted(
                                        verb,
                                        shape.table(),
                                        row[0],
                                        rows,
                                        shape.keys().get(0)))
                : new IllegalStateException(
                        "the driver answered %d when asked how many rows the %s of %s %s changed. %s"
                                .formatted(rows, verb, shape.table(), row[0], CANNOT_TELL));
    }

    private static final String CANNOT_TELL =
            "Without that number a lost update cannot be noticed: switch off the driver's setting that hides it (MariaDB: useBulkStmts=false; PostgreSQL's reWriteBatchedInserts is harmless)";

    private BulkSql sql(Shape shape) {
        return statements.computeIfAbsent(shape, BulkSql::of);
    }

    /** A batch that changes nothing must say so for each of its statements; a driver that cannot will not do. */
    private static void requireRowCounts(Connection connection, Shape shape) throws SQLException {
        String id = shape.keys().get(0);
        try (PreparedStatement nothing =
                connection.prepareStatement("UPDATE %s SET %s = %s WHERE ? = 1".formatted(shape.table(), id, id))) {
            for (int i = 0; i < 2; i++) {
                nothing.setInt(1, 0);
                nothing.addBatch();
            }
            for (int count : nothing.executeBatch()) {
                if (count < 0) {
                    throw new IllegalStateException(
                            "the driver answers %d when asked how many rows each statement of a batch changed. %s"
                                    .formatted(count, CANNOT_TELL));
                }
            }
        }
    }

    static <E> List<List<E>> batches(List<E> all) {
        if (all.size() <= BATCH) {
            return all.isEmpty() ? List.of() : List.of(all);
        }
        List<List<E>> batches = new ArrayList<>();
        for (int from = 0; from < all.size(); from += BATCH) {
            batches.add(all.subList(from, Math.min(all.size(), from + BATCH)));
        }
        return batches;
    }

    private static boolean[] inBatches(List<@Nullable Object[]> rows, Send send) throws SQLException {
        boolean[] changed = new boolean[rows.size()];
        int from = 0;
        for (List<@Nullable Object[]> batch : batches(rows)) {
            boolean[] some = send.of(batch);
            System.arraycopy(some, 0, changed, from, some.length);
            from += some.length;
        }
        return changed;
    }

    private interface Send {
        boolean[] of(List<@Nullable Object[]> batch) throws SQLException;
    }
}
