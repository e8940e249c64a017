package io.heldby.jdbc.lock;

/** The statements that remember how far webhooks were sent. */
final class WebhookSql {

    final String begin;
    final String retryNow;
    final String position;
    final String lock;
    final String claim;
    final String delivered;
    final String failed;
    final String release;
    final String statuses;

    WebhookSql(JdbcSettings settings) {
        begin = settings.resolve(BEGIN);
        retryNow = settings.resolve(RETRY_NOW);
        position = settings.resolve(POSITION);
        lock = settings.resolve(LOCK);
        claim = settings.resolve(CLAIM);
        delivered = settings.resolve(DELIVERED);
        failed = settings.resolve(FAILED);
        release = settings.resolve(RELEASE);
        statuses = settings.resolve(STATUSES);
    }

    private static final String BEGIN = """
            INSERT INTO {schema}{prefix}webhook (name, pos, missed_to, failures)
            VALUES (?, (SELECT last_pos FROM {schema}{prefix}sequencer WHERE id = 1), 0, 0)""";

    private static final String RETRY_NOW =
            "UPDATE {schema}{prefix}webhook SET next_attempt = NULL WHERE name = ? AND next_attempt IS NOT NULL";

    private static final String POSITION = "SELECT pos FROM {schema}{prefix}webhook WHERE name = ?";

    /** No row when another node is at it. */
    private static final String LOCK = """
            SELECT pos, missed_to, failures, claimed_by, claimed_until, next_attempt
            FROM {schema}{prefix}webhook WHERE name = ? FOR UPDATE SKIP LOCKED""";

    private static final String CLAIM =
            "UPDATE {schema}{prefix}webhook SET claimed_by = ?, claimed_until = ? WHERE name = ?";

    private static final String DELIVERED = """
            UPDATE {schema}{prefix}webhook
            SET pos = ?, failures = 0, failing_since = NULL, next_attempt = NULL, last_answer = COALESCE(?, last_answer)
            WHERE name = ? AND claimed_by = ? AND pos < ?""";

    private static final String FAILED = """
            UPDATE {schema}{prefix}webhook
            SET failures = failures + 1, failing_since = COALESCE(failing_since, ?), next_attempt = ?, last_answer = ?,
              claimed_by = NULL, claimed_until = NULL
            WHERE name = ? AND claimed_by = ?""";

    private static final String RELEASE = """
            UPDATE {schema}{prefix}webhook SET claimed_by = NULL, claimed_until = NULL
            WHERE name = ? AND claimed_by = ?""";

    private static final String STATUSES = """
            SELECT name, pos, failures, failing_since, next_attempt, last_answer
            FROM {schema}{prefix}webhook ORDER BY name""";
}
