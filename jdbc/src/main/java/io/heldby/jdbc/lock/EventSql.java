package io.heldby.jdbc.lock;

import java.util.Optional;

/** The statements that read the log of events and put it in order. */
final class EventSql {

    final Optional<String> sequenceAtOnce;
    final String turn;
    final String unplaced;
    final String place;
    final String advance;
    final String newest;
    final String after;
    final String history;
    final String historyOfRecord;
    final String denied;
    final String oldest;
    final String delete;
    final String missed;
    final String named;
    final String unname;
    final String erase;
    final Optional<String> announce;

    EventSql(Dialect dialect, JdbcSettings settings) {
        sequenceAtOnce = dialect.sequenceAtOnce().map(settings::resolve);
        turn = settings.resolve(TURN);
        unplaced = settings.resolve(UNPLACED);
        place = settings.resolve(PLACE);
        advance = settings.resolve(ADVANCE);
        newest = settings.resolve(NEWEST);
        after = settings.resolve(AFTER);
        history = settings.resolve(dialect.withClock(HISTORY));
        historyOfRecord = settings.resolve(dialect.withClock(HISTORY_OF_RECORD));
        denied = settings.resolve(dialect.withClock(DENIED));
        oldest = settings.resolve(OLDEST);
        delete = settings.resolve(DELETE);
        missed = settings.resolve(MISSED);
        named = settings.resolve(NAMED);
        unname = settings.resolve(UNNAME);
        erase = settings.resolve(ERASE);
        announce = dialect.announce();
    }

    /** No row when another node is at it. */
    private static final String TURN =
            "SELECT last_pos FROM {schema}{prefix}sequencer WHERE id = 1 FOR UPDATE SKIP LOCKED";

    private static final String UNPLACED = """
            SELECT event_id FROM {schema}{prefix}event
            WHERE pos IS NULL AND event_id > ? ORDER BY event_id FETCH FIRST ? ROWS ONLY""";

    private static final String PLACE = "UPDATE {schema}{prefix}event SET pos = ? WHERE event_id = ?";

    private static final String ADVANCE = "UPDATE {schema}{prefix}sequencer SET last_pos = ? WHERE id = 1";

    private static final String NEWEST = "SELECT last_pos FROM {schema}{prefix}sequencer WHERE id = 1";

    private static final String EVENT = """
            SELECT pos, kind, tenant, type, id, lock_id, fence, user_id, display_name, by_name, reason, at, version
            FROM {schema}{prefix}event
            """;

    private static final String AFTER = EVENT + """
             WHERE pos > ? ORDER BY pos FETCH FIRST ? ROWS ONLY""";

    private static final String MATCHING = """
              AND (CAST(? AS VARCHAR) IS NULL OR user_id = ?)
              AND (CAST(? AS VARCHAR) IS NULL OR kind = ?)
              AND at >= ? AND at < ? AND pos < ?
            ORDER BY pos DESC FETCH FIRST ? ROWS ONLY""";

    private static final String HISTORY = EVENT + """
             WHERE tenant = ? AND (CAST(? AS VARCHAR) IS NULL OR type = ?)
            """ + MATCHING;

    private static final String HISTORY_OF_RECORD = EVENT + """
             WHERE tenant = ? AND type = ? AND id = ?
            """ + MATCHING;

    private static final String DENIED = """
            INSERT INTO {schema}{prefix}event (tenant, type, id, kind, user_id, display_name, by_name, at)
            VALUES (?, ?, ?, 'DENIED', ?, ?, ?, {now})""";

    private static final String OLDEST = """
            SELECT event_id, pos, at FROM {schema}{prefix}event
            WHERE pos IS NOT NULL ORDER BY pos FETCH FIRST ? ROWS ONLY""";

    private static final String DELETE = "DELETE FROM {schema}{prefix}event WHERE event_id = ?";

    /** For webhooks that were not sent everything that was deleted. */
    private static final String MISSED =
            "UPDATE {schema}{prefix}webhook SET missed_to = ? WHERE pos < ? AND missed_to < ?";

    /** Events that still say who or why. */
    private static final String NAMED = """
            SELECT event_id, pos, user_id, display_name FROM {schema}{prefix}event
            WHERE pos > ? AND at < ? AND (display_name IS NOT NULL OR by_name IS NOT NULL OR reason IS NOT NULL)
            ORDER BY pos FETCH FIRST ? ROWS ONLY""";

    private static final String UNNAME = """
            UPDATE {schema}{prefix}event SET user_id = ?, display_name = NULL, by_name = NULL, reason = NULL
            WHERE event_id = ?""";

    private static final String ERASE = "DELETE FROM {schema}{prefix}event WHERE tenant = ? AND type = ? AND id = ?";
}
