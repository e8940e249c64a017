package io.heldby.jdbc.lock;

import io.heldby.lock.AcquireDecision;
import io.heldby.lock.Acquisition;
import io.heldby.lock.Denied;
import io.heldby.lock.Fence;
import io.heldby.lock.Grant;
import io.heldby.lock.GrantRequest;
import io.heldby.lock.LockMode;
import io.heldby.lock.LockStoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The acquire of {@link JdbcLockStore}: one key for one owner. */
final class Acquiring {

    /** How often an acquire starts again because the row in its way vanished; each time somebody else had the lock. */
    static final int RACES = 100;

    private final OwnConnection connections;
    private final Dialect dialect;
    private final HeadRows heads;
    private final Keys keys;
    private final EventLog events;
    private final boolean eventLog;

    Acquiring(OwnConnection connections, Dialect dialect, Keys keys, EventLog events, boolean eventLog) {
        this.connections = connections;
        this.dialect = dialect;
        this.heads = new HeadRows(dialect);
        this.keys = keys;
        this.events = events;
        this.eventLog = eventLog;
    }

    Acquisition acquire(GrantRequest request) {
        for (int race = 0; race < RACES; race++) {
            Optional<Acquisition> answer =
                    request.mode() == LockMode.EXCLUSIVE ? insertFirst(request) : lookFirst(request);
            if (answer.isPresent()) {
                return answer.get();
            }
        }
        throw endlessRace(request);
    }

    static LockStoreException endlessRace(GrantRequest request) {
        return new LockStoreException(
                "could not acquire " + request.key() + ": it was taken and freed " + RACES + " times meanwhile",
                new IllegalStateException("endless race"));
    }

    /** Empty when the row that was in the way has vanished. */
    private Optional<Acquisition> insertFirst(GrantRequest request) {
        HeadRows.Attempt attempt;
        try {
            attempt = insert(request);
        } catch (RowIsLocked beingInserted) {
            return Optional.of(new Denied.Saving(request.key(), Optional.empty()));
        }
        if (attempt instanceof HeadRows.Attempt.Won won) {
            return Optional.of(granted(won.row().grant(), won.row().now(), request, false));
        }
        HeadRows.Row inTheWay = ((HeadRows.Attempt.Taken) attempt).inTheWay();
        return inTheWay == null ? Optional.empty() : unlessRefused(inTheWay, request);
    }

    /** For sharers, who mostly join others. */
    private Optional<Acquisition> lookFirst(GrantRequest request) {
        HeadRows.Row head = connections
                .statement(connection -> Optional.ofNullable(heads.read(connection, request.key())))
                .orElse(null);
        if (head != null) {
            return unlessRefused(head, request);
        }
        try {
            return Optional.of(connections.transaction(connection -> {
                Grant share = insertShared(connection, request);
                return granted(share, share.acquiredAt(), request, false);
            }));
        } catch (RaceLost somebodyWasFirst) {
            return Optional.empty();
        }
    }

    /** A refusal is decided by reading; only an apparent winner locks the row, and decides again. */
    private Optional<Acquisition> unlessRefused(HeadRows.Row head, GrantRequest request) {
        LockedKey looked = connections
                .statement(connection -> keys.complete(connection, head))
                .orElseThrow();
        if (AcquireDecision.of(looked.grants(), request, looked.now()) instanceof AcquireDecision.Refuse refuse) {
            return Optional.of(refuse.denied());
        }
        try {
            return connections.transaction(connection -> {
                Optional<LockedKey> key = keys.lock(connection, request.key());
                return key.isEmpty() ? Optional.empty() : Optional.of(decide(connection, key.get(), request));
            });
        } catch (RowIsLocked saving) {
            return Optional.of(new Denied.Saving(request.key(), Optional.of(looked.view())));
        }
    }

    private HeadRows.Attempt insert(GrantRequest request) {
        return dialect.insertIsWhole(eventLog)
                ? connections.statement(connection -> heads.insertFirst(connection, request))
                : connections.transaction(connection -> insertInSteps(connection, request));
    }

    /** In one transaction, so that nobody sees the row before its fence is in order, not even its owner asking again. */
    HeadRows.Attempt insertInSteps(Connection connection, GrantRequest request) throws SQLException {
        HeadRows.Attempt attempt = heads.insertFirst(connection, request);
        if (dialect.insertIsWhole(eventLog) || !(attempt instanceof HeadRows.Attempt.Won won)) {
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

    /**
     * The first share of a free key. The fence is drawn before the insert where draws queue, and again after it where the
     * row itself has to keep the order.
     *
     * @throws RaceLost when the key is not free any more
     */
    Grant insertShared(Connection connection, GrantRequest request) throws SQLException {
        Fence fence = heads.nextFence(connection, request.key());
        Grant first = Grant.of(request, fence, Instant.EPOCH);
        Grant head = SharedHead.of(UUID.randomUUID(), List.of(first));
        heads.insert(connection, head);
        if (!dialect.drawsQueue()) {
            fence = heads.nextFence(connection, request.key());
        }
        Instant now = heads.now(connection);
        Grant share = Grant.of(request, fence, now);
        keys.become(connection, new LockedKey(new HeadRows.Row(head, now), List.of()), List.of(share));
        if (eventLog) {
            events.acquired(connection, share);
        }
        return share;
    }

    /** With the key's head row locked. */
    Acquisition decide(Connection connection, LockedKey key, GrantRequest request) throws SQLException {
        Instant now = key.now();
        AcquireDecision decision = AcquireDecision.of(key.grants(), request, now);
        if (decision instanceof AcquireDecision.Refuse refuse) {
            return refuse.denied();
        }
        if (decision instanceof AcquireDecision.Reenter reenter) {
            keys.become(connection, key, key.with(reenter.next()));
            return granted(reenter.next(), now, request, true);
        }
        if (decision instanceof AcquireDecision.Upgrade upgrade) {
            return granted(upgraded(connection, key, upgrade), now, request, true);
        }
        List<AcquireDecision.Ending> endings = ((AcquireDecision.Admit) decision).endings();
        Grant next = Grant.of(request, heads.nextFence(connection, request.key()), now);
        List<Grant> grants = new ArrayList<>(key.grants());
        for (AcquireDecision.Ending ending : endings) {
            events.ended(connection, ending.grant(), ending.loss(), now);
            grants.remove(ending.grant());
        }
        grants.add(next);
        keys.become(connection, key, grants);
        if (eventLog) {
            events.acquired(connection, next);
        }
        return granted(next, now, request, false);
    }

    /** Makes the only live sharer the exclusive holder, with a new fence. */
    Grant upgraded(Connection connection, LockedKey key, AcquireDecision.Upgrade upgrade) throws SQLException {
        Grant exclusive = upgrade.next()
                .withFence(heads.nextFence(connection, upgrade.next().key()));
        for (AcquireDecision.Ending ending : upgrade.endings()) {
            events.ended(connection, ending.grant(), ending.loss(), key.now());
        }
        keys.become(connection, key, List.of(exclusive));
        if (eventLog) {
            events.modeChanged(connection, exclusive, key.now());
        }
        return exclusive;
    }

    private static Acquisition granted(Grant grant, Instant now, GrantRequest request, boolean reentrant) {
        return new Acquisition.Granted(grant.leaseAt(now, request.token()), reentrant);
    }
}
