package io.heldby.jdbc.lock;

/** The statements on the tasks of expiry handlers. */
final class TaskSql {

    /** What a task and the grant that it is about have in common. */
    static final String OF_GRANT = """
            handler, tenant, type, id, lock_id, mode, user_id, session_id, display_name, actor_kind, reason, fence, \
            acquired_at, expires_at, max_until""";

    /** What is written of a new one. */
    static final String NEW = OF_GRANT + ", cause, by_name, at, why, attempts, due_at";

    private static final String TASK =
            "SELECT task_id, " + NEW + ", claim, last_error, {now} AS store_now FROM {schema}{prefix}task";

    /** Tasks that still say who or why, see {@link Pseudonyms}. */
    private static final String NAMED =
            "SELECT task_id, user_id FROM {schema}{prefix}task WHERE display_name NOT LIKE 'someone-%'";

    private static final String UNNAME = """
            UPDATE {schema}{prefix}task
            SET user_id = ?, session_id = ?, display_name = ?, reason = NULL, by_name = NULL, why = NULL, last_error = NULL
            WHERE task_id = ?""";

    final String insert;
    final String drop;
    final String due;
    final String claim;
    final String done;
    final String failed;
    final String pending;
    final String namedOfKey;
    final String named;
    final String unname;

    TaskSql(Dialect dialect, JdbcSettings settings) {
        insert = settings.resolve("INSERT INTO {schema}{prefix}task (" + NEW
                + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?)");
        drop = settings.resolve(
                "DELETE FROM {schema}{prefix}task WHERE tenant = ? AND type = ? AND id = ? AND lock_id = ?");
        due = settings.resolve(dialect.withClock(TASK + " WHERE handler = ? AND due_at <= {now}"
                + " ORDER BY due_at, task_id FETCH FIRST ROW ONLY FOR UPDATE SKIP LOCKED"));
        claim = settings.resolve(
                "UPDATE {schema}{prefix}task SET claim = ?, attempts = attempts + 1, due_at = ? WHERE task_id = ?");
        done = settings.resolve("DELETE FROM {schema}{prefix}task WHERE task_id = ? AND claim = ?");
        failed = settings.resolve("UPDATE {schema}{prefix}task SET claim = NULL, due_at = ?, last_error = ?"
                + " WHERE task_id = ? AND claim = ?");
        pending = settings.resolve(dialect.withClock(TASK + " WHERE (CAST(? AS VARCHAR) IS NULL OR tenant = ?)"
                + " ORDER BY due_at, task_id FETCH FIRST ? ROWS ONLY"));
        namedOfKey = settings.resolve(NAMED + " AND tenant = ? AND type = ? AND id = ? ORDER BY task_id");
        named = settings.resolve(NAMED + " AND at < ? ORDER BY task_id FETCH FIRST ? ROWS ONLY");
        unname = settings.resolve(UNNAME);
    }
}
