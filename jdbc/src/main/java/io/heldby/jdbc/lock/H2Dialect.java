package io.heldby.jdbc.lock;

import io.heldby.lock.GrantRequest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * H2 2.4 and later, embedded or as a server.
 *
 * <p>Insert first: {@code FINAL TABLE (INSERT …)} answers with the row; a taken key is error 23505, and a read tells by
 * whom.
 *
 * <p>Fence: the insert's answer says whether the sequence has moved on since it drew. If so, it draws again, now that the
 * row is its own, in the same transaction.
 *
 * <p>Waiting: the session's {@code LOCK_TIMEOUT}, set at the beginning of each transaction of the store and set back at
 * its end, because it also bounds an insert that meets a key that is being written.
 *
 * <p>Clock: {@code CURRENT_TIMESTAMP} stands still during a transaction; the start of the statement that asks, from the
 * session's own row in {@code INFORMATION_SCHEMA.SESSIONS}, does not. It is read by a statement of its own after the row
 * is locked.
 */
final class H2Dialect extends Dialect {

    private static final int GENERAL_ERROR = 50_000;

    private final int usualLockTimeout;

    /** @param connection as the pool gives them */
    H2Dialect(JdbcSettings settings, Connection connection) throws SQLException {
        super(settings);
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT LOCK_TIMEOUT()")) {
            row.next();
            usualLockTimeout = row.getInt(1);
        }
    }

    @Override
    String schemaFile() {
        return "io/heldby/jdbc/schema/v1/h2.sql";
    }

    @Override
    String schemaTableExists() {
        return """
            SELECT COUNT(*) > 0 FROM INFORMATION_SCHEMA.TABLES
            WHERE TABLE_NAME = UPPER('{prefix}schema')
              AND TABLE_SCHEMA = COALESCE(NULLIF(UPPER(TRIM(TRAILING '.' FROM '{schema}')), ''), SCHEMA())""";
    }

    @Override
    String insertFirst(boolean eventLog) {
        return """
            SELECT TRUE AS granted,
              fence + 1 = (SELECT BASE_VALUE FROM INFORMATION_SCHEMA.SEQUENCES
                           WHERE SEQUENCE_NAME = UPPER('{prefix}fence')
                             AND SEQUENCE_SCHEMA = COALESCE(NULLIF(UPPER(TRIM(TRAILING '.' FROM '{schema}')), ''), SCHEMA()))
                AS fence_in_order,
              FALSE AS waited, fence,
              CAST(EXTRACT(EPOCH FROM acquired_at) * 1000000 AS BIGINT) AS acquired_micros
            FROM FINAL TABLE (
              INSERT INTO {schema}{prefix}lock
                (tenant, type, id, lock_id, mode, user_id, session_id, display_name, actor_kind, reason, token_hashes,
                 fence, acquired_at, renewed_at, expires_at, max_until, beat, lease_millis, renewal, expiry, expiry_logged,
                 once_id, handler)
              SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NEXT VALUE FOR {schema}{prefix}fence,
                t.now, t.now, DATEADD(MILLISECOND, CAST(? AS BIGINT), t.now), DATEADD(MILLISECOND, CAST(? AS BIGINT), t.now),
                1, ?, ?, ?, FALSE, ?, ?
              FROM (SELECT CURRENT_TIMESTAMP(6) AS now) t)""";
    }

    @Override
    boolean insertIsWhole() {
        return false;
    }

    @Override
    Optional<String> insertAlone(boolean eventLog) {
        return Optional.empty();
    }

    @Override
    void bindBehindInsert(Binder bind, GrantRequest request) {
        // There is nothing behind.
    }

    @Override
    boolean drawsQueue() {
        return false;
    }

    @Override
    Times times() {
        return Times.INSTANTS;
    }

    @Override
    boolean lockTellsTime() {
        return false;
    }

    @Override
    String head() {
        return heads("tenant = ? AND type = ? AND id = ?");
    }

    @Override
    String heads(String keys) {
        return "SELECT {head}, CURRENT_TIMESTAMP(6) AS store_now FROM {schema}{prefix}lock WHERE " + keys;
    }

    @Override
    String lockHeads(String keys) {
        return LOCKED + keys + " ORDER BY tenant, type, id FOR UPDATE WAIT 0.25";
    }

    @Override
    String lockHeadOrSkip() {
        return LOCKED + "tenant = ? AND type = ? AND id = ? FOR UPDATE SKIP LOCKED";
    }

    @Override
    String lockHead() {
        return LOCKED + "tenant = ? AND type = ? AND id = ? FOR UPDATE WAIT 0.25";
    }

    @Override
    String lockHeadPatiently() {
        return LOCKED + "tenant = ? AND type = ? AND id = ? FOR UPDATE";
    }

    @Override
    String lockHeadsPatiently(String keys) {
        return LOCKED + keys + " ORDER BY tenant, type, id FOR UPDATE";
    }

    @Override
    String lockAvailable(String keys) {
        return LOCKED + keys + " ORDER BY tenant, type, id FOR UPDATE SKIP LOCKED";
    }

    private static final String LOCKED = "SELECT {head} FROM {schema}{prefix}lock WHERE ";

    @Override
    String clock() {
        return "SELECT EXECUTING_STATEMENT_START AS store_now FROM INFORMATION_SCHEMA.SESSIONS WHERE SESSION_ID = SESSION_ID()";
    }

    /**
     * The list of sessions is made by looking into all of them, and fails when another one's transaction ends meanwhile
     * (<a href="https://github.com/h2database/h2database/issues/4352">H2 4352</a>). Only the statement is lost by it.
     */
    @Override
    boolean isClockDisturbed(SQLException error) {
        return error.getErrorCode() == GENERAL_ERROR;
    }

    @Override
    String nextFence() {
        // The row is locked, and an insert looks for draws that came between.
        return "SELECT NEXT VALUE FOR {schema}{prefix}fence";
    }

    @Override
    String withClock(String template) {
        return template.replace("{now}", "CURRENT_TIMESTAMP(6)").replace("{caseless}", "");
    }

    @Override
    void boundWaiting(Connection connection) {
        // Done at the beginning of the transaction; and the statements themselves say WAIT 0.25.
    }

    @Override
    void begin(Connection connection) throws SQLException {
        super.begin(connection);
        setLockTimeout(connection, 250);
    }

    @Override
    void end(Connection connection) throws SQLException {
        setLockTimeout(connection, usualLockTimeout);
    }

    private static void setLockTimeout(Connection connection, int millis) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCK_TIMEOUT " + millis);
        }
    }

    @Override
    boolean isLockTimeout(SQLException error) {
        return error.getErrorCode() == 50200;
    }

    @Override
    boolean isMissingTable(SQLException error) {
        return error.getErrorCode() >= 42102 && error.getErrorCode() <= 42104;
    }

    @Override
    boolean isDuplicateKey(SQLException error) {
        return error.getErrorCode() == 23505;
    }
}
