package io.heldby.jdbc.lock;

/** The statements of one store, ready to run: the templates of a {@link Dialect} with the table names filled in. */
final class Sql {

    /** The columns of a grant, in the order of {@link GrantRow}. */
    static final String GRANT_COLUMNS = """
            tenant, type, id, lock_id, mode, user_id, session_id, display_name, actor_kind, reason, token_hashes, fence, \
            acquired_at, renewed_at, expires_at, max_until, beat, lease_millis, renewal, expiry, expiry_logged""";

    final String insertFirst;
    final String head;
    final String lockHead;
    final String lockById;
    final String lockHeadPatiently;
    final String lockMany;
    final String clock;
    final String nextFence;
    final String drawFenceAgain;
    final String update;
    final String delete;
    final String event;
    final String ending;
    final String existing;
    final String ofSession;
    final String byId;
    final String oldestFirst;
    final String newestFirst;
    final String sweepable;
    final String storeId;
    final String schemaVersion;
    final String schemaTableExists;

    Sql(Dialect dialect, JdbcSettings settings) {
        insertFirst = settings.resolve(dialect.insertFirst(settings.eventLog()));
        head = settings.resolve(dialect.head());
        lockHead = settings.resolve(dialect.lockHead());
        lockById = settings.resolve(dialect.lockById());
        lockHeadPatiently = settings.resolve(dialect.lockHeadPatiently());
        lockMany = settings.resolve(dialect.lockMany());
        clock = dialect.clock();
        nextFence = settings.resolve(dialect.nextFence());
        drawFenceAgain = settings.resolve(dialect.drawFenceAgain());
        update = settings.resolve(UPDATE);
        delete = settings.resolve(DELETE);
        event = settings.resolve(EVENT);
        ending = settings.resolve(ENDING);
        existing = settings.resolve(EXISTING);
        ofSession = settings.resolve(OF_SESSION);
        byId = settings.resolve(dialect.withClock(BY_ID));
        oldestFirst = settings.resolve(dialect.withClock(OLDEST_FIRST));
        newestFirst = settings.resolve(dialect.withClock(NEWEST_FIRST));
        sweepable = settings.resolve(dialect.withClock(SWEEPABLE));
        storeId = settings.resolve("SELECT store_id FROM {schema}{prefix}schema ORDER BY version FETCH FIRST ROW ONLY");
        schemaVersion = settings.resolve("SELECT MAX(version) FROM {schema}{prefix}schema");
        schemaTableExists = settings.resolve(dialect.schemaTableExists());
    }

    /** Only ever run on a row that is locked; the lock id is there to make a mistake visible as a row count of 0. */
    private static final String UPDATE = """
            UPDATE {schema}{prefix}lock SET
              lock_id = ?, mode = ?, user_id = ?, session_id = ?, display_name = ?, actor_kind = ?, reason = ?,
              token_hashes = ?, fence = ?, acquired_at = ?, renewed_at = ?, expires_at = ?, max_until = ?, beat = ?,
              lease_millis = ?, renewal = ?, expiry = ?, expiry_logged = ?
            WHERE tenant = ? AND type = ? AND id = ? AND lock_id = ?""";

    private static final String DELETE =
            "DELETE FROM {schema}{prefix}lock WHERE tenant = ? AND type = ? AND id = ? AND lock_id = ?";

    private static final String EVENT = """
            INSERT INTO {schema}{prefix}event
              (tenant, type, id, kind, lock_id, fence, user_id, display_name, by_name, reason, at, token_hashes)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    /** How a grant ended; a lock id never ends twice. */
    private static final String ENDING = """
            SELECT tenant, user_id, token_hashes, kind, by_name, at, reason FROM {schema}{prefix}event
            WHERE lock_id = ? AND token_hashes IS NOT NULL""";

    private static final String EXISTING = "SELECT lock_id FROM {schema}{prefix}lock WHERE lock_id = ANY (?)";

    private static final String OF_SESSION =
            "SELECT lock_id FROM {schema}{prefix}lock WHERE tenant = ? AND user_id = ? AND session_id = ?";

    private static final String BY_ID = "SELECT " + GRANT_COLUMNS
            + ", {now} AS store_now FROM {schema}{prefix}lock WHERE tenant = ? AND lock_id = ?";

    private static final String MATCHING = " SELECT " + GRANT_COLUMNS + """
            , {now} AS store_now FROM {schema}{prefix}lock
            WHERE tenant = ?
              AND (CAST(? AS VARCHAR) IS NULL OR type = ?)
              AND (CAST(? AS VARCHAR) IS NULL OR user_id = ?)
              AND (CAST(? AS VARCHAR) IS NULL OR (expires_at > {now}) = (? = 'ACTIVE'))
              AND (CAST(? AS VARCHAR) IS NULL OR POSITION(LOWER(?) IN LOWER(id{caseless})) > 0
                                              OR POSITION(LOWER(?) IN LOWER(display_name)) > 0)
            """;

    private static final String OLDEST_FIRST = MATCHING + """
              AND (CAST(? AS VARCHAR) IS NULL OR acquired_at > ? OR (acquired_at = ? AND lock_id > ?))
            ORDER BY acquired_at, lock_id FETCH FIRST ? ROWS ONLY""";

    private static final String NEWEST_FIRST = MATCHING + """
              AND (CAST(? AS VARCHAR) IS NULL OR acquired_at < ? OR (acquired_at = ? AND lock_id < ?))
            ORDER BY acquired_at DESC, lock_id DESC FETCH FIRST ? ROWS ONLY""";

    /** Candidates only: they are looked at again under their locks. */
    private static final String SWEEPABLE = """
            SELECT lock_id FROM {schema}{prefix}lock
            WHERE expires_at <= {now} AND (NOT expiry_logged OR expiry = 'STRICT' OR max_until <= {now})
            FETCH FIRST ? ROWS ONLY""";
}
