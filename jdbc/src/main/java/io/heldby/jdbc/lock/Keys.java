package io.heldby.jdbc.lock;

import io.heldby.lock.Grant;
import io.heldby.lock.LockId;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockMode;
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

    Keys(HeadRows heads, ShareRows shares) {
        this.heads = heads;
        this.shares = shares;
    }

    /** @throws RowIsLocked when a guarded save holds the row for longer than the bound */
    Optional<LockedKey> lock(Connection connection, LockKey key) throws SQLException {
        return complete(connection, heads.lock(connection, key));
    }

    /** Waits as long as the connection allows: for the guard, which waits its turn behind another save. */
    Optional<LockedKey> lockPatiently(Connection connection, LockKey key) throws SQLException {
        return completeCurrently(connection, heads.lockPatiently(connection, key));
    }

    /** As {@link #lock}, but empty as well when somebody else has the row locked. */
    Optional<LockedKey> lockOrSkip(Connection connection, LockKey key) throws SQLException {
        return complete(connection, heads.lockOrSkip(connection, key));
    }

    /** With the shares of a head that is locked, or only read. */
    Optional<LockedKey> complete(Connection connection, HeadRows.@Nullable Row head) throws SQLException {
        if (head == null) {
            return Optional.empty();
        }
        return Optional.of(new LockedKey(
                head,
                head.grant().mode() == LockMode.EXCLUSIVE
                        ? List.of(head.grant())
                        : shares.of(connection, head.grant().key())));
    }

    /** With the shares of a head that is locked in a transaction that may have an older snapshot. */
    Optional<LockedKey> completeCurrently(Connection connection, HeadRows.@Nullable Row head) throws SQLException {
        if (head == null || head.grant().mode() == LockMode.EXCLUSIVE) {
            return complete(connection, head);
        }
        return Optional.of(
                new LockedKey(head, shares.currentOf(connection, head.grant().key())));
    }

    /**
     * Writes what becomes of a locked key. Fences must be drawn before this, so that whoever waits in the queue of draws
     * never waits for a row that this transaction has written.
     *
     * @param next nothing, one exclusive grant, or shares
     */
    void become(Connection connection, LockedKey key, List<Grant> next) throws SQLException {
        boolean shared = !next.isEmpty() && next.get(0).mode() == LockMode.SHARED;
        List<Grant> sharesBefore = key.isShared() ? key.grants() : List.of();
        List<Grant> sharesAfter = shared ? next : List.of();
        Set<LockId> idsBefore = ids(sharesBefore);
        Set<LockId> idsAfter = ids(sharesAfter);
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
        if (next.isEmpty()) {
            heads.delete(connection, head);
        } else if (shared) {
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
