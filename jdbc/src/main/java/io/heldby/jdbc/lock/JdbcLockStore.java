package io.heldby.jdbc.lock;

import io.heldby.lock.Acquisition;
import io.heldby.lock.Answered;
import io.heldby.lock.Asked;
import io.heldby.lock.BatchAcquisition;
import io.heldby.lock.Breaking;
import io.heldby.lock.Demand;
import io.heldby.lock.ExpiryTasks;
import io.heldby.lock.ForceRelease;
import io.heldby.lock.Grant;
import io.heldby.lock.GrantRequest;
import io.heldby.lock.HandOverAnswer;
import io.heldby.lock.HandOverRequest;
import io.heldby.lock.HandOverWish;
import io.heldby.lock.Heartbeat;
import io.heldby.lock.LeaseClaim;
import io.heldby.lock.LockId;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockMode;
import io.heldby.lock.LockPage;
import io.heldby.lock.LockQuery;
import io.heldby.lock.LockStore;
import io.heldby.lock.LockStoreException;
import io.heldby.lock.LockView;
import io.heldby.lock.Loss;
import io.heldby.lock.ModeChange;
import io.heldby.lock.Owner;
import io.heldby.lock.Release;
import io.heldby.lock.Renewal;
import io.heldby.lock.StoreCapability;
import io.heldby.lock.Succession;
import io.heldby.lock.Suspension;
import io.heldby.lock.WaitRequest;
import io.heldby.lock.Waiting;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Locks in a SQL database: H2, PostgreSQL or MariaDB.
 *
 * <p>A key that is held has one <em>head row</em>, which alone decides who may hold it; a free key has none. Under the head
 * row of a key that is shared, every sharer has a row of their own, see {@link Keys}.
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
 *       same transaction. A row that a guarded save holds for longer than 250 ms is answered as busy. The usual case of a
 *       release is one statement that does all of that, see {@link AtOnce}.
 *   <li><b>Expiry handlers</b>: whatever ends or revives a grant that names one writes or deletes a row of {@code heldby_task}
 *       in the same transaction, see {@link TaskRows}. The statements that do something at once leave such a grant alone once
 *       it has a task.
 *   <li><b>Clock</b>: the database's, read after the row is locked.
 * </ul>
 *
 * <p>Safe for use by many threads. Every call takes one connection of the pool.
 */
public final class JdbcLockStore implements LockStore {

    private final OwnConnection connections;
    private final HeadRows heads;
    private final ShareRows shares;
    private final Keys keys;
    private final Acquire acquire;
    private final BatchAcquiring batches;
    private final ModeChanges modeChanges;
    private final Suspensions suspensions;
    private final EventLog events;
    private final LockLists lists;
    private final AtOnce atOnce;
    private final Renewing renewing;
    private final Sweeping sweeping;
    private final WaiterRows waiters;
    private final RequestRows requests;
    private final HandingOver handingOver;
    private final ReleaseRequests releaseRequests;
    private final Queueing queueing;
    private final JdbcExpiryTasks tasks;
    private final boolean eventLog;

    /**
     * Connects once to find out which database it is.
     *
     * @param dataSource of the primary; the tables must be there, see {@link JdbcSchema#prepare}
     */
    public JdbcLockStore(DataSource dataSource, JdbcSettings settings) {
        Dialect dialect;
        try (Connection connection = dataSource.getConnection()) {
            dialect = Dialect.of(connection, settings);
            connections = new OwnConnection(dataSource, dialect, connection.getTransactionIsolation());
        } catch (SQLException failed) {
            throw new LockStoreException("cannot reach the lock store: " + failed.getMessage(), failed);
        }
        heads = new HeadRows(dialect);
        events = new EventLog(dialect.sql);
        lists = new LockLists(dialect);
        atOnce = new AtOnce(connections, dialect, events);
        eventLog = settings.eventLog();
        shares = new ShareRows(dialect);
        keys = new Keys(dialect, events, eventLog);
        waiters = new WaiterRows(dialect.sql);
        requests = new RequestRows(dialect.sql);
        renewing = new Renewing(connections, heads, keys, requests, events, atOnce);
        sweeping = new Sweeping(connections, heads, keys, events, lists, atOnce, eventLog, dialect);
        Acquiring acquiring = new Acquiring(dialect, keys, events, eventLog);
        acquire = new Acquire(connections, heads, keys, acquiring);
        batches = new BatchAcquiring(connections, heads, keys, acquiring);
        handingOver = new HandingOver(connections, dialect, keys, acquire, acquiring, events, eventLog);
        releaseRequests = new ReleaseRequests(connections, dialect, keys, events, eventLog);
        queueing = new Queueing(connections, dialect, keys);
        tasks = new JdbcExpiryTasks(connections, heads, keys, dialect.sql);
        modeChanges = new ModeChanges(connections, heads, keys, acquiring, events, eventLog);
        suspensions = new Suspensions(connections, dialect, heads, events);
    }

