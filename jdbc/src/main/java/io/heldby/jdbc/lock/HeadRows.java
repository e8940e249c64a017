package io.heldby.jdbc.lock;

import io.heldby.lock.Expiry;
import io.heldby.lock.Fence;
import io.heldby.lock.Grant;
import io.heldby.lock.GrantRequest;
import io.heldby.lock.LeaseTerms;
import io.heldby.lock.LockId;
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
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads, locks and writes head rows: one method per statement, on a connection that somebody else manages. */
final class HeadRows {

    /**
     * A head row, and the store's time when it was read or, if it was locked, after that.
     *
     * @param reserved whether the grant is nobody's, but the place of whoever is next in line
     * @param wanted whether somebody asks or waits for the key, or ends the lock, so that there is more to look at
     */
    record Row(Grant grant, boolean reserved, boolean wanted, Instant now) {

        /** Of a grant that nobody wants, which is the usual case. */
        Row(Grant grant, Instant now) {
            this(grant, false, false, now);
        }

        /** The holder; nobody while the key is reserved. */
        Optional<LockView> view() {
            return reserved ? Optional.empty() : Optional.of(grant.viewAt(now));
        }
    }

    /** Each is disturbed only if somebody else's transaction ends in that very moment. */
    private static final int CLOCK_ATTEMPTS = 100;

    private final Dialect dialect;
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
                        LockId.random(key),
                        Token.random(),
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
    Map<LockKey, Row> readAll(Connection connection, Collection<LockKey> keys) throws SQLException {
        return piecewise(connection, keys, Sql.KEYS_AT_ONCE, sql.head, sql.headsOf, statement -> {
            List<Row> rows = new ArrayList<>();
            try (ResultSet answer = statement.executeQuery()) {
                while (answer.next()) {
                    rows.add(row(answer));
                }
            }
            return rows;
        });
    }

    /** Those of the head rows of these keys that nobody else has locked, locked in key order. */
    Map<LockKey, Row> lockAvailable(Connection connection, Collection<LockKey> keys) throws SQLException {
        return piecewise(
                connection,
                keys,
                Sql.KEYS_AT_ONCE,
                sql.lockHeadOrSkip,
                sql.lockAvailable,
                statement -> locked(connection, statement));
    }

    /**
     * Locks the head rows of these keys, in key order, so that two batches never wait for each other in a circle.
     *
     * @throws RowIsLocked when a guarded save holds one for longer than the bound
     */
    Map<LockKey, Row> lockAll(Connection connection, Collection<LockKey> keys) throws SQLException {
        dialect.boundWaiting(connection);
        return piecewise(
                connection,
                keys,
                Sql.KEYS_AT_ONCE,
                sql.lockHead,
                sql.lockHeadsOf,
                statement -> boundedly(() -> locked(connection, statement)));
    }

    /**
     * In as many statements as it takes.
     *
     * @param named how many keys {@code ofMany} names
     * @param ofOne the same query for a single key, which most heartbeats are about
     */
    private Map<LockKey, Row> piecewise(
            Connection connection, Collection<LockKey> keys, int named, String ofOne, String ofMany, Reading reading)
            throws SQLException {
        Map<LockKey, Row> rows = new HashMap<>();
        List<LockKey> sorted = keys.stream().distinct().sorted().toList();
        for (int from = 0; from < sorted.size(); from += named) {
            List<LockKey> some = sorted.subList(from, Math.min(from + named, sorted.size()));
            try (PreparedStatement statement = connection.prepareStatement(some.size() == 1 ? ofOne : ofMany)) {
                if (some.size() == 1) {
                    sql.rows.bindKey(statement, some.get(0));
                } else {
                    sql.rows.bindKeys(statement, some, named);
                }
                reading.rows(statement).forEach(row -> rows.put(row.grant().key(), row));
            }
        }
        return rows;
    }

    /** How the rows of a statement are read, and locked if it locks. */
    @FunctionalInterface
    private interface Reading {
        List<Row> rows(PreparedStatement statement) throws SQLException;
    }

    @Nullable
    Row read(Connection connection, LockKey key) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql.head)) {
            sql.rows.bindKey(statement, key);
            try (ResultSet answer = statement.executeQuery()) {
                return answer.next() ? row(answer) : null;
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

    /** As {@link #lockPatiently} of many keys, in key order. */
    Map<LockKey, Row> lockAllPatiently(Connection connection, Collection<LockKey> keys) throws SQLException {
        int named = Sql.keysOfASave(keys.size());
        return piecewise(
                connection,
                keys,
                named,
                sql.lockHeadPatiently,
                sql.lockHeadsPatiently(named),
                statement -> locked(connection, statement));
    }

    List<LockId> ofSession(Connection connection, String tenant, String user, String session) throws SQLException {
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
            return new Row(next, false, row.wanted(), row.now());
        }
    }

    /** @param place see {@link Grant#reservedFor} */
    Row reserve(Connection connection, Row row, Grant place) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql.update)) {
            sql.rows.bindReservation(statement, place, row.grant().lockId());
            requireOne(statement.executeUpdate(), row.grant());
            return new Row(place, true, row.wanted(), row.now());
        }
    }

    /** Says whether there is more to look at than this row. */
    void want(Connection connection, Row row, boolean wanted) throws SQLException {
        if (row.wanted() == wanted) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(sql.demand.want)) {
            Binder bind = sql.bind(statement).value(wanted);
            GrantRow.key(bind, row.grant().key());
            requireOne(statement.executeUpdate(), row.grant());
        }
    }

    /** @param grant as it was locked in this transaction */
    void delete(Connection connection, Grant grant) throws SQLException {
        requireOne(deleteIfThere(connection, grant), grant);
    }

    private int deleteIfThere(Connection connection, Grant grant) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql.delete)) {
            sql.rows.bindId(statement, grant.lockId());
            return statement.executeUpdate();
        }
    }

    /** To be drawn while the row that it is for is locked. */
    Fence nextFence(Connection connection, LockKey key) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql.nextFence)) {
            dialect.bindNextFence(sql.bind(statement), key);
            try (ResultSet answer = statement.executeQuery()) {
                answer.next();
                return new Fence(answer.getLong(1));
            }
        }
    }

    static List<LockId> readIds(PreparedStatement statement) throws SQLException {
        try (ResultSet answer = statement.executeQuery()) {
            List<LockId> ids = new ArrayList<>();
            while (answer.next()) {
                ids.add(GrantRow.id(answer));
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
        try (ResultSet answer = statement.executeQuery()) {
            while (answer.next()) {
                rows.add(dialect.lockTellsTime() ? row(answer) : row(answer, Instant.EPOCH));
            }
        }
        if (!rows.isEmpty() && !dialect.lockTellsTime()) {
            Instant now = now(connection);
            rows.replaceAll(row -> new Row(row.grant(), row.reserved(), row.wanted(), now));
        }
        return rows;
    }

    private Row row(ResultSet answer) throws SQLException {
        return row(answer, sql.rows.instant(answer, "store_now"));
    }

    private Row row(ResultSet answer, Instant now) throws SQLException {
        return new Row(sql.rows.read(answer), GrantRow.isReserved(answer), answer.getBoolean("wanted"), now);
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
