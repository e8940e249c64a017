package io.heldby.jdbc.lock;

import io.heldby.lock.AcquireDecision;
import io.heldby.lock.Acquisition;
import io.heldby.lock.Denied;
import io.heldby.lock.Fence;
import io.heldby.lock.ForceRelease;
import io.heldby.lock.Grant;
import io.heldby.lock.GrantRequest;
import io.heldby.lock.LeaseClaim;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockPage;
import io.heldby.lock.LockQuery;
import io.heldby.lock.LockStore;
import io.heldby.lock.LockStoreException;
import io.heldby.lock.LockView;
import io.heldby.lock.Loss;
import io.heldby.lock.Release;
import io.heldby.lock.Renewal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Locks in a SQL database: H2 or PostgreSQL.
 *
 * <p>A key that is held has one <em>head row</em>, which alone decides who holds it; a free key has none.
 *
 * <ul>
 *   <li><b>Acquire</b> inserts the head row first. One row inserted: granted, in one round trip. Otherwise the row in the
 *       way is read; when it refuses, that is the answer, and nothing was locked or written. Only an apparent winner (the
 *       same editing session again, an expired lease, "continue here") locks the row, for at most 250 ms, reads the
 *       clock, decides again, and writes. A row that has vanished meanwhile sends it back to the insert.
 *   <li><b>Fence</b>: drawn from a sequence under the row's lock. An insert has no row to lock yet: another session could
 *       draw a greater fence, hold the key and release it again between our draw and our insert. Each dialect says how it
 *       keeps the order all the same.
 *   <li><b>Release, break, takeover, renewal</b> lock the row, check the claim against it, write, and log the event in the
 *       same transaction. A row that a guarded save holds for longer than 250 ms is answered as busy.
 *   <li><b>Clock</b>: the database's, read after the row is locked.
 * </ul>
 *
 * <p>Safe for use by many threads. Every call takes one connection of the pool.
 */
public final class JdbcLockStore implements LockStore {

    /** How often an acquire starts again because the row in its way vanished; each time somebody else had the lock. */
    private static final int RACES = 100;

    private final OwnConnection connections;
    private final HeadRows heads;
    private final EventLog events;
    private final LockLists lists;
    private final Dialect dialect;
    private final boolean eventLog;

    /**
     * Connects once to find out which database it is.
     *
     * @param dataSource of the primary; the tables must be there, see {@link JdbcSchema#prepare}
     */
    public JdbcLockStore(DataSource dataSource, JdbcSettings settings) {
        try (Connection connection = dataSource.getConnection()) {
            dialect = Dialect.of(connection, settings);
            connections = new OwnConnection(dataSource, dialect, connection.getTransactionIsolation());
        } catch (SQLException failed) {
            throw new LockStoreException("cannot reach the lock store: " + failed.getMessage(), failed);
        }
        heads = new HeadRows(dialect);
        events = new EventLog(dialect.sql);
        lists = new LockLists(dialect);
        eventLog = settings.eventLog();
    }

    @Override
    public Acquisition acquire(GrantRequest request) {
        for (int race = 0; race < RACES; race++) {
            Optional<Acquisition> answer = tryAcquire(request);
            if (answer.isPresent()) {
                return answer.get();
            }
        }
        throw new LockStoreException(
                "could not acquire " + request.key() + ": it was taken and freed " + RACES + " times meanwhile",
                new IllegalStateException("endless race"));
    }

    /** Empty when the row that was in the way has vanished. */
    private Optional<Acquisition> tryAcquire(GrantRequest request) {
        HeadRows.Attempt attempt = insert(request);
        if (attempt instanceof HeadRows.Attempt.Won won) {
            return Optional.of(granted(won.row(), request, false));
        }
        HeadRows.Row inTheWay = ((HeadRows.Attempt.Taken) attempt).inTheWay();
        if (inTheWay == null) {
            return Optional.empty();
        }
        AcquireDecision decision = AcquireDecision.of(inTheWay.grant(), request, inTheWay.now());
        if (decision instanceof AcquireDecision.Refuse refuse) {
            return Optional.of(refuse.denied());
        }
        try {
            return connections.transaction(connection -> decideUnderLock(connection, request));
        } catch (RowIsLocked saving) {
            return Optional.of(new Denied.Saving(inTheWay.view()));
        }
    }

