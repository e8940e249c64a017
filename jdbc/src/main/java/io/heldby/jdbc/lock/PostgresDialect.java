package io.heldby.jdbc.lock;

import io.heldby.lock.GrantRequest;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * PostgreSQL 13 and later.
 *
 * <p>Insert first: {@code INSERT … ON CONFLICT DO NOTHING}, the event and, when the key is taken, its holder, in one
 * statement. {@code ON CONFLICT DO UPDATE … WHERE} would lock and write the row even when it refuses.
 *
 * <p>Fence: whoever draws one for a key first takes the key's advisory lock, so that draws and the inserts and updates
 * that they are for come in one order.
 *
 * <p>Clock: {@code clock_timestamp()}, in the select list over a materialised {@code FOR UPDATE}, so that it is read
 * after the wait for the row. {@code now()} stands still during a transaction.
 */
final class PostgresDialect extends Dialect {

    PostgresDialect(JdbcSettings settings) {
        super(settings);
    }

    @Override
    String schemaFile() {
        return "io/heldby/jdbc/schema/v1/postgresql.sql";
    }

    @Override
    String schemaTableExists() {
        return "SELECT to_regclass('{schema}{prefix}schema') IS NOT NULL";
    }

    @Override
    String insertFirst(boolean eventLog) {
        return INSERT_FIRST.replace("{queue}", QUEUE).replace("{event}", eventLog ? INSERT_EVENT : "");
    }

    @Override
    boolean insertIsWhole() {
        return true;
    }

    @Override
    Optional<String> insertAlone(boolean eventLog) {
        return Optional.of(insertFirst(eventLog));
    }

    @Override
    void bindBehindInsert(Binder bind, GrantRequest request) throws SQLException {
        GrantRow.key(bind, request.key()); // Of the queue.
        GrantRow.key(bind, request.key()); // Of the row in the way.
    }

    @Override
    boolean drawsQueue() {
        return true;
    }

    @Override
    Times times() {
        return Times.INSTANTS;
    }

    @Override
    boolean lockTellsTime() {
        return true;
    }

    /**
     * Whoever draws a fence for a key queues here until the end of the statement or transaction that draws. Two keys with
     * the same 64-bit hash queue together, for microseconds, and are none the worse for it. Nobody waits here for a save:
     * a takeover queues only after it has locked the row, and an insert does not wait for a row that is merely locked.
     */
    private static final String QUEUE =
            "pg_advisory_xact_lock(hashtextextended(concat_ws(chr(31), ?::text, ?::text, ?::text), 4953))";

    private static final String INSERT_FIRST = """
            WITH ins AS (
              INSERT INTO {schema}{prefix}lock AS l
                (tenant, type, id, lock_id, mode, user_id, session_id, display_name, actor_kind, reason, token_hashes,
                 fence, acquired_at, renewed_at, expires_at, max_until, beat, lease_millis, renewal, expiry, expiry_logged,
                 once_id)
              SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, nextval('{schema}{prefix}fence'),
                t.now, t.now, t.now + ? * INTERVAL '1 millisecond', t.now + ? * INTERVAL '1 millisecond',
                1, ?, ?, ?, FALSE, ?
              FROM (SELECT set_config('lock_timeout', '250', TRUE), {queue}, clock_timestamp() AS now) t
              ON CONFLICT DO NOTHING
              RETURNING l.*
            ){event}
            SELECT TRUE AS granted, TRUE AS fence_in_order, acquired_at AS store_now,
              {grant}
            FROM ins
            UNION ALL
            SELECT FALSE, TRUE, clock_timestamp(),
              {grant}
            FROM {schema}{prefix}lock WHERE tenant = ? AND type = ? AND id = ? AND NOT EXISTS (SELECT FROM ins)""";

    private static final String INSERT_EVENT = """
            , logged AS (
              INSERT INTO {schema}{prefix}event
                (tenant, type, id, kind, lock_id, fence, user_id, display_name, reason, at)
              SELECT tenant, type, id, 'ACQUIRED', lock_id, fence, user_id, display_name, reason, acquired_at
              FROM ins
            )""";

    @Override
    String head() {
        return heads("tenant = ? AND type = ? AND id = ?");
    }

    @Override
    String heads(String keys) {
        return "SELECT {grant}, clock_timestamp() AS store_now FROM {schema}{prefix}lock WHERE " + keys;
    }

    @Override
    String lockHeads(String keys) {
        return LOCKED.formatted(keys, "ORDER BY tenant, type, id FOR UPDATE");
    }

    @Override
    String lockHeadOrSkip() {
        return LOCKED.formatted("tenant = ? AND type = ? AND id = ?", "FOR UPDATE SKIP LOCKED");
    }

    @Override
    String lockHead() {
        return LOCKED.formatted("tenant = ? AND type = ? AND id = ?", "FOR UPDATE");
    }

    @Override
    String lockById() {
        return LOCKED.formatted("lock_id = ?", "FOR UPDATE");
    }

    @Override
    String lockHeadPatiently() {
        return lockHead();
    }

    @Override
    String lockMany() {
        return LOCKED.formatted(among(), "ORDER BY tenant, type, id FOR UPDATE SKIP LOCKED");
    }

    private static final String LOCKED = """
            WITH locked AS MATERIALIZED (SELECT * FROM {schema}{prefix}lock WHERE %s %s)
            SELECT {grant}, clock_timestamp() AS store_now FROM locked""";

    @Override
    Optional<String> releaseAtOnce(boolean eventLog) {
        return Optional.of(eventLog ? RELEASE.formatted("WITH gone AS (", RELEASED) : RELEASE.formatted("", ""));
    }

    /**
     * The row is found and locked by the inner query, unless a save has locked it, and then fetched by its place. If it has
     * been renewed since the statement began, it is at another place by now, and no row is found.
     */
    private static final String RELEASE = """
            %sDELETE FROM {schema}{prefix}lock
            WHERE ctid = (SELECT ctid FROM {schema}{prefix}lock WHERE lock_id = ? FOR UPDATE SKIP LOCKED)
              AND tenant = ? AND user_id = ? AND {proven} AND {alive}%s""";

    private static final String RELEASED = """

              RETURNING *)
            INSERT INTO {schema}{prefix}event
              (tenant, type, id, kind, lock_id, fence, user_id, display_name, by_name, at, token_hashes, max_until)
            SELECT tenant, type, id, 'RELEASED', lock_id, fence, user_id, display_name, display_name, clock_timestamp(),
              token_hashes, max_until
            FROM gone""";

    @Override
    String clock() {
        return "SELECT clock_timestamp() AS store_now";
    }

    @Override
    String unlessThere(String insert) {
        // An error would end the caller's transaction.
        return insert + " ON CONFLICT DO NOTHING";
    }

    @Override
    String nextFence() {
        return "SELECT nextval('{schema}{prefix}fence') FROM (SELECT " + QUEUE + ") q";
    }

    @Override
    String withClock(String template) {
        return template.replace("{now}", "statement_timestamp()").replace("{caseless}", " COLLATE \"default\"");
    }

    @Override
    void boundWaiting(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL lock_timeout = '250ms'");
        }
    }

    @Override
    boolean isLockTimeout(SQLException error) {
        return "55P03".equals(error.getSQLState());
    }

    @Override
    boolean isMissingTable(SQLException error) {
        return "42P01".equals(error.getSQLState());
    }

    @Override
    boolean isDuplicateKey(SQLException error) {
        return "23505".equals(error.getSQLState());
    }
}
