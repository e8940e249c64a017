package io.heldby.jdbc.unitofwork;

import io.heldby.version.Conflict;
import io.heldby.version.ConflictException;
import io.heldby.version.RetryableException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps objects in a table so that of any number of saves from one version at most one succeeds: a Data Mapper with an
 * Optimistic Offline Lock (Fowler, <cite>Patterns of Enterprise Application Architecture</cite>). A concrete mapper says
 * where the fields go; the statements are made here, so that none of them can leave the version out:
 *
 * <pre>{@code
 * final class CustomerMapper extends VersionedMapper<Customer> {
 *
 *     CustomerMapper() {
 *         super(VersionedTable.of("customer", "id", Customer::id)
 *                 .column("name", Customer::name)
 *                 .column("city", Customer::city));
 *     }
 *
 *     @Override
 *     protected Customer read(ResultSet row) throws SQLException {
 *         return new Customer(row.getLong("id"), row.getString("name"), row.getString("city"));
 *     }
 * }
 * }</pre>
 *
 * <p>Algorithm: {@code UPDATE … SET …, version = version + 1 … WHERE id = ? AND version = ?}. One row: saved. None: the
 * version is gone, a {@link ConflictException}. Check and write are one statement, so there is nothing between them. Who
 * and when are for people and never compared.
 *
 * <p>All calls run on the caller's connection, in the caller's transaction. When one throws, that transaction must be
 * rolled back. A conflict is unexplained until then; {@link io.heldby.jdbc.JdbcTransactions} and the Spring integration
 * roll back and have it explained. Objects are never changed, so a save that failed leaves no trace in memory either.
 *
 * <p>At REPEATABLE READ and above the database may refuse the statement with SQLSTATE 40001, or after a deadlock with
 * 40P01. Whether somebody changed the record can then be seen only after the rollback. It is thrown as an unexplained
 * conflict, and the explanation decides: a newer version or none is a conflict, the same version a
 * {@link RetryableException}.
 *
 * <p>Safe for use by many threads.
 *
 * @param <T> what it maps; the id is given by the application and never changes
 */
public abstract class VersionedMapper<T> implements Mapper<T> {

    /** Serialization failure and deadlock. Not 40002, a constraint; nor 40003, where the outcome is unknown. */
    private static final Set<String> GIVEN_UP_FOR_OTHERS = Set.of("40001", "40P01");

    private static final String OUT_OF_RANGE = "22003";

    private final VersionedTable<T> table;
    private final VersionedSql sql;
    private final @Nullable FreshVersions freshVersions;

    protected VersionedMapper(VersionedTable<T> table) {
        this.table = table;
        this.sql = VersionedSql.of(table);
        this.freshVersions = table.freshVersions() == null ? null : FreshVersions.from(table.freshVersions());
    }

    /** Makes an object of the current row, which has all columns of the table's definition, by name. */
    protected abstract T read(ResultSet row) throws SQLException;

    /**
     * Stores a new object.
     *
     * @param by who, as people know them
     * @return its version: 0, or a fresh one if the table says so
     * @throws SQLException as the driver reports it, also when the id is taken
     */
    @Override
    public final long insert(Connection connection, T object, String by) throws SQLException {
        requireNoProxy();
        long version = freshVersions == null ? 0 : freshVersions.next(connection);
        try (PreparedStatement insert = connection.prepareStatement(sql.insert())) {
            bind(insert, 1, idOf(object));
            int next = bindColumns(insert, 2, object);
            insert.setLong(next, version);
            insert.setString(next + 1, named(by));
            requireOne(insert.executeUpdate(), "INSERT", idOf(object));
        }
        return version;
    }

    /** Reads one, with the version that a save of it must name. */
    @Override
    public final Optional<Versioned<T>> find(Connection connection, Object id) throws SQLException {
        requireNoProxy();
        try (PreparedStatement find = connection.prepareStatement(sql.find())) {
            bind(find, 1, id);
            try (ResultSet row = find.executeQuery()) {
                return row.next()
                        ? Optional.of(new Versioned<>(read(row), version(row, id), modifiedBy(row), modifiedAt(row)))
                        : Optional.empty();
            }
        }
    }

    /**
     * Overwrites the object with that version. Equal values are a write like any other and make a new version.
     *
     * @param expectedVersion the version that the change was based on, as loaded; never one read just before saving
     * @param by who, as people know them
     * @return the new version
     * @throws ConflictException when the stored version is another, or when the object was deleted
     * @throws IllegalArgumentException when the version is negative or cannot grow
     * @throws IllegalStateException when the table or the driver cannot keep the promise; says why
     */
    @Override
    public final long update(Connection connection, T object, long expectedVersion, String by) throws SQLException {
        requireNoProxy();
        Object id = idOf(object);
        requireVersion(expectedVersion, id);
        requireRoomAbove(expectedVersion, Long.MAX_VALUE, id, null);
        try (PreparedStatement update = connection.prepareStatement(sql.update())) {
            int next = bindColumns(update, 1, object);
            update.setString(next, named(by));
            bind(update, next + 1, id);
            update.setLong(next + 2, expectedVersion);
            execute(update, "UPDATE", id, expectedVersion);
        }
        return expectedVersion + 1;
    }

    /**
     * Deletes the object with that version.
     *
     * @param expectedVersion the version that the decision was based on
     * @throws ConflictException when the stored version is another, or when the object is gone already
     * @throws IllegalArgumentException when the version is negative
     */
    @Override
    public final void delete(Connection connection, Object id, long expectedVersion) throws SQLException {
        requireNoProxy();
        requireVersion(expectedVersion, id);
        try (PreparedStatement delete = connection.prepareStatement(sql.delete())) {
            bind(delete, 1, id);
            delete.setLong(2, expectedVersion);
            execute(delete, "DELETE", id, expectedVersion);
        }
    }