    @Override
    public Set<StoreCapability> capabilities() {
        return eventLog
                ? EnumSet.allOf(StoreCapability.class)
                : EnumSet.complementOf(EnumSet.of(StoreCapability.EVENTS));
    }

    @Override
    public Acquisition acquire(GrantRequest request) {
        return acquire.acquire(request);
    }

    @Override
    public BatchAcquisition acquireAll(List<GrantRequest> requests) {
        return batches.acquireAll(requests);
    }

    @Override
    public ModeChange changeMode(LeaseClaim claim, LockMode mode) {
        return modeChanges.change(claim, mode);
    }

    @Override
    public Map<LockId, Renewal> renewAll(List<Heartbeat> heartbeats) {
        return renewing.renewAll(heartbeats);
    }

    @Override
    public Release release(LeaseClaim claim) {
        if (atOnce.release(claim)) {
            return Release.RELEASED;
        }
        return onProven(claim, (connection, key, grant) -> {
            end(connection, key, grant, Loss.released(grant.owner().displayName(), key.now(), null), eventLog);
            return Release.RELEASED;
        });
    }

    @Override
    public Release softRelease(LeaseClaim claim, long seenBeat, Duration grace) {
        return onProven(claim, (connection, key, grant) -> {
            Grant next = grant.softReleasedAt(key.now(), seenBeat, grace);
            if (next.equals(grant)) {
                return Release.NOTHING_TO_RELEASE;
            }
            keys.become(connection, key, key.with(next));
            return Release.RELEASED;
        });
    }

    private Release onProven(LeaseClaim claim, OnGrant<Release> work) {
        try {
            return connections.transaction(connection -> {
                Optional<LockedKey> key = keys.lock(connection, claim.key());
                Optional<Grant> grant =
                        key.flatMap(held -> held.alive(claim.lockId())).filter(held -> held.provenBy(claim));
                return grant.isEmpty()
                        ? Release.NOTHING_TO_RELEASE
                        : work.on(connection, key.orElseThrow(), grant.get());
            });
        } catch (RowIsLocked saving) {
            return isProven(claim) ? Release.BUSY : Release.NOTHING_TO_RELEASE;
        }
    }

    /** @param logged releases are news only; other endings must be remembered, so that the former holder is told */
    private void end(Connection connection, LockedKey key, Grant grant, Loss loss, boolean logged) throws SQLException {
        if (logged) {
            events.ended(connection, grant, loss, key.now());
        } else {
            events.endedUnlogged(connection, grant, loss);
        }
        keys.become(connection, key, key.without(grant));
    }

    /** For a row that cannot be locked: whoever cannot prove the claim is not told that a save is going on. */
    private boolean isProven(LeaseClaim claim) {
        return connections.statement(connection -> {
            HeadRows.Row row = heads.read(connection, claim.key());
            return row != null && row.grant().provenBy(claim);
        });
    }

    @Override
    public int releaseSession(String tenant, String user, String session, String reason) {
        return connections.transaction(connection -> {
            waiters.sessionEnded(connection, tenant, user, session);
            requests.askerLeft(connection, tenant, user, session);
            List<LockId> held = new ArrayList<>(heads.ofSession(connection, tenant, user, session));
            held.addAll(shares.ofSession(connection, tenant, user, session));
            held.sort(Comparator.comparing(LockId::key));
            int released = 0;
            for (LockId lockId : held) {
                Optional<LockedKey> key = keys.lockOrSkip(connection, lockId.key());
                released += key.isEmpty() ? 0 : releasedOf(connection, key.get(), lockId, reason);
            }
            return released;
        });
    }

    private int releasedOf(Connection connection, LockedKey key, LockId lockId, String reason) throws SQLException {
        Optional<Grant> grant = key.alive(lockId);
        if (key.head().reserved() && key.head().grant().lockId().equals(lockId)) {
            Optional<LockedKey> unused = keys.passOn(connection, key);
        }
        if (grant.isEmpty()) {
            return 0;
        }
        String by = grant.get().owner().displayName();
        end(connection, key, grant.get(), Loss.released(by, key.now(), reason), true);
        return 1;
    }

