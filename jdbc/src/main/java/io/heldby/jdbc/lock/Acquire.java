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
    private final RecentlyRefused refused = new RecentlyRefused();

    Acquire(OwnConnection connections, HeadRows heads, Keys keys, Acquiring acquiring) {
        this.connections = connections;
        this.heads = heads;
        this.keys = keys;
        this.acquiring = acquiring;
    }

    Acquisition acquire(GrantRequest request) {
        try {
            for (int race = 0; race < RACES; race++) {
                Optional<Acquisition> answer =
                        request.mode() == LockMode.EXCLUSIVE ? exclusive(request) : lookFirst(request);
                if (answer.isPresent()) {
                    return answer.get();
                }
            }
        } catch (RowIsLocked writtenWithoutALease) {
            return new Denied.Saving(request.key(), Optional.empty());
        }
        throw endlessRace(request);
    }

    static LockStoreException endlessRace(GrantRequest request) {
        return new LockStoreException(
                "could not acquire " + request.key() + ": it was taken and freed " + RACES + " times meanwhile",
                new IllegalStateException("endless race"));
    }

    private Optional<Acquisition> exclusive(GrantRequest request) {
        if (refused.contains(request.key())) {
            Optional<HeadRows.Row> head = look(request);
            if (head.isPresent()) {
                return unlessRefused(head.get(), request);
            }
            refused.remove(request.key());
        }
        return insertFirst(request);
    }

    private Optional<HeadRows.Row> look(GrantRequest request) {
        return connections.statement(connection -> Optional.ofNullable(heads.read(connection, request.key())));
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

    /** For sharers, who mostly join others. */
    private Optional<Acquisition> lookFirst(GrantRequest request) {
        Optional<HeadRows.Row> head = look(request);
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
        LockedKey looked = complete(head);
        boolean settled = looked.state().settledAt(looked.now()).changesNothing();
        if (settled
                && AcquireDecision.of(looked.state(), request, looked.now()) instanceof AcquireDecision.Refuse refuse) {
            if (acquiring.insertFirst().disturbsHolder()) {
                refused.add(request.key());
            }
            return Optional.of(refuse.denied());
        }
        try {
            return connections.transaction(connection -> {
                Optional<LockedKey> key = keys.lock(connection, request.key());
                return key.isEmpty() ? Optional.empty() : Optional.of(acquiring.decide(connection, key.get(), request));
            });
        } catch (RowIsLocked saving) {
            return Optional.of(new Denied.Saving(request.key(), looked.view()));
        }
    }

    /** Only of a key that is shared or wanted there is more to read. */
    private LockedKey complete(HeadRows.Row head) {
        return head.grant().mode() == LockMode.EXCLUSIVE && !head.wanted()
                ? new LockedKey(head, List.of(head.grant()))
                : connections
                        .statement(connection -> keys.complete(connection, head))
                        .orElseThrow();
    }

    private InsertFirst.Attempt insert(GrantRequest request) {
        InsertFirst insertFirst = acquiring.insertFirst();
        return insertFirst.canBeAlone()
                ? connections.write(connection -> insertFirst.alone(connection, request))
                : connections.transaction(connection -> acquiring.insertInSteps(connection, request));
    }
}
