package io.heldby.jdbc.lock;

import io.heldby.lock.LockKey;
import io.heldby.lock.Owner;
import io.heldby.lock.Waiter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Reads and writes the lines of those who wait. A place is made, and kept alive, only with the head row of the key locked: so
 * whoever ends a lock under that row sees all who wait for it. Leaving needs no lock.
 */
final class WaiterRows {

    private final Sql sql;

    WaiterRows(Sql sql) {
        this.sql = sql;
    }

    /** In their order, also those whose heartbeats have stopped. */
    List<Waiter> of(Connection connection, LockKey key) throws SQLException {
        return of(connection, key, sql.demand.waiters);
    }

    /** As {@link #of}, in a transaction that may have an older snapshot. */
    List<Waiter> currentOf(Connection connection, LockKey key) throws SQLException {
        return of(connection, key, sql.demand.currentWaiters);
    }

    private List<Waiter> of(Connection connection, LockKey key, String query) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            sql.rows.bindKey(statement, key);
            List<Waiter> waiters = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    waiters.add(new Waiter(
                            row.getObject("waiter_id", UUID.class),
                            key,
                            GrantRow.owner(row),
                            sql.rows.instant(row, "since"),
                            sql.rows.instant(row, "live_until"),
                            Duration.ofMillis(row.getLong("live_millis")),
                            Duration.ofMillis(row.getLong("reserved_millis"))));
                }
            }
            return waiters;
        }
    }

    /** A heartbeat, or a new place in the line. */
    void put(Connection connection, Waiter waiter) throws SQLException {
        if (beaten(connection, waiter) == 0) {
            served(connection, waiter.key(), waiter.owner());
            insert(connection, waiter);
        }
    }

    private int beaten(Connection connection, Waiter waiter) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql.demand.beat)) {
            sql.bind(statement).time(waiter.liveUntil()).value(waiter.waiterId());
            return statement.executeUpdate();
        }
    }

    private void insert(Connection connection, Waiter waiter) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql.demand.queue)) {
            Binder bind = sql.bind(statement).value(waiter.waiterId());
            GrantRow.key(bind, waiter.key());
            GrantRow.owner(bind, waiter.owner());
            bind.time(waiter.since())
                    .time(waiter.liveUntil())
                    .number(waiter.liveFor().toMillis())
                    .number(waiter.reservedFor().toMillis());
            statement.executeUpdate();
        }
    }

    /** Whether there was such a place. */
    boolean leave(Connection connection, LockKey key, UUID waiterId, Owner owner) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql.demand.leave)) {
            Binder bind = sql.bind(statement);
            GrantRow.key(bind, key);
            bind.value(waiterId).text(owner.user()).text(owner.session());
            return statement.executeUpdate() > 0;
        }
    }

    /** Who has got the key, or a new place, has no other one. */
    void served(Connection connection, LockKey key, Owner owner) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql.demand.served)) {
            Binder bind = sql.bind(statement);
            GrantRow.key(bind, key);
            bind.text(owner.user()).text(owner.session());
            statement.executeUpdate();
        }
    }

    void sessionEnded(Connection connection, String tenant, String user, String session) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql.demand.waiterLeft)) {
            sql.bind(statement).text(tenant).text(user).text(session);
            statement.executeUpdate();
        }
    }
}
