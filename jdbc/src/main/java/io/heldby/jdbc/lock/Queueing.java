package io.heldby.jdbc.lock;

import io.heldby.lock.Demand;
import io.heldby.lock.LockKey;
import io.heldby.lock.Owner;
import io.heldby.lock.WaitRequest;
import io.heldby.lock.Waiting;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** The lines of those who wait, with the key's head row locked. */
final class Queueing {

    private final OwnConnection connections;
    private final HeadRows heads;
    private final Keys keys;
    private final WaiterRows waiters;
    private final RequestRows requests;

    Queueing(OwnConnection connections, Dialect dialect, Keys keys) {
        this.connections = connections;
        this.heads = new HeadRows(dialect);
        this.keys = keys;
        this.waiters = new WaiterRows(dialect.sql);
        this.requests = new RequestRows(dialect.sql);
    }

    Waiting waitFor(WaitRequest request) {
        return locked(request.key(), key -> key.state().waiting(request, key.now()));
    }

    Waiting renewWaiter(LockKey key, UUID waiterId, Owner owner) {
        return locked(key, held -> held.state().stillWaiting(waiterId, owner, held.now()));
    }

    private Waiting locked(LockKey key, Rule rule) {
        try {
            return connections.transaction(connection -> {
                Optional<LockedKey> held = keys.lock(connection, key);
                return held.isEmpty()
                        ? new Waiting.YourTurn(Optional.empty())
                        : written(connection, held.get(), rule.of(held.get()));
            });
        } catch (RowIsLocked saving) {
            return new Waiting.Busy();
        }
    }

    private Waiting written(Connection connection, LockedKey key, Waiting waiting) throws SQLException {
        if (waiting instanceof Waiting.Queued queued) {
            waiters.put(connection, queued.waiter());
            heads.want(connection, key.head(), true);
        }
        return waiting;
    }

    boolean stopWaiting(LockKey key, UUID waiterId, Owner owner) {
        try {
            return connections.transaction(connection -> {
                boolean waited = waiters.leave(connection, key, waiterId, owner);
                Optional<LockedKey> held = keys.lock(connection, key);
                boolean reserved = held.isPresent() && held.get().state().isReservedFor(owner);
                if (reserved) {
                    keys.passOn(connection, held.orElseThrow());
                }
                return waited || reserved;
            });
        } catch (RowIsLocked saving) {
            // Nobody saves a record that is reserved, so the line is all that there is to leave.
            return connections.write(connection -> waiters.leave(connection, key, waiterId, owner));
        }
    }

    Demand demand(LockKey key) {
        return connections.statement(connection -> {
            HeadRows.Row head = heads.read(connection, key);
            if (head == null || !head.wanted()) {
                return Demand.NONE;
            }
            LockedKey looked = keys.complete(connection, head).orElseThrow();
            Instant now = looked.now();
            return Demand.of(looked.state(), requests.of(connection, key), now);
        });
    }

    /** What a locked key means for somebody who waits. */
    @FunctionalInterface
    private interface Rule {
        Waiting of(LockedKey key);
    }
}
