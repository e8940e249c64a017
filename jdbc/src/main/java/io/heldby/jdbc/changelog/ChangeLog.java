package io.heldby.jdbc.changelog;

import io.heldby.jdbc.lock.JdbcSettings;
import io.heldby.jdbc.lock.Times;
import io.heldby.version.ChangeRecord;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What each write of a record changed, by whom and when: in {@code heldby_change} and {@code heldby_change_field}, written in
 * the writer's own transaction. What is rolled back was never logged, and what is committed is.
 *
 * <p>All calls run on the caller's connection, in the caller's transaction. Data of other tenants is never seen.
 *
 * <p>Values may be null, texts, numbers ({@code byte} to {@code BigDecimal}), booleans, chars, UUIDs, byte arrays, the dates
 * and times of {@code java.time} without a zone's name, {@code java.util.Date} and those of {@code java.sql}, and lists and
 * sets of these. They are read as they were written, equal and of the same class, but an enum as its name: whoever compares
 * what was logged with an object's values has to take names there, too.
 *
 * <p>The time is the database's. Safe for use by many threads.
 */
public final class ChangeLog {

    private static final int MOST_OVERWRITTEN = 100;

    static final Duration LONGEST_AGE = Duration.ofDays(36_500);

    private final Map<Database, ChangeSql> statements = new EnumMap<>(Database.class);
    private final Supplier<String> tenant;

    /**
     * A log in the tables that these settings name.
     *
     * @param tenant whose data is worked on now; empty where an application has no tenants
     */
    public ChangeLog(JdbcSettings settings, Supplier<String> tenant) {
        this.tenant = tenant;
        for (Database database : Database.values()) {
            statements.put(database, new ChangeSql(database, settings));
        }
    }

    /**
     * Logs writes, in the transaction that makes them: after their statements, so that the times of one record's versions are
     * in order. Any number goes in one round trip on PostgreSQL, in two batches elsewhere.
     *
     * @throws IllegalArgumentException when a value cannot be kept; names record, field and class, and says what to do
     * @throws SQLException as the driver reports it, also when a version is in the log already: ids that come back after a
     *     deletion need {@linkplain #lastVersion fresh versions}
     */
    public void write(Connection connection, List<Change> changes) throws SQLException {
        if (changes.isEmpty()) {
            return;
        }
        Database database = Database.of(connection);
        ChangeInsert insert = new ChangeInsert(sql(database), tenant.get(), changes);
        if (database == Database.POSTGRESQL) {
            insert.atOnce(connection);
        } else {
            insert.inBatches(connection);
        }
    }

    /** What was logged of a record behind a version, in the order of the versions. */
    public List<ChangeRecord> since(Connection connection, String entity, String id, long version) throws SQLException {
        return between(connection, entity, id, version, Long.MAX_VALUE);
    }

    /** The write that made this version. */
    public Optional<ChangeRecord> find(Connection connection, String entity, String id, long version)
            throws SQLException {
        return between(connection, entity, id, version - 1, version).stream().findFirst();
    }