    private HeadRows.Attempt insert(GrantRequest request) {
        return dialect.insertIsWhole()
                ? connections.statement(connection -> heads.insertFirst(connection, request))
                : connections.transaction(connection -> insertInSteps(connection, request));
    }

    /** In one transaction, so that nobody sees the row before its fence is in order, not even its owner asking again. */
    private HeadRows.Attempt insertInSteps(Connection connection, GrantRequest request) throws SQLException {
        HeadRows.Attempt attempt = heads.insertFirst(connection, request);
        if (!(attempt instanceof HeadRows.Attempt.Won won)) {
            return attempt;
        }
        HeadRows.Row row = won.row();
        if (!won.fenceInOrder()) {
            Fence fence = heads.nextFence(connection, request.key());
            row = heads.update(connection, row, row.grant().withFence(fence));
        }
        if (eventLog) {
            events.acquired(connection, row.grant());
        }
        return new HeadRows.Attempt.Won(row, true);
    }

    private Optional<Acquisition> decideUnderLock(Connection connection, GrantRequest request) throws SQLException {
        HeadRows.Row row = heads.lock(connection, request.key());
        if (row == null) {
            return Optional.empty();
        }
        AcquireDecision decision = AcquireDecision.of(row.grant(), request, row.now());
        if (decision instanceof AcquireDecision.Refuse refuse) {
            return Optional.of(refuse.denied());
        }
        if (decision instanceof AcquireDecision.Reenter reenter) {
            HeadRows.Row next = heads.update(connection, row, reenter.next());
            return Optional.of(granted(next, request, true));
        }
        events.ended(connection, row.grant(), ((AcquireDecision.Replace) decision).loss(), row.now());
        Fence fence = heads.nextFence(connection, request.key());
        HeadRows.Row next = heads.update(connection, row, Grant.of(request, fence, row.now()));
        if (eventLog) {
            events.acquired(connection, next.grant());
        }
        return Optional.of(granted(next, request, false));
    }

    private static Acquisition granted(HeadRows.Row row, GrantRequest request, boolean reentrant) {
        return new Acquisition.Granted(row.grant().leaseAt(row.now(), request.token()), reentrant);
    }

    @Override
    public Map<UUID, Renewal> renewAll(List<LeaseClaim> claims) {
        if (claims.isEmpty()) {
            return Map.of();
        }
        return connections.transaction(connection -> {
            Set<UUID> ids = LockLists.ids(claims);
            Map<UUID, HeadRows.Row> locked = heads.lockMany(connection, ids);
            Map<UUID, Grant> beingSaved = heads.existing(connection, LockLists.without(ids, locked.keySet()));
            Map<UUID, Renewal> answers = new LinkedHashMap<>();
            for (LeaseClaim claim : claims) {
                Grant saving = beingSaved.get(claim.lockId());
                HeadRows.Row row = locked.get(claim.lockId());
                answers.put(
                        claim.lockId(),
                        saving != null && saving.provenBy(claim)
                                ? new Renewal.Busy()
                                : renewed(connection, claim, row));
            }
            return answers;
        });
    }

    private Renewal renewed(Connection connection, LeaseClaim claim, HeadRows.@Nullable Row row) throws SQLException {
        if (row == null || !row.grant().provenBy(claim)) {
            return new Renewal.Lost(events.lossOf(connection, claim));
        }
        if (!row.alive()) {
            return new Renewal.Lost(Loss.expired(row.grant().expiresAt()));
        }
        HeadRows.Row next = heads.update(connection, row, row.grant().renewedAt(row.now()));
        return new Renewal.Renewed(next.grant().leaseAt(next.now(), claim.token()));
    }

    @Override
    public Release release(LeaseClaim claim) {
        return onProven(claim, (connection, row) -> {
            Grant grant = row.grant();
            heads.delete(connection, grant);
            if (eventLog) {
                Loss released = Loss.released(grant.owner().displayName(), row.now(), null);
                events.ended(connection, grant, released, row.now());
            }
            return Release.RELEASED;
        });
    }

