package io.heldby.jdbc.lock;

import java.sql.PreparedStatement;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** The statements of one store, ready to run: the templates of a {@link Dialect} with the table names filled in. */
final class Sql {

    /** What {@code {grant}} stands for: the columns that {@link GrantRow} reads. */
    private static final String GRANT = """
            tenant, type, id, lock_id, mode, user_id, session_id, display_name, actor_kind, reason, token_hashes, fence, \
            acquired_at, renewed_at, expires_at, max_until, beat, lease_millis, renewal, expiry, expiry_logged, \
            once_id, handler, break_by, break_reason, break_since""";

    /** What {@code {head}} stands for: the columns of a head row. */
    private static final String HEAD = "{grant}, wanted";

    final String insertFirst;
    final String insertBehind;
    final Optional<String> insertAlone;
    final Optional<String> insertAloneBehind;
    final String head;
    final String lockHead;
    final String lockHeadPatiently;
    private final Map<Integer, String> lockHeadsPatiently;
    final String lockAvailable;
    final String clock;
    final String nextFence;
    final String update;
    final String delete;
    final String event;
    final String eventAndCommit;
    final Optional<String> beginAndTakeAway;
    final String ending;
    final String currentEnding;
    final String ofSession;
    final Optional<String> releaseAtOnce;
    final Optional<String> renewAtOnce;
    final Optional<String> sweepAtOnce;
    final String insertHead;
    final String reserve;
    final String headsOf;
    final String lockHeadsOf;
    final String sharesOf;
    final String currentSharesOf;
    final String sharesOfSession;
    final String insertShare;
    final String updateShare;
    final String deleteShare;
    final String count;
    final String suspend;
    final String resume;
    final String suspensions;
    final String lockHeadOrSkip;
    final String byId;
    final String oldestFirst;
    final String newestFirst;
    final String sweepable;
    final String storeId;
    final String schemaVersion;
    final String schemaTableExists;

    /** Rows of the tables of locks and shares. */
    final GrantRow rows;

    final DemandSql demand;

    final TaskSql tasks;

    final boolean eventLog;

    private final Times times;

    Sql(Dialect dialect, JdbcSettings settings) {
        times = dialect.times();
        eventLog = settings.eventLog();
        rows = new GrantRow(times);
        demand = new DemandSql(dialect, settings);
        tasks = new TaskSql(dialect, settings);
        insertFirst = ready(settings, dialect.insertFirst(settings.eventLog()));
        insertBehind = ready(settings, dialect.insertBehind(settings.eventLog()));
        insertAlone = dialect.insertAlone(settings.eventLog()).map(template -> ready(settings, template));
        insertAloneBehind = dialect.insertAloneBehind(settings.eventLog()).map(template -> ready(settings, template));
        head = ready(settings, dialect.head());
        lockHead = ready(settings, dialect.lockHead());
        lockHeadPatiently = ready(settings, dialect.lockHeadPatiently());
        lockHeadsPatiently = KEYS_OF_A_SAVE.stream()
                .collect(Collectors.toMap(
                        keys -> keys,
                        keys -> ready(
                                settings,
                                dialect.lockHeadsPatiently(
                                        keys == KEYS_AT_ONCE ? KEYS : dialect.amongKeys(placeholders(keys))))));
        lockAvailable = ready(settings, dialect.lockAvailable(KEYS));
        clock = dialect.clock();
        nextFence = ready(settings, dialect.nextFence());
        update = ready(settings, UPDATE);
        delete = ready(settings, DELETE);
        event = ready(settings, EVENT);
        eventAndCommit = ready(settings, dialect.andCommit(EVENT));
        beginAndTakeAway = dialect.beginAndTakeAway(settings.eventLog()).map(template -> ready(settings, template));
        ending = ready(settings, ENDING);
        currentEnding = ready(settings, dialect.current(ENDING));
        ofSession = ready(settings, OF_SESSION + " AND mode <> 'SHARED'");
        insertHead = ready(settings, dialect.bounded(INSERT));
        reserve = ready(settings, dialect.unlessThere(INSERT));
        renewAtOnce = dialect.renewAtOnce().map(template -> ready(settings, template));
        releaseAtOnce = dialect.releaseAtOnce(settings.eventLog()).map(template -> ready(settings, template));
        sweepAtOnce = dialect.sweepAtOnce(settings.eventLog()).map(template -> ready(settings, template));
        headsOf = ready(settings, dialect.heads(KEYS));
        lockHeadsOf = ready(settings, dialect.lockHeads(KEYS));
        lockHeadOrSkip = ready(settings, dialect.lockHeadOrSkip());
        sharesOf = ready(settings, shares(OF_KEY));
        currentSharesOf = ready(settings, shares(dialect.current(OF_KEY)));
        sharesOfSession = ready(settings, shares(OF_SESSION));
        insertShare = ready(settings, shares(dialect.bounded(INSERT)));
        updateShare = ready(settings, shares(UPDATE));
        deleteShare = ready(settings, shares(DELETE));
        count = ready(settings, dialect.withClock(COUNT.replace("{alive}", ALIVE)));
        suspend = ready(settings, SUSPEND);
        resume = ready(settings, RESUME);
        suspensions = ready(settings, dialect.withClock(SUSPENSIONS));
        byId = ready(settings, dialect.withClock(BY_ID.replace("{alive}", ALIVE)));
        oldestFirst = ready(settings, dialect.withClock(OLDEST_FIRST.replace("{alive}", ALIVE)));
        newestFirst = ready(settings, dialect.withClock(NEWEST_FIRST.replace("{alive}", ALIVE)));
        sweepable = ready(settings, dialect.withClock(sweepAtOnce.isPresent() ? SWEEPABLE_LEFT : SWEEPABLE));
        storeId = ready(settings, "SELECT store_id FROM {schema}{prefix}schema ORDER BY version FETCH FIRST ROW ONLY");
        schemaVersion = ready(settings, "SELECT MAX(version) FROM {schema}{prefix}schema");
        schemaTableExists = ready(settings, dialect.schemaTableExists());
    }

