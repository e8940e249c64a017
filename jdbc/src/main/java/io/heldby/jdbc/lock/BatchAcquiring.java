package io.heldby.jdbc.lock;

import io.heldby.lock.AcquireDecision;
import io.heldby.lock.Acquisition;
import io.heldby.lock.BatchAcquisition;
import io.heldby.lock.Denied;
import io.heldby.lock.Grant;
import io.heldby.lock.GrantRequest;
import io.heldby.lock.Lease;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockMode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Several keys for one {@link JdbcLockStore#acquireAll}, all or none, in one transaction.
 *
 * <p>First everything is read, and if anything refuses, that is the answer. Then all head rows that are there are locked
 * in key order, and the decisions are made again. Only then fences are drawn and rows written, free keys by insert, also
 * in key order. So two batches never wait for each other in a circle; what deadlocks with something else all the same is
 * rolled back and run again as a whole.
 */
final class BatchAcquiring {

    private final OwnConnection connections;
    private final HeadRows heads;
    private final Keys keys;
    private final Acquiring acquiring;

    BatchAcquiring(OwnConnection connections, HeadRows heads, Keys keys, Acquiring acquiring) {
        this.connections = connections;
        this.heads = heads;
        this.keys = keys;
        this.acquiring = acquiring;
    }

    BatchAcquisition acquireAll(List<GrantRequest> requests) {
        for (int race = 0; race < Acquire.RACES; race++) {
            try {
                List<Denied> refused = refusedByReading(requests);
                return refused.isEmpty()
                        ? connections.transaction(connection -> lockedAndAcquired(connection, requests))
                        : new BatchAcquisition.NoneGranted(refused);
            } catch (Refused refused) {
                return new BatchAcquisition.NoneGranted(refused.denied);
            } catch (RowIsLocked saving) {
                return new BatchAcquisition.NoneGranted(beingSaved(requests));
            } catch (RaceLost somebodyWasFirst) {
                // A key that was free has been taken meanwhile: look again.
            }
        }
        throw Acquire.endlessRace(requests.get(0));
    }

    private List<Denied> refusedByReading(List<GrantRequest> requests) {
        return connections.statement(connection -> {
            Map<LockKey, HeadRows.Row> rows = heads.readAll(connection, keysOf(requests));
            List<Denied> refused = new ArrayList<>();
            for (GrantRequest request : requests) {
                Optional<LockedKey> key = keys.complete(connection, rows.get(request.key()));
                if (key.isPresent()
                        && !key.get().state().settledAt(key.get().now()).changesNothing()) {
                    return List.of(); // There is something to be written down, with the rows locked.
                }
                key.flatMap(held -> refusal(held, request)).ifPresent(refused::add);
            }
            return refused;
        });
    }

    private BatchAcquisition lockedAndAcquired(Connection connection, List<GrantRequest> requests) throws SQLException {
        Map<LockKey, LockedKey> locked = new HashMap<>();
        List<Denied> refused = new ArrayList<>();
        Map<LockKey, HeadRows.Row> rows = heads.lockAll(connection, keysOf(requests));
        for (GrantRequest request : requests) {
            Optional<LockedKey> key = keys.settled(connection, rows.get(request.key()));
            key.ifPresent(held -> locked.put(request.key(), held));
            key.flatMap(held -> refusal(held, request)).ifPresent(refused::add);
        }
        if (!refused.isEmpty()) {
            return new BatchAcquisition.NoneGranted(refused);
        }
        List<Lease> leases = new ArrayList<>();
        for (GrantRequest request : requests) {
            leases.add(acquired(connection, locked.get(request.key()), request));
        }
        return new BatchAcquisition.AllGranted(leases);
    }

    private Lease acquired(Connection connection, @Nullable LockedKey key, GrantRequest request) throws SQLException {
        if (key != null) {
            Acquisition answer = acquiring.decide(connection, key, request);
            return answer.ifGranted().orElseThrow(() -> new Refused(List.of((Denied) answer)));
        }
        if (request.mode() == LockMode.SHARED) {
            Grant share = acquiring.insertShared(connection, request);
            return share.leaseAt(share.acquiredAt(), request.token());
        }
        InsertFirst.Attempt attempt = acquiring.insertInSteps(connection, request);
        if (attempt instanceof InsertFirst.Attempt.Won won) {
            return won.row().grant().leaseAt(won.row().now(), request.token());
        }
        throw new RaceLost(request.key() + " was taken meanwhile");
    }

    /** Names the keys that a save has locked: those that cannot be locked now either. */
    private List<Denied> beingSaved(List<GrantRequest> requests) {
        List<Denied> saving = connections.transaction(connection -> {
            Map<LockKey, HeadRows.Row> rows = heads.readAll(connection, keysOf(requests));
            List<Denied> found = new ArrayList<>();
            for (GrantRequest request : requests) {
                HeadRows.Row row = rows.get(request.key());
                if (row != null && heads.lockOrSkip(connection, request.key()) == null) {
                    found.add(new Denied.Saving(request.key(), row.view()));
                }
            }
            return found;
        });
        if (saving.isEmpty()) {
            // A writer without a lease keeps one of the free keys, and nothing tells which; or the save is over by now.
            saving.add(new Denied.Saving(requests.get(0).key(), Optional.empty()));
        }
        return saving;
    }

    private static Optional<Denied> refusal(LockedKey key, GrantRequest request) {
        return AcquireDecision.of(key.state(), request, key.now()) instanceof AcquireDecision.Refuse refuse
                ? Optional.of(refuse.denied())
                : Optional.empty();
    }

    private static List<LockKey> keysOf(List<GrantRequest> requests) {
        return requests.stream().map(GrantRequest::key).toList();
    }

    /** Rolls the transaction back, so that nothing of the batch stays. */
    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient List<Denied> denied;

        Refused(List<Denied> denied) {
            this.denied = denied;
        }
    }
}
