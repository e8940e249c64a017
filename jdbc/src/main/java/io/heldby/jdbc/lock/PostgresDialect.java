package io.heldby.jdbc.lock;

import io.heldby.lock.Grant;
import io.heldby.lock.GrantRequest;
import io.heldby.lock.LockKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * PostgreSQL 13 and later.
 *
 * <p>Insert first: {@code INSERT … ON CONFLICT DO NOTHING} and the event in one statement; when the key is taken, a second
 * one reads the holder. {@code ON CONFLICT DO UPDATE … WHERE} would lock and write the row even when it refuses.
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
        String insert = INSERT_FIRST.replace("{queue}", QUEUE);
        return eventLog ? INSERT_FIRST_LOGGED.replace("{insert}", insert).replace("{answer}", ANSWER) : insert + ANSWER;
    }

    @Override
    boolean insertIsWhole() {
        return true;
    }

    @Override
    boolean insertDisturbsHolder() {
        return true;
    }

    @Override
    Optional<String> insertAlone(boolean eventLog) {
        return Optional.of(insertFirst(eventLog));
    }

    @Override
    void bindBehindInsert(Binder bind, GrantRequest request) throws SQLException {
        bindNextFence(bind, request.key());
    }

    @Override
    void bindNextFence(Binder bind, LockKey key) throws SQLException {
        bind.number(KeyHash.of(key));
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
    private static final String QUEUE = "pg_advisory_xact_lock(?)";

    /**
     * The wait for a key that somebody else is inserting or deleting is bounded, then the fence's turn is awaited, then it
     * is drawn. The times are those of the statement's beginning. Only what is new
     * is answered, and nothing when the key is taken: reading the holder in the same statement would make every acquire of
     * a free key, which is the usual one, about a quarter dearer.
     */
    private static final String INSERT_FIRST = """
            INSERT INTO {schema}{prefix}lock
              (tenant, type, id, lock_id, mode, user_id, session_id, display_name, actor_kind, reason, token_hashes,
               acquired_at, renewed_at, expires_at, max_until, beat, lease_millis, renewal, expiry, expiry_logged, once_id,
               handler, fence)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
              statement_timestamp(), statement_timestamp(), statement_timestamp() + ? * INTERVAL '1 millisecond',
              statement_timestamp() + ? * INTERVAL '1 millisecond', 1, ?, ?, ?, FALSE, ?, ?,
              CASE WHEN set_config('lock_timeout', '250', TRUE) IS NOT NULL AND {queue} IS NOT NULL
                THEN nextval('{schema}{prefix}fence') END)
            ON CONFLICT (tenant, type, id) DO NOTHING
            RETURNING\s""";

    private static final String ANSWER =
            "TRUE AS granted, TRUE AS fence_in_order, clock_timestamp() > acquired_at + INTERVAL '0.1 s' AS waited, fence,"
                    + " (EXTRACT(EPOCH FROM acquired_at) * 1000000)::BIGINT AS acquired_micros";

    private static final String INSERT_FIRST_LOGGED = """
            WITH ins AS ({insert}tenant, type, id, lock_id, fence, user_id, display_name, reason, acquired_at),
            logged AS (
              INSERT INTO {schema}{prefix}event
                (tenant, type, id, kind, lock_id, fence, user_id, display_name, reason, at)
              SELECT tenant, type, id, 'ACQUIRED', lock_id, fence, user_id, display_name, reason, acquired_at
              FROM ins
            )
            SELECT {answer} FROM ins""";

    @Override
    String head() {
        return heads("tenant = ? AND type = ? AND id = ?");
    }

    @Override
    String heads(String keys) {
        return "SELECT {head}, clock_timestamp() AS store_now FROM {schema}{prefix}lock WHERE " + keys;
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
    String lockHeadPatiently() {
        return lockHead();
    }

    @Override
    String lockHeadsPatiently(String keys) {
        return lockHeads(keys);
    }

    /** Of a list it makes one comparison after another, thousands of which exceed its stack; of rows, a join. */
    @Override
    String amongKeys(String placeholders) {
        return "(tenant, type, id) IN (VALUES " + placeholders + ")";
    }

    @Override
    String lockAvailable(String keys) {
        return LOCKED.formatted(keys, "ORDER BY tenant, type, id FOR UPDATE SKIP LOCKED");
    }

    private static final String LOCKED = """
            WITH locked AS MATERIALIZED (SELECT * FROM {schema}{prefix}lock WHERE %s %s)
            SELECT {head}, clock_timestamp() AS store_now FROM locked""";

    @Override
    Optional<String> releaseAtOnce(boolean eventLog) {
        String release = eventLog ? RELEASE_LOGGED.replace("{release}", RELEASE) : RELEASE;
        return Optional.of(release.replace("{proven}", provenBy("?")).replace("{alive}", aliveAt("clock_timestamp()")));
    }

    private static String provenBy(String hash) {
        return Sql.PROVEN.replace("{hash}", hash);
    }

    private static String aliveAt(String now) {
        return Sql.ALIVE.replace("{now}", now);
    }

    /**
     * The row is found and locked by the inner query, unless a save has locked it, and then fetched by its place. If it has
     * been renewed since the statement began, it is at another place by now, and no row is found.
     */
    private static final String RELEASE = """
            DELETE FROM {schema}{prefix}lock
            WHERE ctid = (SELECT ctid FROM {schema}{prefix}lock WHERE tenant = ? AND type = ? AND id = ?
                          FOR UPDATE SKIP LOCKED)
              AND lock_id = ? AND user_id = ? AND NOT wanted AND {untold} AND {proven} AND {alive}""".replace("{untold}", Sql.NO_TASK);

    private static final String RELEASE_LOGGED = """
            WITH gone AS ({release} RETURNING *)
            INSERT INTO {schema}{prefix}event
              (tenant, type, id, kind, lock_id, fence, user_id, display_name, by_name, at, token_hashes, max_until)
            SELECT tenant, type, id, 'RELEASED', lock_id, fence, user_id, display_name, display_name, clock_timestamp(),
              token_hashes, max_until
            FROM gone""";

    @Override
    Optional<String> renewAtOnce() {
        return Optional.of(RENEW.replace("{proven}", provenBy("c.token_hash"))
                .replace("{alive}", aliveAt("now"))
                .replace("{page}", Long.toString(Grant.PAGE)));
    }

    /** As {@link #RELEASE}, for many claims: locked in key order, and each row's time is read after it is locked. */
    private static final String RENEW = """
            WITH locked AS MATERIALIZED (
              SELECT l.ctid AS place, c.number, c.seen
              FROM unnest(?::text[], ?::text[], ?::text[], ?::uuid[], ?::bytea[], ?::text[], ?::bigint[])
                WITH ORDINALITY AS c (tenant, type, id, lock_id, token_hash, user_id, seen, number)
              JOIN {schema}{prefix}lock l ON l.tenant = c.tenant AND l.type = c.type AND l.id = c.id
              WHERE l.lock_id = c.lock_id AND l.user_id = c.user_id AND NOT l.wanted AND {untold} AND {proven}
                AND (c.seen IS NULL OR (c.seen >= l.beat AND c.seen / {page} = l.beat / {page}))
              ORDER BY l.tenant, l.type, l.id FOR UPDATE OF l SKIP LOCKED
            ), timed AS MATERIALIZED (
              SELECT place, number, seen, clock_timestamp() AS now FROM locked
            )
            UPDATE {schema}{prefix}lock l
            SET renewed_at = now, beat = COALESCE(seen, beat) + 1, expiry_logged = expiry_logged AND renewal = 'FIXED',
              expires_at = CASE renewal WHEN 'FIXED' THEN expires_at
                ELSE LEAST(now + lease_millis * INTERVAL '1 millisecond', max_until) END
            FROM timed
            WHERE l.ctid = place AND {alive}
            RETURNING number, session_id, display_name, actor_kind, reason, fence, acquired_at, expires_at, max_until, beat,
              now""".replace("{untold}", Sql.NO_TASK);

    @Override
    Optional<String> sweepAtOnce(boolean eventLog) {
        return Optional.of(SWEEP.replace("{lapsed}", eventLog ? LAPSED : "").replace("{alive}", aliveAt("now")));
    }

    /**
     * Candidates are found in the order of their places, from where the last batch ended: those that it has deleted are not
     * passed again and again. Each is looked at once more by a clock that is read after it is locked.
     */
    private static final String SWEEP = """
            WITH locked AS MATERIALIZED (
              SELECT ctid AS place, expires_at, max_until, expiry, expiry_logged FROM {schema}{prefix}lock
              WHERE ctid > ?::tid AND mode = 'EXCLUSIVE' AND NOT wanted AND expires_at <= statement_timestamp()
                AND (NOT expiry_logged OR expiry = 'STRICT' OR max_until <= statement_timestamp())
              LIMIT ? FOR UPDATE SKIP LOCKED
            ), timed AS MATERIALIZED (
              SELECT *, clock_timestamp() AS now FROM locked
            ), dead AS (
              DELETE FROM {schema}{prefix}lock WHERE ctid = ANY (ARRAY(SELECT place FROM timed WHERE NOT {alive}))
              RETURNING {ended}
            ), lapsed AS (
              UPDATE {schema}{prefix}lock SET expiry_logged = TRUE
              WHERE ctid = ANY (ARRAY(SELECT place FROM timed WHERE {alive} AND expires_at <= now AND NOT expiry_logged))
              RETURNING {ended}
            ), logged AS (
              INSERT INTO {schema}{prefix}event
                (tenant, type, id, kind, lock_id, fence, user_id, display_name, at, token_hashes, max_until)
              SELECT tenant, type, id, 'EXPIRED', lock_id, fence, user_id, display_name, expires_at, token_hashes, max_until
              FROM dead{lapsed}
            ), tasks AS (
              INSERT INTO {schema}{prefix}task ({task})
              SELECT {ofGrant}, 'EXPIRED', NULL, expires_at, NULL, 0, expires_at
              FROM (SELECT * FROM dead WHERE NOT expiry_logged UNION ALL SELECT * FROM lapsed) expired
              WHERE handler IS NOT NULL
            )
            SELECT (SELECT COUNT(*) FROM dead) + (SELECT COUNT(*) FROM lapsed) AS tidied, COUNT(*) AS looked_at,
              (SELECT place::text FROM timed ORDER BY place DESC LIMIT 1) AS last
            FROM timed""".replace("{ended}", TaskSql.OF_GRANT + ", token_hashes, expiry_logged")
            .replace("{task}", TaskSql.NEW)
            .replace("{ofGrant}", TaskSql.OF_GRANT);

    private static final String LAPSED = """

              UNION ALL
              SELECT tenant, type, id, 'LAPSED', lock_id, fence, user_id, display_name, expires_at, NULL, NULL
              FROM lapsed""";

    @Override
    Optional<String> sequenceAtOnce() {
        return Optional.of(SEQUENCE);
    }

    /**
     * The snapshot is older than the lock: events may be in it without the position that another node has given them
     * meanwhile. The update looks at their newest state, and lets those alone; their numbers here are skipped.
     */
    private static final String SEQUENCE = """
            WITH turn AS MATERIALIZED (
              SELECT last_pos FROM {schema}{prefix}sequencer WHERE id = 1 FOR UPDATE SKIP LOCKED
            ), fresh AS MATERIALIZED (
              SELECT event_id, ROW_NUMBER() OVER (ORDER BY event_id) AS number FROM (
                SELECT event_id FROM {schema}{prefix}event
                WHERE pos IS NULL AND event_id > ? AND EXISTS (SELECT FROM turn)
                ORDER BY event_id LIMIT ?) first
            ), placed AS (
              UPDATE {schema}{prefix}event event SET pos = turn.last_pos + fresh.number FROM turn, fresh
              WHERE event.event_id = fresh.event_id AND event.pos IS NULL RETURNING 1
            ), advanced AS (
              UPDATE {schema}{prefix}sequencer SET last_pos = turn.last_pos + (SELECT COUNT(*) FROM fresh) FROM turn
              WHERE id = 1 AND EXISTS (SELECT FROM fresh)
            )
            SELECT (SELECT COUNT(*) FROM placed) AS placed, COALESCE(MAX(event_id), 0) AS highest FROM fresh""";

    @Override
    Optional<String> announce() {
        return Optional.of("SELECT pg_notify(?, '')");
    }

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
