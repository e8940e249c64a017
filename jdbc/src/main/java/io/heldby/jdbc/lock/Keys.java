package io.heldby.jdbc.lock;

import io.heldby.lock.AcquireDecision;
import io.heldby.lock.Fence;
import io.heldby.lock.Grant;
import io.heldby.lock.KeyState;
import io.heldby.lock.LockId;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockMode;
import io.heldby.lock.Waiter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Keys as a whole, whoever holds them and how: locks a key's head row and then reads all that decides about it, and
 * writes what is to become of it. The shares are read by a statement after the one that locked the head, so that they
 * are as new as the head: a subquery of the locking statement would still see them as they were before the wait.
 */
final class Keys {

    private final HeadRows heads;
    private final ShareRows shares;
    private final WaiterRows waiters;
    private final RequestRows requests;
    private final EventLog events;
    private final TaskRows tasks;
    private final boolean eventLog;

    Keys(Dialect dialect, EventLog events, boolean eventLog) {
        this.heads = new HeadRows(dialect);
        this.shares = new ShareRows(dialect);
        this.waiters = new WaiterRows(dialect.sql);
        this.requests = new RequestRows(dialect.sql);
        this.events = events;
        this.tasks = new TaskRows(dialect.sql);
        this.eventLog = eventLog;
    }

    /** @throws RowIsLocked when a guarded save holds the row for longer than the bound */
    Optional<LockedKey> lock(Connection connection, LockKey key) throws SQLException {
        return settled(connection, heads.lock(connection, key));
    }

    /** Waits as long as the connection allows: for the guard, which waits its turn behind another save. */
    Optional<LockedKey> lockPatiently(Connection connection, LockKey key) throws SQLException {
        return completeCurrently(connection, heads.lockPatiently(connection, key));
    }

    /** As {@link #lock}, but empty as well when somebody else has the row locked. */
    Optional<LockedKey> lockOrSkip(Connection connection, LockKey key) throws SQLException {
        return settled(connection, heads.lockOrSkip(connection, key));
    }

    /** With all that decides about a head that is locked, or only read. Nothing is written down. */
    Optional<LockedKey> complete(Connection connection, HeadRows.@Nullable Row head) throws SQLException {
        return head == null ? Optional.empty() : Optional.of(complete(connection, head, shares::of, waiters::of));
    }

    /** As {@link #complete}, for a head that is locked in a transaction that may have an older snapshot. */
    Optional<LockedKey> completeCurrently(Connection connection, HeadRows.@Nullable Row head) throws SQLException {
        return head == null
                ? Optional.empty()
                : Optional.of(complete(connection, head, shares::currentOf, waiters::currentOf));
    }

    private static LockedKey complete(
            Connection connection, HeadRows.Row head, Reading<Grant> shares, Reading<Waiter> waiters)
            throws SQLException {
        LockKey key = head.grant().key();
        List<Waiter> waiting = head.wanted() ? waiters.of(connection, key) : List.of();
        if (head.reserved()) {
            return new LockedKey(head, List.of(), waiting);
        }
        return new LockedKey(
                head,
                head.grant().mode() == LockMode.EXCLUSIVE ? List.of(head.grant()) : shares.of(connection, key),
                waiting);
    }

    /** How the rows under a head row are read. */
    @FunctionalInterface
    private interface Reading<T> {
        List<T> of(Connection connection, LockKey key) throws SQLException;
    }

    /** Settles a locked key, see {@link KeyState}; empty when it is free by that. */
    Optional<LockedKey> settled(Connection connection, HeadRows.@Nullable Row head) throws SQLException {
        Optional<LockedKey> key = complete(connection, head);
        return key.isEmpty() ? key : settled(connection, key.get());
    }

    Optional<LockedKey> settled(Connection connection, LockedKey key) throws SQLException {
        KeyState.Settlement settlement = key.state().settledAt(key.now());
        if (settlement.changesNothing()) {
            return Optional.of(key);
        }
        for (AcquireDecision.Ending ending : settlement.endings()) {
            events.ended(connection, ending.grant(), ending.loss(), key.now());
        }
        return passOn(connection, key);
    }

    /**
     * Of a locked key that is nobody's any more: reserves it for the next in line, or sets it free.
     *
     * @return empty when it is free
     */
    Optional<LockedKey> passOn(Connection connection, LockedKey key) throws SQLException {
        Optional<Waiter> next = key.state().nextAt(key.now());
        LockKey name = key.head().grant().key();
        Optional<Fence> fence = next.isEmpty() ? Optional.empty() : Optional.of(heads.nextFence(connection, name));
        for (Grant gone : key.grants()) {
            if (key.isShared()) {
                shares.delete(connection, gone);
            }
            ended(connection, key, gone);
        }
        if (next.isEmpty()) {
            heads.delete(connection, key.head().grant());
            return Optional.empty();
        }
        Grant place = Grant.reservedFor(next.get(), LockId.random(name), fence.orElseThrow(), key.now());
        HeadRows.Row reserved = heads.reserve(connection, key.head(), place);
        waiters.served(connection, name, next.get().owner());
        if (eventLog) {
            events.reserved(connection, place);
        }
        return Optional.of(new LockedKey(
                reserved,
                List.of(),
                key.waiters().stream()
                        .filter(waiter -> !waiter.equals(next.get()))
                        .toList()));
    }

    /** What was asked of a grant ends with it; of a key that nobody wants, nothing was. */
    private void ended(Connection connection, LockedKey key, Grant grant) throws SQLException {
        if (key.head().wanted()) {
            requests.grantEnded(connection, grant.lockId());
        }
    }

    /**
     * Writes what becomes of a locked key; when it is nothing, whoever waits comes first. Fences must be drawn before this, so that whoever waits in the queue of draws
     * never waits for a row that this transaction has written.
     *
     * @param next nothing, one exclusive grant, or shares
     */
    void become(Connection connection, LockedKey key, List<Grant> next) throws SQLException {
        if (next.isEmpty()) {
            Optional<LockedKey> unused = passOn(connection, key);
            return;
        }
        boolean shared = next.get(0).mode() == LockMode.SHARED;
        List<Grant> sharesBefore = key.isShared() ? key.grants() : List.of();
        List<Grant> sharesAfter = shared ? next : List.of();
        Set<LockId> idsBefore = ids(sharesBefore);
        Set<LockId> idsAfter = ids(sharesAfter);
        Set<LockId> idsNext = ids(next);
        for (Grant before : key.grants()) {
            if (!idsNext.contains(before.lockId())) {
                ended(connection, key, before);
            }
            for (Grant after : next) {
                if (after.lockId().equals(before.lockId())) {
                    tasks.wentOn(connection, before, after);
                }
            }
        }
        for (Grant before : sharesBefore) {
            if (!idsAfter.contains(before.lockId())) {
                shares.delete(connection, before);
            }
        }
        for (Grant after : sharesAfter) {
            if (!idsBefore.contains(after.lockId())) {
                shares.insert(connection, after);
            } else if (!sharesBefore.contains(after)) {
                shares.update(connection, after);
            }
        }
        Grant head = key.head().grant();
        if (shared) {
            heads.update(
                    connection,
                    key.head(),
                    SharedHead.of(key.isShared() ? head.lockId() : LockId.random(head.key()), next));
        } else {
            heads.update(connection, key.head(), next.get(0));
        }
    }

    private static Set<LockId> ids(List<Grant> grants) {
        return grants.stream().map(Grant::lockId).collect(Collectors.toSet());
    }
}
