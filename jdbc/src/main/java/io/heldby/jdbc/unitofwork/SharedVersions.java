package io.heldby.jdbc.unitofwork;

import io.heldby.lock.LockKey;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Coarse-Grained Lock by a shared version: all members of an aggregate name one row that carries their version, so that
 * whoever changes any of them collides with whoever changes any other. The same row gives the aggregate its lock key,
 * {@code version/<id>}.
 *
 * <p>The row is one of {@code heldby_version}, or of a table of the application's own with the columns that
 * {@link VersionedTable} names.
 *
 * <p>Safe for use by many threads.
 *
 * @see <a href="https://martinfowler.com/eaaCatalog/coarseGrainedLock.html">Fowler, Coarse-Grained Lock</a>
 */
public final class SharedVersions {

    /** The type in the lock keys of aggregates with a shared version. */
    public static final String TYPE = "version";

    private final Rows rows;

    private SharedVersions(VersionedTable<String> table) {
        rows = new Rows(table);
    }

    /** In Heldby's own table, which the schema file makes, with the usual prefix. */
    public static SharedVersions inHeldbysTable() {
        return in("heldby_version", "id");
    }

    /**
     * In another table: one row per aggregate, whose other columns must have defaults if {@link #create} is to be used.
     *
     * @param table with or without its schema
     * @param idColumn of a text type, and unique
     */
    public static SharedVersions in(String table, String idColumn) {
        return new SharedVersions(VersionedTable.<String>of(table, idColumn, Function.identity()));
    }

    /**
     * Makes the version of a new aggregate.
     *
     * @return its id, for the members' {@code version_id}
     */
    public String create(Connection connection, String by) throws SQLException {
        String id = UUID.randomUUID().toString();
        long unused = rows.insert(connection, id, by);
        return id;
    }

    /** The version that a save of any member must name, and who made it. */
    public Optional<Versioned<String>> find(Connection connection, String versionId) throws SQLException {
        return rows.find(connection, versionId);
    }

    /**
     * Begins to write an aggregate; for one transaction. The first write of a member raises the version, if it is still
     * the expected one; the others go along.
     *
     * @param expected the version that the change was based on, as loaded
     * @param by who, as people know them
     */
    public AggregateWrite write(Connection connection, String versionId, long expected, String by) {
        return new AggregateWrite(rows, connection, versionId, expected, by);
    }

    /** For the unit of work. */
    Rows rows() {
        return rows;
    }

    /** What is locked when any member of the aggregate is. */
    public static LockKey key(String tenant, String versionId) {
        return new LockKey(tenant, TYPE, versionId);
    }

    /** The rows have nothing but an id and a version. */
    static final class Rows extends VersionedMapper<String> {

        Rows(VersionedTable<String> table) {
            super(table);
        }

        @Override
        protected String read(ResultSet row) throws SQLException {
            return row.getString(1);
        }
    }
}