    /** To bind the parameters of a statement one after the other. */
    Binder bind(PreparedStatement statement) {
        return new Binder(statement, times);
    }

    /** The same statement on the table of shares, which has the same columns. */
    private static String shares(String onLocks) {
        return onLocks.replace("{prefix}lock", "{prefix}share");
    }

    private static String ready(JdbcSettings settings, String template) {
        return settings.resolve(
                template.replace("{held}", HELD).replace("{head}", HEAD).replace("{grant}", GRANT));
    }

    /** Only ever run on a row that is locked; the lock id is there to make a mistake visible as a row count of 0. */
    private static final String UPDATE = """
            UPDATE {schema}{prefix}lock SET
              lock_id = ?, mode = ?, user_id = ?, session_id = ?, display_name = ?, actor_kind = ?, reason = ?,
              token_hashes = ?, fence = ?, acquired_at = ?, renewed_at = ?, expires_at = ?, max_until = ?, beat = ?,
              lease_millis = ?, renewal = ?, expiry = ?, expiry_logged = ?, once_id = ?, handler = ?,
              break_by = ?, break_reason = ?, break_since = ?
            WHERE tenant = ? AND type = ? AND id = ? AND lock_id = ?""";

    private static final String DELETE =
            "DELETE FROM {schema}{prefix}lock WHERE tenant = ? AND type = ? AND id = ? AND lock_id = ?";

    private static final String EVENT = """
            INSERT INTO {schema}{prefix}event
              (tenant, type, id, kind, lock_id, fence, user_id, display_name, by_name, reason, at, token_hashes, max_until)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    /** How a grant ended; a lock id never ends twice. */
    private static final String ENDING = """
            SELECT user_id, token_hashes, kind, by_name, at, reason, max_until FROM {schema}{prefix}event
            WHERE tenant = ? AND type = ? AND id = ? AND lock_id = ? AND token_hashes IS NOT NULL""";

    /** The columns of {@code {grant}}, in their order. */
    private static final String INSERT = """
            INSERT INTO {schema}{prefix}lock ({grant})
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    /** How many keys a statement over several keys names; those at the end are repeated when there are fewer. */
    static final int KEYS_AT_ONCE = 100;

    /** The same for what a save verifies, which is to be one statement however many records it writes. */
    private static final List<Integer> KEYS_OF_A_SAVE = List.of(KEYS_AT_ONCE, 1_000, 10_000);

    private static final String KEYS = "(tenant, type, id) IN (" + placeholders(KEYS_AT_ONCE) + ")";

    private static String placeholders(int keys) {
        return String.join(", ", Collections.nCopies(keys, "(?, ?, ?)"));
    }

    /** How many keys the statement names that is made for so many. */
    static int keysOfASave(int keys) {
        return KEYS_OF_A_SAVE.stream()
                .filter(fitting -> keys <= fitting)
                .findFirst()
                .orElse(KEYS_OF_A_SAVE.get(KEYS_OF_A_SAVE.size() - 1));
    }

    /** @param keys how many it names, see {@link #keysOfASave} */
    String lockHeadsPatiently(int keys) {
        return Objects.requireNonNull(lockHeadsPatiently.get(keys));
    }

