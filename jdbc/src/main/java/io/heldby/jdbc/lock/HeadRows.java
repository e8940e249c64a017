package io.heldby.jdbc.lock;

import io.heldby.lock.Expiry;
import io.heldby.lock.Fence;
import io.heldby.lock.Grant;
import io.heldby.lock.GrantRequest;
import io.heldby.lock.LeaseTerms;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockMode;
import io.heldby.lock.LockView;
import io.heldby.lock.Owner;
import io.heldby.lock.RenewalMode;
import io.heldby.lock.Token;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads, locks and writes head rows: one method per statement, on a connection that somebody else manages. */
final class HeadRows {

    /** A head row, and the store's time when it was read or, if it was locked, after that. */
    record Row(Grant grant, Instant now) {
        LockView view() {
            return grant.viewAt(now);
        }

        /** A dead grant is over for everybody, whether or not the sweeper has been there. */
        boolean alive() {
            return grant.revivableAt(now);
        }
    }

    private final Dialect dialect;
    /** Each is disturbed only if somebody else's transaction ends in that very moment. */
    private static final int CLOCK_ATTEMPTS = 100;

    private final Sql sql;

    HeadRows(Dialect dialect) {
        this.dialect = dialect;
        this.sql = dialect.sql;
    }

    /**
     * Inserts a head row as it is given.
     *
     * @throws RaceLost when there is one already; the transaction must be rolled back
     * @throws RowIsLocked when a writer without a lease keeps the key free for longer than the bound
     */
    void insert(Connection connection, Grant head) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql.insertHead)) {
            sql.rows.bindAll(statement, head);
            statement.executeUpdate();
        } catch (SQLException failed) {
            if (dialect.isDuplicateKey(failed)) {
                throw new RaceLost(failed);
            }
            if (dialect.isLockTimeout(failed)) {
                throw new RowIsLocked(failed);
            }
            throw failed;
        }
    }

    /**
     * Keeps a free key from being acquired until the end of this transaction, by a row that nobody ever sees: it is
     * deleted at once, but its key stays taken for others until the transaction ends.
     *
     * @return false when the key is not free
     */
    boolean reserveUntilTheEndOfThisTransaction(Connection connection, LockKey key, Owner writer) throws SQLException {
        Instant now = now(connection);
        Grant reserved = Grant.of(
                new GrantRequest(
                        UUID.randomUUID(),
                        Token.random(),
                        key,
                        writer,
                        LockMode.EXCLUSIVE,
                        null,
                        new LeaseTerms(Duration.ofSeconds(1), RenewalMode.FIXED, Expiry.STRICT),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        false,
                        null),
                new Fence(1),
                now);
        try (PreparedStatement statement = connection.prepareStatement(sql.reserve)) {
            sql.rows.bindAll(statement, reserved);
            statement.executeUpdate();
        } catch (SQLException failed) {
            if (dialect.isDuplicateKey(failed)) {
                return false;
            }
            throw failed;
        }
        // Whether it was inserted shows here: not every driver tells it apart from a row that was there.
        return deleteIfThere(connection, reserved) == 1;
    }

    /** The head rows of these keys, without locking them. */
    Map<LockKey, Row> readAll(Connection connection, List<LockKey> keys) throws SQLException {
        Map<LockKey, Row> rows = new HashMap<>();
        for (List<LockKey> some : pieces(keys)) {
            try (PreparedStatement statement = connection.prepareStatement(sql.headsOf)) {
                sql.rows.bindKeys(statement, some);
                try (ResultSet answer = statement.executeQuery()) {
                    while (answer.next()) {
                        Row row = new Row(sql.rows.read(answer), sql.rows.instant(answer, "store_now"));
                        rows.put(row.grant().key(), row);
                    }
                }
            }
        }
        return rows;
    }

    /**
     * Locks the head rows of these keys.
     *
     * @param keys sorted, so that two batches never wait for each other in a circle
     * @throws RowIsLocked when a guarded save holds one for longer than the bound
     */
    Map<LockKey, Row> lockAll(Connection connection, List<LockKey> keys) throws SQLException {
        Map<LockKey, Row> rows = new HashMap<>();
        dialect.boundWaiting(connection);
        for (List<LockKey> some : pieces(keys)) {
            try (PreparedStatement statement = connection.prepareStatement(sql.lockHeadsOf)) {
                sql.rows.bindKeys(statement, some);
                boundedly(() -> locked(connection, statement))
                        .forEach(row -> rows.put(row.grant().key(), row));
            }
        }
        return rows;
    }

    private static List<List<LockKey>> pieces(List<LockKey> keys) {
        List<List<LockKey>> pieces = new ArrayList<>();
        for (int from = 0; from < keys.size(); from += Sql.KEYS_AT_ONCE) {
            pieces.add(keys.subList(from, Math.min(from + Sql.KEYS_AT_ONCE, keys.size())));
        }
        return pieces;
    }

    @Nullable
    Row read(Connection connection, LockKey key) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql.head)) {
            sql.rows.bindKey(statement, key);
            try (ResultSet answer = statement.executeQuery()) {
                return answer.next() ? new Row(sql.rows.read(answer), sql.rows.instant(answer, "store_now")) : null;
            }
        }
    }

    /** @throws RowIsLocked when a guarded save holds the row for longer than the bound */
    @Nullable
    Row lock(Connection connection, LockKey key) throws SQLException {
        dialect.boundWaiting(connection);
        try (PreparedStatement statement = connection.prepareStatement(sql.lockHead)) {
            sql.rows.bindKey(statement, key);
            return onlyLocked(connection, statement);
        }
    }

    /** @throws RowIsLocked when a guarded save holds the row for longer than the bound */
    @Nullable
    Row lock(Connection connection, UUID lockId) throws SQLException {
        dialect.boundWaiting(connection);
        try (PreparedStatement statement = connection.prepareStatement(sql.lockById)) {
            statement.setObject(1, lockId);
            return onlyLocked(connection, statement);
        }
    }

    /** Null as well when somebody else has locked it. */
    @Nullable
    Row lockOrSkip(Connection connection, LockKey key) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql.lockHeadOrSkip)) {
            sql.rows.bindKey(statement, key);
            return first(locked(connection, statement));
        }
    }

    /** Waits as long as the connection allows: for the guard, which waits its turn behind another save. */
    @Nullable
    Row lockPatiently(Connection connection, LockKey key) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql.lockHeadPatiently)) {
            sql.rows.bindKey(statement, key);
            return first(locked(connection, statement));
        }
    }

    /** Those of the rows that nobody else has locked, by lock id, locked in key order. */
    Map<UUID, Row> lockMany(Connection connection, Set<UUID> lockIds) throws SQLException {
        Map<UUID, Row> rows = new LinkedHashMap<>();
        if (lockIds.isEmpty()) {
            return rows;
        }
        try (PreparedStatement statement = connection.prepareStatement(sql.lockMany)) {
            dialect.bindIds(connection, statement, lockIds);
            locked(connection, statement).forEach(row -> rows.put(row.grant().lockId(), row));
        }
        return rows;
    }

    /** Those of the grants that are there, whether or not somebody has locked their rows; by lock id. */
    Map<UUID, Grant> existing(Connection connection, Set<UUID> lockIds) throws SQLException {
        Map<UUID, Grant> grants = new HashMap<>();
        if (lockIds.isEmpty()) {
            return grants;
        }
        try (PreparedStatement statement = connection.prepareStatement(sql.existing)) {
            dialect.bindIds(connection, statement, lockIds);
            try (ResultSet answer = statement.executeQuery()) {
                while (answer.next()) {
                    Grant grant = sql.rows.read(answer);
                    grants.put(grant.lockId(), grant);
                }
            }
        }
        return grants;
    }

    Set<UUID> ofSession(Connection connection, String tenant, String user, String session) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql.ofSession)) {
            sql.bind(statement).text(tenant).text(user).text(session);
            return readIds(statement);
        }
    }

    /** @param row as it was locked in this transaction */
    Row update(Connection connection, Row row, Grant next) throws SQLException {
        if (next.equals(row.grant())) {
            return row; // A driver may be set to count only rows that really change.
        }
        try (PreparedStatement statement = connection.prepareStatement(sql.update)) {
            sql.rows.bindUpdate(statement, next, row.grant().lockId());
            requireOne(statement.executeUpdate(), row.grant());
            return new Row(next, row.now());
        }
    }

    /** @param grant as it was locked in this transaction */
    void delete(Connection connection, Grant grant) throws SQLException {
        requireOne(deleteIfThere(connection, grant), grant);
    }

    private int deleteIfThere(Connection connection, Grant grant) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql.delete)) {
            sql.rows.bindKeyAndId(statement, grant.key(), grant.lockId());
            return statement.executeUpdate();
        }
    }

    /** To be drawn while the row that it is for is locked. */
    Fence nextFence(Connection connection, LockKey key) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql.nextFence)) {
            sql.rows.bindKey(statement, key);
            try (ResultSet answer = statement.executeQuery()) {
                answer.next();
                return new Fence(answer.getLong(1));
            }
        }
    }

    static Set<UUID> readIds(PreparedStatement statement) throws SQLException {
        try (ResultSet answer = statement.executeQuery()) {
            Set<UUID> ids = new HashSet<>();
            while (answer.next()) {
                ids.add(answer.getObject(1, UUID.class));
            }
            return ids;
        }
    }

    private @Nullable Row onlyLocked(Connection connection, PreparedStatement statement) throws SQLException {
        return first(boundedly(() -> locked(connection, statement)));
    }

    private List<Row> boundedly(Locking locking) throws SQLException {
        try {
            return locking.rows();
        } catch (SQLException failed) {
            if (dialect.isLockTimeout(failed)) {
                throw new RowIsLocked(failed);
            }
            throw failed;
        }
    }

    /** A statement that may have to wait for rows. */
    @FunctionalInterface
    private interface Locking {
        List<Row> rows() throws SQLException;
    }

    /** The clock is read after the rows are locked: by the same statement where its plan sees to that, else by another. */
    private List<Row> locked(Connection connection, PreparedStatement statement) throws SQLException {
        List<Row> rows = new ArrayList<>();
        List<Grant> grants = new ArrayList<>();
        try (ResultSet answer = statement.executeQuery()) {
            while (answer.next()) {
                Grant grant = sql.rows.read(answer);
                if (dialect.lockTellsTime()) {
                    rows.add(new Row(grant, sql.rows.instant(answer, "store_now")));
                } else {
                    grants.add(grant);
                }
            }
        }
        if (!grants.isEmpty()) {
            Instant now = now(connection);
            grants.forEach(grant -> rows.add(new Row(grant, now)));
        }
        return rows;
    }

    Instant now(Connection connection) throws SQLException {
        for (int attempt = 1; ; attempt++) {
            try (Statement statement = connection.createStatement();
                    ResultSet answer = statement.executeQuery(sql.clock)) {
                answer.next();
                return sql.rows.instant(answer, "store_now").truncatedTo(ChronoUnit.MICROS);
            } catch (SQLException failed) {
                if (!dialect.isClockDisturbed(failed) || attempt == CLOCK_ATTEMPTS) {
                    throw failed;
                }
            }
        }
    }

    private static @Nullable Row first(List<Row> rows) {
        return rows.isEmpty() ? null : rows.get(0);
    }

    static void requireOne(int rows, Grant grant) {
        if (rows != 1) {
            throw new IllegalStateException(
                    "the locked head row of %s changed %d times in one statement; something else writes Heldby's tables"
                            .formatted(grant.key(), rows));
        }
    }
}
