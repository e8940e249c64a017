package io.heldby.jdbc.lock;

import io.heldby.lock.AcquireDecision;
import io.heldby.lock.Acquisition;
import io.heldby.lock.Fence;
import io.heldby.lock.Grant;
import io.heldby.lock.GrantRequest;
import io.heldby.lock.Lease;
import io.heldby.lock.LockId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What an acquire writes, inside a transaction that somebody else begins and ends: one key for one owner. */
final class Acquiring {

    private final Dialect dialect;
    private final HeadRows heads;
    private final InsertFirst insertFirst;
    private final Keys keys;
    private final WaiterRows waiters;
    private final EventLog events;
    private final boolean eventLog;

    Acquiring(Dialect dialect, Keys keys, EventLog events, boolean eventLog) {
        this.dialect = dialect;
        this.heads = new HeadRows(dialect);
        this.insertFirst = new InsertFirst(dialect, heads);
        this.keys = keys;
        this.waiters = new WaiterRows(dialect.sql);
        this.events = events;
        this.eventLog = eventLog;
    }

    InsertFirst insertFirst() {
        return insertFirst;
    }

    /** Acquires the key in a transaction of the caller's, which goes on; empty when somebody else has it. */
    Optional<Lease> acquireWithin(Connection connection, GrantRequest request) throws SQLException {
        for (int race = 0; race < Acquire.RACES; race++) {
            Optional<LockedKey> found = keys.lockPatiently(connection, request.key());
            Optional<LockedKey> key = found.isEmpty() ? found : keys.settled(connection, found.get());
            if (key.isPresent()) {
                return decide(connection, key.get(), request).ifGranted();
            }
            if (insertInSteps(connection, request) instanceof InsertFirst.Attempt.Won won) {
                return Optional.of(won.row().grant().leaseAt(won.row().now(), request.token()));
            }
        }
        throw Acquire.endlessRace(request);
    }

    /** In one transaction, so that nobody sees the row before its fence is in order, not even its owner asking again. */
    InsertFirst.Attempt insertInSteps(Connection connection, GrantRequest request) throws SQLException {
        InsertFirst.Attempt attempt = insertFirst.within(connection, request);
        if (dialect.insertIsWhole() || !(attempt instanceof InsertFirst.Attempt.Won won)) {
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
        return new InsertFirst.Attempt.Won(row, true);
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
        Grant head = SharedHead.of(LockId.random(request.key()), List.of(first));
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
        return write(connection, key, request, AcquireDecision.of(key.state(), request, key.now()));
    }

    Acquisition write(Connection connection, LockedKey key, GrantRequest request, AcquireDecision decision)
            throws SQLException {
        Instant now = key.now();
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
        if (key.head().wanted()) {
            waiters.served(connection, request.key(), request.owner());
        }
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

    static Acquisition granted(Grant grant, Instant now, GrantRequest request, boolean reentrant) {
        return new Acquisition.Granted(grant.leaseAt(now, request.token()), reentrant);
    }
}