    private static final String OF_KEY =
            "SELECT {grant} FROM {schema}{prefix}lock WHERE tenant = ? AND type = ? AND id = ? ORDER BY fence";

    private static final String OF_SESSION =
            "SELECT tenant, type, id, lock_id FROM {schema}{prefix}lock WHERE tenant = ? AND user_id = ? AND session_id = ?";

    /** What {@code {alive}} stands for: {@link io.heldby.lock.Grant#revivableAt}; the dead are over, swept or not. */
    static final String ALIVE = "(expires_at > {now} OR (expiry = 'LENIENT' AND max_until > {now}))";

    /** Whether nothing but the row has to be written when its holder comes back: no task has been put down for its handler. */
    static final String NO_TASK = "(handler IS NULL OR NOT expiry_logged)";

    /** Whether one of a row's hashes, which are 32 bytes each, is {@code {hash}}. */
    static final String PROVEN = "POSITION({hash} IN token_hashes) % 32 = 1";

    /** Every grant, exclusive or shared, once; the head rows of shared keys are nobody's grant. */
    private static final String HELD = """
            (SELECT {grant} FROM {schema}{prefix}lock WHERE mode = 'EXCLUSIVE'
             UNION ALL SELECT {grant} FROM {schema}{prefix}share) held""";

    private static final String COUNT =
            "SELECT COUNT(*) FROM " + HELD + " WHERE tenant = ? AND user_id = ? AND {alive}";

    private static final String SUSPEND = """
            INSERT INTO {schema}{prefix}suspension (tenant, type, operator, reason, since, until)
            VALUES (?, ?, ?, ?, ?, ?)""";

    private static final String RESUME = "DELETE FROM {schema}{prefix}suspension WHERE tenant = ? AND type = ?";

    private static final String SUSPENSIONS = """
            SELECT tenant, type, operator, reason, since, until FROM {schema}{prefix}suspension
            WHERE tenant = ? AND until > {now} ORDER BY type""";

    private static final String BY_ID = "SELECT {grant}, {now} AS store_now FROM " + HELD
            + " WHERE tenant = ? AND type = ? AND id = ? AND lock_id = ? AND {alive}";

    /** The comparison with the time alone is the one that an index can begin at. */
    private static final String MATCHING = """
            SELECT {grant}, {now} AS store_now FROM {schema}{prefix}{table}
            WHERE tenant = ? AND mode = '{mode}'
              AND (CAST(? AS VARCHAR) IS NULL OR type = ?)
              AND (CAST(? AS VARCHAR) IS NULL OR user_id = ?)
              AND (CAST(? AS VARCHAR) IS NULL OR (expires_at > {now}) = (? = 'ACTIVE'))
              AND (CAST(? AS VARCHAR) IS NULL OR POSITION(LOWER(?) IN LOWER(id{caseless})) > 0
                                              OR POSITION(LOWER(?) IN LOWER(display_name)) > 0)
              AND {alive}
              AND acquired_at {after}= ? AND (acquired_at {after} ? OR lock_id {after} ?)
            {page}""";

    /** A page of each table, and of these one page: PostgreSQL would sort everything if only both together were ordered. */
    private static String page(String after, String page) {
        String matching = MATCHING.replace("{after}", after).replace("{page}", page);
        return "SELECT * FROM ((%s) UNION ALL (%s)) held %s"
                .formatted(
                        matching.replace("{table}", "lock").replace("{mode}", "EXCLUSIVE"),
                        matching.replace("{table}", "share").replace("{mode}", "SHARED"),
                        page);
    }

    private static final String OLDEST_FIRST = page(">", "ORDER BY acquired_at, lock_id FETCH FIRST ? ROWS ONLY");

    private static final String NEWEST_FIRST =
            page("<", "ORDER BY acquired_at DESC, lock_id DESC FETCH FIRST ? ROWS ONLY");

    /** Candidates only: they are looked at again under their locks. */
    private static final String SWEEPABLE = """
            SELECT tenant, type, id, lock_id FROM
              (SELECT {grant} FROM {schema}{prefix}lock WHERE mode <> 'SHARED'
               UNION ALL SELECT {grant} FROM {schema}{prefix}share) held
            WHERE expires_at <= {now} AND (NOT expiry_logged OR expiry = 'STRICT' OR max_until <= {now})
            FETCH FIRST ? ROWS ONLY""";

    /** Where exclusive grants that nobody wants are swept at once. */
    private static final String SWEEPABLE_LEFT =
            SWEEPABLE.replace("WHERE mode <> 'SHARED'", "WHERE mode <> 'SHARED' AND wanted");
}