    /** The last version in the log, also that of a deletion. A record that comes back under its id has to begin above it. */
    public OptionalLong lastVersion(Connection connection, String entity, String id) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql(Database.of(connection)).lastVersion)) {
            bindRecord(query, tenant.get(), entity, id);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                long last = row.getLong(1);
                return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(last);
            }
        }
    }

    /**
     * What the fields of a record were in an earlier version: the current values, and from there back through all that was
     * logged since. For a record that was deleted, the current version is that of the deletion, and there are no values.
     *
     * @param currentValues by field, with the values that {@code currentVersion} has
     * @return the values by field, without those that are not known because they were masked; empty when the log does not have
     *     every version in between, or the record was created since
     */
    public Optional<Map<String, @Nullable Object>> valuesAt(
            Connection connection,
            String entity,
            String id,
            long version,
            long currentVersion,
            Map<String, ? extends @Nullable Object> currentValues)
            throws SQLException {
        return Undo.of(
                between(connection, entity, id, version, currentVersion), version, currentVersion, currentValues);
    }

    /** What was logged, newest first, page by page. */
    public ChangePage history(Connection connection, ChangeQuery query) throws SQLException {
        Database database = Database.of(connection);
        ChangeSql sql = sql(database);
        try (PreparedStatement statement =
                connection.prepareStatement(query.id() == null ? sql.history : sql.ofRecord)) {
            ChangeCursor cursor = query.cursor() == null ? ChangeCursor.NEWEST : ChangeCursor.decoded(query.cursor());
            statement.setString(1, tenant.get());
            statement.setString(2, query.entity());
            int last;
            if (query.id() == null) {
                statement.setString(3, query.entity());
                database.bind(statement, 4, cursor.at());
                database.bind(statement, 5, cursor.at());
                statement.setString(6, cursor.entity());
                statement.setString(7, cursor.id());
                statement.setLong(8, cursor.version());
                last = 8;
            } else {
                statement.setString(3, query.id());
                statement.setLong(4, cursor.version());
                last = 4;
            }
            statement.setString(++last, query.by());
            statement.setString(++last, query.by());
            database.bind(statement, ++last, query.from() == null ? Times.EARLIEST : query.from());
            database.bind(statement, ++last, query.to() == null ? Times.LATEST : query.to());
            statement.setInt(++last, query.limit() + 1);
            return ChangePage.cut(ChangeRows.read(statement, database), query.limit());
        }
    }

    /**
     * What an overwriting removed: for the page that shows it to whoever had written it, and puts it back.
     *
     * @return empty when that version was not made by {@linkplain ChangeRecord.Action#FORCED overwriting}, or the log does not
     *     have all that it overwrote any more
     */
    public Optional<Overwriting> overwriting(Connection connection, String entity, String id, long version)
            throws SQLException {
        Optional<ChangeRecord> forced =
                find(connection, entity, id, version).filter(change -> change.action() == ChangeRecord.Action.FORCED);
        if (forced.isEmpty()) {
            return Optional.empty();
        }
        long basedOn = Objects.requireNonNull(forced.get().basedOn());
        List<ChangeRecord> overwritten = between(connection, entity, id, basedOn, version - 1);
        return Undo.complete(overwritten, basedOn, version - 1)
                ? Optional.of(Overwriting.of(forced.get(), overwritten))
                : Optional.empty();
    }

    /**
     * Overwritings that others did of what this person had saved, so that they can be told: the newest 100.
     *
     * @param by as people know them
     */
    public List<ChangeRecord> overwritten(Connection connection, String by, Instant since) throws SQLException {
        Database database = Database.of(connection);
        try (PreparedStatement query = connection.prepareStatement(sql(database).overwritten)) {
            query.setString(1, tenant.get());
            database.bind(query, 2, since);
            query.setString(3, by);
            query.setString(4, by);
            query.setInt(5, MOST_OVERWRITTEN);
            return ChangeRows.read(query, database);
        }
    }

    /**
     * Forgets what is older than {@code age}, of all tenants, the oldest first. What is forgotten is missing as the base of a
     * merge, and as the last version of a record that was deleted: keep changes longer than a form may stay open.
     *
     * @param age up to 100 years
     * @param limit how many writes at most
     * @return how many; {@code limit} means that there may be more
     */
    public int purge(Connection connection, Duration age, int limit) throws SQLException {
        if (age.isNegative() || age.compareTo(LONGEST_AGE) > 0) {
            throw new IllegalArgumentException("age must be 0 to 36500 days, but is " + age);
        }
        ChangeSql sql = sql(Database.of(connection));
        int old = 0;
        try (PreparedStatement query = connection.prepareStatement(sql.old);
                PreparedStatement heads = connection.prepareStatement(sql.deleteHead);
                PreparedStatement fields = connection.prepareStatement(sql.deleteFields)) {
            query.setLong(1, age.toMillis());
            query.setInt(2, limit);
            try (ResultSet row = query.executeQuery()) {
                for (; row.next(); old++) {
                    for (PreparedStatement delete : List.of(heads, fields)) {
                        bindRecord(delete, row.getString("tenant"), row.getString("entity"), row.getString("id"));
                        delete.setLong(4, row.getLong("version"));
                        delete.addBatch();
                    }
                }
            }
            if (old > 0) {
                heads.executeBatch();
                fields.executeBatch();
            }
        }
        return old;
    }

    /**
     * Forgets all that was logged of one record, for example because the person that it is about wants that. As for
     * {@link #purge}, a record that was deleted should not come back under its id.
     *
     * @return how many writes
     */
    public int erase(Connection connection, String entity, String id) throws SQLException {
        ChangeSql sql = sql(Database.of(connection));
        int unused = erase(connection, sql.eraseFields, entity, id);
        return erase(connection, sql.eraseHeads, entity, id);
    }

    private int erase(Connection connection, String delete, String entity, String id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(delete)) {
            bindRecord(statement, tenant.get(), entity, id);
            return statement.executeUpdate();
        }
    }

    private List<ChangeRecord> between(Connection connection, String entity, String id, long from, long to)
            throws SQLException {
        Database database = Database.of(connection);
        try (PreparedStatement query = connection.prepareStatement(sql(database).between)) {
            bindRecord(query, tenant.get(), entity, id);
            query.setLong(4, from);
            query.setLong(5, to);
            return ChangeRows.read(query, database);
        }
    }

    private ChangeSql sql(Database database) {
        return Objects.requireNonNull(statements.get(database));
    }

    private static void bindRecord(PreparedStatement statement, String tenant, String entity, String id)
            throws SQLException {
        statement.setString(1, tenant);
        statement.setString(2, entity);
        statement.setString(3, id);
    }
}
