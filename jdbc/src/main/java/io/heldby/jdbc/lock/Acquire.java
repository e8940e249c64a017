package io.heldby.jdbc.lock;

import io.heldby.lock.AcquireDecision;
import io.heldby.lock.Acquisition;
import io.heldby.lock.Denied;
import io.heldby.lock.Grant;
import io.heldby.lock.GrantRequest;
import io.heldby.lock.LockMode;
import io.heldby.lock.LockStoreException;
import java.util.List;
import java.util.Optional;

/** The acquire of {@link JdbcLockStore}: which statements, in which transactions, how often. */
final class Acquire {

    /** How often an acquire starts again because the row in its way vanished; each time somebody else had the lock. */
    static final int RACES = 100;

    private final OwnConnection connections;
    private final HeadRows heads;
    private final Keys keys;
    private final Acquiring acquiring;
    private final RecentlyRefused recentlyRefused = new RecentlyRefused();

    Acquire(OwnConnection connections, HeadRows heads, Keys keys, Acquiring acquiring) {
        this.connections = connections;
        this.heads = heads;
        this.keys = keys;
        this.acquiring = acquiring;
    }

    Acquisition acquire(GrantRequest request) {
        try {
            for (int race = 0; race < RACES; race++) {
                Optional<Acquisition> answer = attempt(request);
                if (answer.isPresent()) {
                    return answer.get();
                }
            }
        } catch (RowIsLocked writtenWithoutALease) {
            return new Denied.Saving(request.key(), Optional.empty());
        }
        throw endlessRace(request);
    }

    private Optional<Acquisition> attempt(GrantRequest request) {
        if (request.mode() == LockMode.SHARED) {
            return lookFirst(request);
        }
        return recentlyRefused.contains(request.key()) ? askAgain(request) : insertFirst(request);
    }

    static LockStoreException endlessRace(GrantRequest request) {
        return new LockStoreException(
                "could not acquire " + request.key() + ": it was taken and freed " + RACES + " times meanwhile",
                new IllegalStateException("endless race"));
    }

    /** Empty when the row that was in the way has vanished. */
    private Optional<Acquisition> insertFirst(GrantRequest request) {
        InsertFirst.Attempt attempt = insert(request);
        if (attempt instanceof InsertFirst.Attempt.Won won) {
            return Optional.of(Acquiring.granted(won.row().grant(), won.row().now(), request, false));
        }
        HeadRows.Row inTheWay = ((InsertFirst.Attempt.Taken) attempt).inTheWay();
        return inTheWay == null ? Optional.empty() : unlessRefused(inTheWay, request);
    }

    /** For whoever was refused a moment ago. */
    private Optional<Acquisition> askAgain(GrantRequest request) {
        Optional<HeadRows.Row> head = read(request);
        if (head.isPresent()) {
            return unlessRefused(head.get(), request);
        }
        recentlyRefused.remove(request.key());
        return insertFirst(request);
    }

    /** For sharers, who mostly join others. */
    private Optional<Acquisition> lookFirst(GrantRequest request) {
        Optional<HeadRows.Row> head = read(request);
        if (head.isPresent()) {
            return unlessRefused(head.get(), request);
        }
        try {
            return Optional.of(connections.transaction(connection -> {
                Grant share = acquiring.insertShared(connection, request);
                return Acquiring.granted(share, share.acquiredAt(), request, false);
            }));
        } catch (RaceLost somebodyWasFirst) {
            return Optional.empty();
        }
    }

    /** A refusal is decided by reading; only an apparent winner locks the row, and decides again. */
    private Optional<Acquisition> unlessRefused(HeadRows.Row head, GrantRequest request) {
        LockedKey looked = head.grant().mode() == LockMode.EXCLUSIVE
                ? new LockedKey(head, List.of(head.grant()))
                : connections
                        .statement(connection -> keys.complete(connection, head))
                        .orElseThrow();
        if (AcquireDecision.of(looked.grants(), request, looked.now()) instanceof AcquireDecision.Refuse refuse) {
            recentlyRefused.add(request.key());
            return Optional.of(refuse.denied());
        }
        try {
            return connections.transaction(connection -> {
                Optional<LockedKey> key = keys.lock(connection, request.key());
                return key.isEmpty() ? Optional.empty() : Optional.of(acquiring.decide(connection, key.get(), request));
            });
        } catch (RowIsLocked saving) {
            return Optional.of(new Denied.Saving(request.key(), Optional.of(looked.view())));
        }
    }

    private Optional<HeadRows.Row> read(GrantRequest request) {
        return connections.statement(connection -> Optional.ofNullable(heads.read(connection, request.key())));
    }

    private InsertFirst.Attempt insert(GrantRequest request) {
        return acquiring.insertIsOneStep()
                ? connections.write(connection -> acquiring.insertInSteps(connection, request))
                : connections.transaction(connection -> acquiring.insertInSteps(connection, request));
    }
}
