package io.heldby.jdbc.lock;

/** The statements on requests, waiters and the mark on the head row that says that there are some. */
final class DemandSql {

    private static final String OF_KEY = "tenant = ? AND type = ? AND id = ?";

    private static final String OF_SESSION = "tenant = ? AND user_id = ? AND session_id = ?";

    private static final String REQUEST_COLUMNS = """
            request_id, tenant, type, id, lock_id, user_id, session_id, display_name, actor_kind, addressee, \
            message, asked_at, expires_at, state, answered_at, answer, keep_until""";

    private static final String WAITER_COLUMNS = """
            waiter_id, tenant, type, id, user_id, session_id, display_name, actor_kind, since, live_until, live_millis, \
            reserved_millis""";

    private static final String REQUESTS =
            "SELECT " + REQUEST_COLUMNS + " FROM {schema}{prefix}request WHERE " + OF_KEY;

    private static final String WAITERS =
            "SELECT " + WAITER_COLUMNS + " FROM {schema}{prefix}waiter WHERE " + OF_KEY + " ORDER BY since, waiter_id";

    private static final String OVER = "UPDATE {schema}{prefix}request SET state = 'OVER' WHERE ";

    private static final String UNLESS_OVER = " AND state IN ('OPEN', 'KEPT')";

    final String want;
    final String requests;
    final String request;
    final String ask;
    final String ofOperators;
    final String answer;
    final String grantEnded;
    final String askerLeft;
    final String forgetRequests;
    final String eraseRequests;
    final String waiters;
    final String currentWaiters;
    final String queue;
    final String beat;
    final String leave;
    final String served;
    final String waiterLeft;
    final String forgetWaiters;

    DemandSql(Dialect dialect, JdbcSettings settings) {
        want = settings.resolve("UPDATE {schema}{prefix}lock SET wanted = ? WHERE " + OF_KEY);
        requests = settings.resolve(REQUESTS + " ORDER BY asked_at, request_id");
        request = settings.resolve(REQUESTS + " AND lock_id = ? AND request_id = ?");
        ofOperators = settings.resolve("SELECT " + REQUEST_COLUMNS + " FROM {schema}{prefix}request"
                + " WHERE tenant = ? AND addressee = 'OPERATORS' AND state = 'OPEN' ORDER BY asked_at, request_id");
        ask = settings.resolve("INSERT INTO {schema}{prefix}request (" + REQUEST_COLUMNS
                + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        answer = settings.resolve("UPDATE {schema}{prefix}request"
                + " SET state = ?, answered_at = ?, answer = ?, keep_until = ? WHERE request_id = ?");
        grantEnded = settings.resolve(OVER + OF_KEY + " AND lock_id = ?" + UNLESS_OVER);
        askerLeft = settings.resolve(OVER + OF_SESSION + UNLESS_OVER);
        forgetRequests = settings.resolve(dialect.bounded("DELETE FROM {schema}{prefix}request WHERE asked_at < ?"));
        eraseRequests = settings.resolve(
                "DELETE FROM {schema}{prefix}request WHERE " + OF_KEY + " AND state NOT IN ('OPEN', 'KEPT')");
        waiters = settings.resolve(WAITERS);
        currentWaiters = settings.resolve(dialect.current(WAITERS));
        queue = settings.resolve("INSERT INTO {schema}{prefix}waiter (" + WAITER_COLUMNS
                + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        beat = settings.resolve("UPDATE {schema}{prefix}waiter SET live_until = ? WHERE waiter_id = ?");
        leave = settings.resolve("DELETE FROM {schema}{prefix}waiter WHERE " + OF_KEY
                + " AND waiter_id = ? AND user_id = ? AND session_id = ?");
        served = settings.resolve(
                "DELETE FROM {schema}{prefix}waiter WHERE " + OF_KEY + " AND user_id = ? AND session_id = ?");
        waiterLeft = settings.resolve("DELETE FROM {schema}{prefix}waiter WHERE " + OF_SESSION);
        forgetWaiters = settings.resolve(dialect.bounded("DELETE FROM {schema}{prefix}waiter WHERE live_until < ?"));
    }
}