    @Override
    public Release softRelease(LeaseClaim claim, long seenBeat, Duration grace) {
        return onProven(claim, (connection, row) -> {
            Grant next = row.grant().softReleasedAt(row.now(), seenBeat, grace);
            if (next.equals(row.grant())) {
                return Release.NOTHING_TO_RELEASE;
            }
            heads.update(connection, row, next);
            return Release.RELEASED;
        });
    }

    private Release onProven(LeaseClaim claim, OnRow<Release> work) {
        try {
            return connections.transaction(connection -> {
                HeadRows.Row row = heads.lock(connection, claim.lockId());
                return row == null || !row.alive() || !row.grant().provenBy(claim)
                        ? Release.NOTHING_TO_RELEASE
                        : work.on(connection, row);
            });
        } catch (RowIsLocked saving) {
            return isProven(claim) ? Release.BUSY : Release.NOTHING_TO_RELEASE;
        }
    }

    /** For a row that cannot be locked: whoever cannot prove the claim is not told that a save is going on. */
    private boolean isProven(LeaseClaim claim) {
        return connections.statement(connection -> {
            Grant grant = heads.existing(connection, Set.of(claim.lockId())).get(claim.lockId());
            return grant != null && grant.provenBy(claim);
        });
    }

    @Override
    public int releaseSession(String tenant, String user, String session, String reason) {
        return connections.transaction(connection -> {
            Set<UUID> ids = heads.ofSession(connection, tenant, user, session);
            int released = 0;
            for (HeadRows.Row row : heads.lockMany(connection, ids).values()) {
                if (!row.alive()) {
                    continue;
                }
                heads.delete(connection, row.grant());
                Loss loss = Loss.released(row.grant().owner().displayName(), row.now(), reason);
                events.ended(connection, row.grant(), loss, row.now());
                released++;
            }
            return released;
        });
    }

    @Override
    public ForceRelease forceRelease(String tenant, UUID lockId, String operator, String reason) {
        try {
            return connections.transaction(connection -> {
                HeadRows.Row row = heads.lock(connection, lockId);
                if (row == null || !row.alive() || !row.grant().key().tenant().equals(tenant)) {
                    return ForceRelease.CHANGED_HANDS;
                }
                heads.delete(connection, row.grant());
                events.ended(connection, row.grant(), Loss.broken(operator, row.now(), reason), row.now());
                return ForceRelease.BROKEN;
            });
        } catch (RowIsLocked saving) {
            return ForceRelease.BUSY;
        }
    }

    @Override
    public List<LockView> holders(LockKey key) {
        return connections.statement(connection -> {
            HeadRows.Row row = heads.read(connection, key);
            return row == null || !row.grant().activeAt(row.now()) ? List.of() : List.of(row.view());
        });
    }

    @Override
    public Optional<LockView> find(String tenant, UUID lockId) {
        return connections.statement(connection -> lists.byId(connection, tenant, lockId));
    }

    @Override
    public LockPage find(LockQuery query) {
        return connections.statement(connection -> lists.page(connection, query));
    }

    @Override
    public int sweep(int limit) {
        Set<UUID> candidates = connections.statement(connection -> lists.sweepable(connection, limit));
        if (candidates.isEmpty()) {
            return 0;
        }
        return connections.transaction(connection -> {
            int tidied = 0;
            for (HeadRows.Row row : heads.lockMany(connection, candidates).values()) {
                tidied += tidy(connection, row) ? 1 : 0;
            }
            return tidied;
        });
    }

    /** Looks again, now that the row is locked: it may have been renewed or taken over since it was a candidate. */
    private boolean tidy(Connection connection, HeadRows.Row row) throws SQLException {
        Grant grant = row.grant();
        if (grant.activeAt(row.now())) {
            return false;
        }
        if (!row.alive()) {
            heads.delete(connection, grant);
            events.ended(connection, grant, Loss.expired(grant.expiresAt()), row.now());
            return true;
        }
        if (grant.expiryLogged()) {
            return false;
        }
        heads.update(connection, row, grant.withExpiryLogged());
        if (eventLog) {
            events.lapsed(connection, grant);
        }
        return true;
    }

    /** What is done with a row that is locked. */
    @FunctionalInterface
    private interface OnRow<T> {
        T on(Connection connection, HeadRows.Row row) throws SQLException;
    }
}