    @Override
    public ForceRelease forceRelease(LockId lockId, String operator, String reason) {
        return forceRelease(lockId, operator, reason, Duration.ZERO);
    }

    @Override
    public ForceRelease forceRelease(LockId lockId, String operator, String reason, Duration grace) {
        try {
            return connections.transaction(connection -> {
                Optional<LockedKey> key = keys.lock(connection, lockId.key());
                Optional<Grant> grant = key.flatMap(held -> held.alive(lockId));
                if (grant.isEmpty()) {
                    return ForceRelease.CHANGED_HANDS;
                }
                LockedKey held = key.orElseThrow();
                if (!grace.isZero()) {
                    breakLater(connection, held, grant.get(), operator, reason, grace);
                    return ForceRelease.BREAKING;
                }
                end(connection, held, grant.get(), Loss.broken(operator, held.now(), reason), true);
                return ForceRelease.BROKEN;
            });
        } catch (RowIsLocked saving) {
            return ForceRelease.BUSY;
        }
    }

    private void breakLater(
            Connection connection, LockedKey key, Grant grant, String operator, String reason, Duration grace)
            throws SQLException {
        Grant next = grant.breakingAt(key.now(), operator, reason, grace);
        Breaking breaking = next.breaking();
        if (breaking == null || next.equals(grant)) {
            return;
        }
        keys.become(connection, key, key.with(next));
        heads.want(connection, key.head(), true);
        if (eventLog) {
            events.breaking(connection, next, breaking);
        }
    }

    @Override
    public Asked requestHandOver(HandOverWish wish) {
        return handingOver.request(wish);
    }

    @Override
    public Answered answer(UUID requestId, LeaseClaim claim, HandOverAnswer answer, Succession succession) {
        return handingOver.answer(requestId, claim, answer, succession);
    }

    @Override
    public Optional<HandOverRequest> handOverRequest(LockId lockId, UUID requestId) {
        return handingOver.find(lockId, requestId);
    }

    @Override
    public Answered declineRelease(LockId lockId, UUID requestId, String operator, @Nullable String message) {
        return releaseRequests.decline(lockId, requestId, operator, message);
    }

    @Override
    public List<HandOverRequest> releaseRequests(String tenant, int limit) {
        return releaseRequests.open(tenant, limit);
    }

    @Override
    public Acquisition takeOver(LockId lockId, GrantRequest request, String reason, @Nullable Duration unanswered) {
        return handingOver.takeOver(lockId, request, reason, unanswered);
    }

    @Override
    public Waiting waitFor(WaitRequest request) {
        return queueing.waitFor(request);
    }

    @Override
    public Waiting renewWaiter(LockKey key, UUID waiterId, Owner owner) {
        return queueing.renewWaiter(key, waiterId, owner);
    }

    @Override
    public boolean stopWaiting(LockKey key, UUID waiterId, Owner owner) {
        return queueing.stopWaiting(key, waiterId, owner);
    }

    @Override
    public Demand demand(LockKey key) {
        return queueing.demand(key);
    }

    @Override
    public ExpiryTasks expiryTasks() {
        return tasks;
    }

    @Override
    public List<LockView> holders(LockKey key) {
        return connections.statement(connection -> {
            Optional<LockedKey> looked = keys.complete(connection, heads.read(connection, key));
            return looked.stream()
                    .flatMap(held -> held.grants().stream()
                            .filter(grant -> grant.activeAt(held.now()))
                            .map(grant -> grant.viewAt(held.now())))
                    .toList();
        });
    }

    @Override
    public Optional<LockView> find(LockId lockId) {
        return connections.statement(connection -> lists.byId(connection, lockId));
    }

    @Override
    public LockPage find(LockQuery query) {
        return connections.statement(connection -> lists.page(connection, query));
    }

    @Override
    public int count(String tenant, String user) {
        return connections.statement(connection -> lists.count(connection, tenant, user));
    }

    @Override
    public Suspension suspend(String tenant, @Nullable String type, String operator, String reason, Duration time) {
        return suspensions.suspend(tenant, type, operator, reason, time);
    }

    @Override
    public boolean resume(String tenant, @Nullable String type, String operator) {
        return suspensions.resume(tenant, type, operator);
    }

    @Override
    public List<Suspension> suspensions(String tenant) {
        return suspensions.current(tenant);
    }

    @Override
    public int sweep(int limit) {
        return sweeping.sweep(limit);
    }

    /** What is done with a grant whose key is locked. */
    @FunctionalInterface
    private interface OnGrant<T> {
        T on(Connection connection, LockedKey key, Grant grant) throws SQLException;
    }
}
