package io.heldby.jdbc.lock;

import io.heldby.lock.GrantRequest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * MariaDB 10.6 and later, InnoDB.
 *
 * <p>Insert first: {@code INSERT … ON DUPLICATE KEY UPDATE … RETURNING}, which answers with our row or with the one in the
 * way. It does not wait: a row that somebody else has locked is error 1205 at once, and a read tells whose it is. Nobody's:
 * then it is being inserted at this moment, and the same statement may wait for that.
 *
 * <p>Fence: the insert names the row twice. The first time it goes in, without a fence. The second time it meets itself,
 * and draws now that the row is its own. Where it meets somebody else's row it changes nothing, either time.
 *
 * <p>Waiting: MariaDB counts the time for which a row may be waited for in whole seconds, so the statements that may have
 * to wait are themselves limited to a quarter of one ({@code max_statement_time}).
 *
 * <p>Clock: {@code SYSDATE}, in the select list behind {@code FOR UPDATE}, in UTC whatever the session's time zone.
 * {@code NOW} and {@code UTC_TIMESTAMP} say when the statement began, before any wait. Where the server is told that
 * {@code SYSDATE} is to be the same as {@code NOW}, a second statement reads the clock.
 */
final class MariaDbDialect extends Dialect {

    private static final int LOCK_WAIT_TIMEOUT = 1205;
    private static final int STATEMENT_TIMEOUT = 1969;
    private static final int DEADLOCK = 1213;
    private static final int CHANGED_SINCE_SNAPSHOT = 1020;
    private static final int NO_SUCH_TABLE = 1146;
    private static final int NO_SUCH_DATABASE = 1049;
    private static final int DUPLICATE_KEY = 1062;

    private final boolean sysdateMoves;

    MariaDbDialect(JdbcSettings settings, Connection connection) throws SQLException {
        super(settings);
        sysdateMoves = sysdateMoves(connection);
    }