    private void execute(PreparedStatement write, String verb, Object id, long expectedVersion) throws SQLException {
        int rows;
        try {
            rows = write.executeUpdate();
        } catch (SQLException refused) {
            if (GIVEN_UP_FOR_OTHERS.contains(String.valueOf(refused.getSQLState()))) {
                throw conflict(id, expectedVersion, refused);
            }
            if (OUT_OF_RANGE.equals(refused.getSQLState())) {
                requireRoomAbove(expectedVersion, Integer.MAX_VALUE, id, refused);
            }
            throw refused;
        }
        if (rows == 0) {
            throw conflict(id, expectedVersion, null);
        }
        requireOne(rows, verb, id);
    }

    private ConflictException conflict(Object id, long expectedVersion, @Nullable SQLException refused) {
        ConflictException conflict = ConflictException.unexplained(
                Conflict.unexplained(table.entity(), id.toString(), expectedVersion),
                (connection, unexplained) -> explained(connection, unexplained, id, refused));
        if (refused != null) {
            conflict.initCause(refused);
        }
        return conflict;
    }

    private Conflict explained(Connection connection, Conflict unexplained, Object id, @Nullable SQLException refused)
            throws SQLException {
        try (PreparedStatement become = connection.prepareStatement(sql.become())) {
            bind(become, 1, id);
            try (ResultSet row = become.executeQuery()) {
                if (!row.next()) {
                    return unexplained.deleted();
                }
                long current = version(row, id);
                if (current != unexplained.expectedVersion()) {
                    return unexplained.modified(current, modifiedBy(row), modifiedAt(row));
                }
                throw unchanged(id, current, refused);
            }
        }
    }

    /** The version is the one that was expected, so there is nothing to show to a person as a conflict. */
    private RuntimeException unchanged(Object id, long version, @Nullable SQLException refused) {
        if (refused != null) {
            return new RetryableException(
                    "%s %s could not be saved because of other transactions, but still has version %d: repeat the whole transaction"
                            .formatted(table.entity(), id, version),
                    refused);
        }
        return new IllegalStateException(
                "saving %s %s changed no row, although it has the expected version %d. Either a trigger or a row-level"
                                .formatted(table.entity(), id, version)
                        + " security rule kept the row from being written, or it was deleted and created again with the"
                        + " same version (see VersionedTable.freshVersionsFrom). Nothing was written");
    }

    private void requireOne(int rows, String verb, Object id) {
        if (rows > 1) {
            throw new IllegalStateException(
                    "the %s of %s %s hit %d rows: column %s of %s is not unique. Roll back, and declare it PRIMARY KEY or UNIQUE"
                            .formatted(
                                    verb, table.entity(), id, rows, table.id().name(), table.name()));
        }
        if (rows != 1) {
            throw new IllegalStateException(
                    "the driver answered %d when asked how many rows the %s of %s %s changed. Without that number a lost"
                                    .formatted(rows, verb, table.entity(), id)
                            + " update cannot be noticed. Roll back, and look for a driver setting or trigger that hides it");
        }
    }

    private void requireVersion(long version, Object id) {
        if (version < 0) {
            throw new IllegalArgumentException("%s %s cannot have been loaded with version %d: versions start at 0"
                    .formatted(table.entity(), id, version));
        }
    }

    private void requireRoomAbove(long version, long greatest, Object id, @Nullable SQLException refused) {
        if (version == greatest) {
            throw new IllegalArgumentException(
                    "%s %s cannot be saved: its version %d is the greatest that column %s of %s can hold. Nothing was written"
                            .formatted(table.entity(), id, version, table.version(), table.name()),
                    refused);
        }
    }

    /**
     * A class-based proxy inherits these final methods, but not the fields that they need; it would fail with a mere
     * NullPointerException.
     */
    private void requireNoProxy() {
        if (sql == null) {
            throw new IllegalStateException(("%s was called through a class-based proxy, which cannot pass the call on."
                            + " Declare the mapper as a plain bean: without @Repository, @Transactional or other advice on"
                            + " it, which belong on the service that calls it")
                    .formatted(getClass().getName()));
        }
    }

    private Object idOf(T object) {
        return Objects.requireNonNull(
                table.id().value().apply(object), () -> "this %s has no id".formatted(table.entity()));
    }

    private int bindColumns(PreparedStatement statement, int first, T object) throws SQLException {
        int index = first;
        for (VersionedTable.Column<T> column : table.columns()) {
            bind(statement, index++, column.value().apply(object));
        }
        return index;
    }

    static void bind(PreparedStatement statement, int index, @Nullable Object value) throws SQLException {
        // PostgreSQL's driver takes no Instant.
        statement.setObject(index, value instanceof Instant moment ? moment.atOffset(ZoneOffset.UTC) : value);
    }

    private long version(ResultSet row, Object id) throws SQLException {
        long version = row.getLong(table.version());
        if (row.wasNull()) {
            throw new IllegalStateException("%s %s has no version: declare column %s of %s NOT NULL DEFAULT 0"
                    .formatted(table.entity(), id, table.version(), table.name()));
        }
        return version;
    }

    private @Nullable String modifiedBy(ResultSet row) throws SQLException {
        return row.getString(table.modifiedBy());
    }

    private @Nullable Instant modifiedAt(ResultSet row) throws SQLException {
        OffsetDateTime at = row.getObject(table.modifiedAt(), OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }

    private static String named(String by) {
        if (by.isBlank()) {
            throw new IllegalArgumentException("who saves must have a name: the next person reads it in a conflict");
        }
        return by;
    }
}