    private static boolean sysdateMoves(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT SLEEP(0.001), SYSDATE(6) > NOW(6)")) {
            row.next();
            return row.getBoolean(2);
        }
    }

    @Override
    String schemaFile() {
        return "io/heldby/jdbc/schema/v1/mariadb.sql";
    }

    @Override
    String schemaTableExists() {
        return """
            SELECT COUNT(*) > 0 FROM information_schema.tables
            WHERE table_name = '{prefix}schema'
              AND table_schema = COALESCE(NULLIF(TRIM(TRAILING '.' FROM '{schema}'), ''), DATABASE())""";
    }

    @Override
    String insertFirst(boolean eventLog) {
        return NOT_WAITING + INSERT + ANSWER;
    }

    @Override
    boolean insertDisturbsHolder() {
        return true;
    }

    @Override
    boolean insertWaits() {
        return false;
    }

    @Override
    String insertBehind(boolean eventLog) {
        return bounded(INSERT + ANSWER);
    }

    /** Of the second row only the key and the lock id are looked at. A fence of 0 says that the row is a moment old. */
    private static final String INSERT = """
            INSERT INTO {schema}{prefix}lock
              (tenant, type, id, lock_id, mode, user_id, session_id, display_name, actor_kind, reason, token_hashes,
               fence, acquired_at, renewed_at, expires_at, max_until, beat, lease_millis, renewal, expiry, expiry_logged,
               once_id, handler)
            VALUES
              (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
               0, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6), UTC_TIMESTAMP(6) + INTERVAL ? * 1000 MICROSECOND,
               UTC_TIMESTAMP(6) + INTERVAL ? * 1000 MICROSECOND, 1, ?, ?, ?, FALSE, ?, ?),
              (?, ?, ?, ?, '', '', '', '', '', NULL, '',
               0, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6), UTC_TIMESTAMP(6), UTC_TIMESTAMP(6), 0, 0, '', '', FALSE, NULL, NULL)
            ON DUPLICATE KEY UPDATE
              fence = IF(lock_id = VALUES(lock_id) AND fence = 0, NEXT VALUE FOR {schema}{prefix}fence, fence)""";

    private static final String ANSWER = """

            RETURNING lock_id = ? AS granted, TRUE AS fence_in_order, FALSE AS waited, fence,
              TIMESTAMPDIFF(MICROSECOND, '1970-01-01', acquired_at) AS acquired_micros""";

    /** Goes past the answer to the first time that our own row was named, when it had no fence yet. */
    @Override
    boolean nextAnswer(ResultSet answer) throws SQLException {
        while (answer.next()) {
            if (answer.getLong("fence") != 0) {
                return true;
            }
        }
        return false;
    }

    @Override
    boolean insertIsWhole() {
        return false;
    }

    @Override
    void bindBehindInsert(Binder bind, GrantRequest request) throws SQLException {
        GrantRow.key(bind, request.key());
        bind.value(request.lockId().grant());
        bind.value(request.lockId().grant());
    }

    @Override
    Optional<String> insertAlone(boolean eventLog) {
        return Optional.of(eventLog ? NOT_WAITING + INSERT_WITH_EVENT : insertFirst(false));
    }

    @Override
    Optional<String> insertAloneBehind(boolean eventLog) {
        return Optional.of(eventLog ? bounded(INSERT_WITH_EVENT) : insertBehind(false));
    }

    /** Inserting counts 1 and drawing a fence 2; a row of somebody else counts at most 1 each time, however the driver counts. */
    private static final String INSERT_WITH_EVENT = """
            BEGIN NOT ATOMIC
              START TRANSACTION;
              {insert};
              IF ROW_COUNT() = 3 THEN
                INSERT INTO {schema}{prefix}event
                  (tenant, type, id, kind, lock_id, fence, user_id, display_name, reason, at)
                VALUES (?, ?, ?, 'ACQUIRED', ?, PREVIOUS VALUE FOR {schema}{prefix}fence, ?, ?, ?, UTC_TIMESTAMP(6));
              END IF;
              SELECT lock_id = ? AS granted, TRUE AS fence_in_order, FALSE AS waited, fence,
                TIMESTAMPDIFF(MICROSECOND, '1970-01-01', acquired_at) AS acquired_micros
              FROM {schema}{prefix}lock WHERE tenant = ? AND type = ? AND id = ?;
              COMMIT;
            END""".replace("{insert}", INSERT);

    @Override
    void bindBehindInsertAlone(Binder bind, GrantRequest request, boolean eventLog) throws SQLException {
        if (!eventLog) {
            bindBehindInsert(bind, request);
            return;
        }
        GrantRow.key(bind, request.key());
        bind.value(request.lockId().grant());
        GrantRow.key(bind, request.key());
        bind.value(request.lockId().grant())
                .text(request.owner().user())
                .text(request.owner().displayName())
                .text(request.reason())
                .value(request.lockId().grant());
        GrantRow.key(bind, request.key());
    }

    /** A statement that fails between its BEGIN and its COMMIT leaves the transaction open. */
    @Override
    void abandonInsertAlone(Connection connection) throws SQLException {
        connection.rollback();
    }

    @Override
    boolean drawsQueue() {
        return false;
    }

    @Override
    Times times() {
        return Times.UTC_DATE_TIMES;
    }

    @Override
    String bounded(String statement) {
        return "SET STATEMENT max_statement_time = 0.25 FOR " + statement;
    }

    @Override
    boolean lockTellsTime() {
        return sysdateMoves;
    }

    @Override
    String head() {
        return heads("tenant = ? AND type = ? AND id = ?");
    }

    @Override
    String heads(String keys) {
        return "SELECT {head}, UTC_TIMESTAMP(6) AS store_now FROM {schema}{prefix}lock WHERE " + keys;
    }

    private static final String NOT_WAITING = "SET STATEMENT innodb_lock_wait_timeout = 0 FOR ";

    private static final String IN_UTC = "SET STATEMENT time_zone = '+00:00' FOR ";

    private static final String BOUNDED_IN_UTC = "SET STATEMENT time_zone = '+00:00', max_statement_time = 0.25 FOR ";

    private static final String LOCKED = "SELECT {head}, SYSDATE(6) AS store_now FROM {schema}{prefix}lock WHERE ";

    @Override
    String lockHead() {
        return BOUNDED_IN_UTC + LOCKED + "tenant = ? AND type = ? AND id = ? FOR UPDATE";
    }

    @Override
    String lockHeadOrSkip() {
        return IN_UTC + LOCKED + "tenant = ? AND type = ? AND id = ? FOR UPDATE SKIP LOCKED";
    }

    @Override
    String lockHeads(String keys) {
        return BOUNDED_IN_UTC + LOCKED + keys + " ORDER BY tenant, type, id FOR UPDATE";
    }

    @Override
    String lockHeadPatiently() {
        return IN_UTC + LOCKED + "tenant = ? AND type = ? AND id = ? FOR UPDATE";
    }

    @Override
    String lockHeadsPatiently(String keys) {
        return IN_UTC + LOCKED + keys + " ORDER BY tenant, type, id FOR UPDATE";
    }

    @Override
    String lockAvailable(String keys) {
        return IN_UTC + LOCKED + keys + " ORDER BY tenant, type, id FOR UPDATE SKIP LOCKED";
    }

    /** No snapshot is taken by a statement that locks rows, and none is looked into: it sees what is committed. */
    @Override
    String current(String query) {
        return query + " LOCK IN SHARE MODE";
    }

    /**
     * As a no-op update, it locks the row that is there exclusively. A duplicate key would lock it only for sharing, and
     * two who then want more of it wait for each other in a circle.
     */
    @Override
    String unlessThere(String insert) {
        return insert + " ON DUPLICATE KEY UPDATE lock_id = lock_id";
    }

    @Override
    Optional<String> releaseAtOnce(boolean eventLog) {
        return eventLog ? Optional.empty() : Optional.of(NOT_WAITING + DELETE_PROVEN);
    }

    /** There is no statement that deletes from one table and inserts into another. */
    @Override
    Optional<String> beginAndTakeAway(boolean eventLog) {
        return eventLog ? Optional.of(NOT_WAITING + TAKE_AWAY) : Optional.empty();
    }

    /** It does not wait, so it ends when it began. */
    private static final String DELETE_PROVEN = """
            DELETE FROM {schema}{prefix}lock
            WHERE tenant = ? AND type = ? AND id = ? AND lock_id = ? AND user_id = ? AND NOT wanted
              AND {untold} AND {proven} AND {alive}""".replace("{untold}", Sql.NO_TASK)
            .replace("{proven}", Sql.PROVEN.replace("{hash}", "?"))
            .replace("{alive}", Sql.ALIVE.replace("{now}", "UTC_TIMESTAMP(6)"));

    private static final String TAKE_AWAY = "BEGIN NOT ATOMIC START TRANSACTION; " + DELETE_PROVEN
            + " RETURNING {grant}, UTC_TIMESTAMP(6) AS store_now; END";

    @Override
    String andCommit(String statement) {
        return "BEGIN NOT ATOMIC " + statement + "; COMMIT; END";
    }

    @Override
    String clock() {
        return "SELECT UTC_TIMESTAMP(6) AS store_now";
    }

    @Override
    String nextFence() {
        // The row is locked, or a second draw follows when it is.
        return "SELECT NEXT VALUE FOR {schema}{prefix}fence";
    }

    @Override
    String withClock(String template) {
        return template.replace("{now}", "UTC_TIMESTAMP(6)")
                .replace("AS VARCHAR)", "AS CHAR)")
                .replace("id{caseless}", "CONVERT(id USING utf8mb4)");
    }

    @Override
    boolean beginsReadCommitted() {
        return true;
    }

    /** In one round trip; the session is left as it is, and a single statement outside does as well at any level. */
    @Override
    void begin(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "BEGIN NOT ATOMIC SET TRANSACTION ISOLATION LEVEL READ COMMITTED; START TRANSACTION; END");
        }
    }

    @Override
    void boundWaiting(Connection connection) {
        // The statements are bounded themselves.
    }

    @Override
    boolean isLockTimeout(SQLException error) {
        return error.getErrorCode() == LOCK_WAIT_TIMEOUT || error.getErrorCode() == STATEMENT_TIMEOUT;
    }

    @Override
    boolean isRetryable(SQLException error) {
        return error.getErrorCode() == DEADLOCK || error.getErrorCode() == CHANGED_SINCE_SNAPSHOT;
    }

    @Override
    boolean isMissingTable(SQLException error) {
        return error.getErrorCode() == NO_SUCH_TABLE || error.getErrorCode() == NO_SUCH_DATABASE;
    }

    @Override
    boolean isDuplicateKey(SQLException error) {
        return error.getErrorCode() == DUPLICATE_KEY;
    }
}
