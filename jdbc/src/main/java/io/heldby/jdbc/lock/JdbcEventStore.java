package io.heldby.jdbc.lock;

import io.heldby.lock.Denial;
import io.heldby.lock.EventPage;
import io.heldby.lock.EventQuery;
import io.heldby.lock.EventStore;
import io.heldby.lock.Fence;
import io.heldby.lock.LockEvent;
import io.heldby.lock.LockId;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockStoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link JdbcLockStore} and {@link io.heldby.jdbc.changelog.SavedEvents} log in {@code heldby_event}.
 *
 * <ul>
 *   <li><b>Order</b>: an event is inserted in the transaction that causes it, without a position. Once committed, it gets
 *       the next one, see {@link Sequencing}; readers go by positions alone.
 *   <li><b>Wake-ups</b>: on PostgreSQL {@code NOTIFY}, in a transaction of its own after the events were placed, because in
 *       the causing ones it would make all commits of the database queue; {@code LISTEN} on a connection that is kept for
 *       it. Elsewhere readers look every so often.
 *   <li><b>Clock</b>: the database's.
 * </ul>
 *
 * <p>Safe for use by many threads. Every call takes one connection of the pool.
 */
public final class JdbcEventStore implements EventStore {

    private final OwnConnection connections;
    private final Dialect dialect;
    private final HeadRows heads;
    private final EventSql sql;
    private final Sequencing sequencing;
    private final Pseudonyms pseudonyms;
    private final TaskNames taskNames;
    private final @Nullable DataSource listenOn;
    private final String channel;

    /**
     * Connects once to find out which database it is.
     *
     * @param dataSource of the primary, as of the lock store
     * @param listenOn where to get one more connection, which is kept to be woken by other nodes (PostgreSQL only); may be
     *     the same, if its pool has one to spare; null to look every so often instead
     */
    public JdbcEventStore(DataSource dataSource, JdbcSettings settings, @Nullable DataSource listenOn) {
        UUID storeId;
        try (Connection connection = dataSource.getConnection()) {
            dialect = Dialect.of(connection, settings);
            connections = new OwnConnection(dataSource, dialect, connection.getTransactionIsolation());
            storeId = JdbcSchema.storeId(connection, dialect)
                    .orElseThrow(() -> new IllegalStateException(
                            "Heldby's tables are not in this database; see JdbcSchema.prepare"));
        } catch (SQLException failed) {
            throw new LockStoreException("cannot reach the log of events: " + failed.getMessage(), failed);
        }
        heads = new HeadRows(dialect);
        sql = new EventSql(dialect, settings);
        sequencing = new Sequencing(connections, sql);
        pseudonyms = new Pseudonyms(storeId);
        taskNames = new TaskNames(dialect.sql, pseudonyms);
        channel = "heldby_" + storeId;
        this.listenOn = sql.announce.isPresent() ? listenOn : null;
    }

    @Override
    public int sequence(int limit) {
        return sequencing.sequence(limit);
    }

    @Override
    public long newest() {
        return connections.statement(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql.newest);
                    ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        });
    }

    @Override
    public List<LockEvent> after(long position, int limit) {
        return connections.statement(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql.after)) {
                dialect.sql.bind(statement).number(position).number(limit);
                return events(statement);
            }
        });
    }

    @Override
    public EventPage find(EventQuery query) {
        return connections.statement(connection -> {
            try (PreparedStatement statement =
                    connection.prepareStatement(query.id() == null ? sql.history : sql.historyOfRecord)) {
                Binder bind = dialect.sql.bind(statement).text(query.tenant()).text(query.type());
                bind.text(query.id() == null ? query.type() : query.id());
                String kind = query.kind() == null ? null : query.kind().name();
                bind.text(query.user()).text(query.user()).text(kind).text(kind);
                bind.time(query.from() == null ? Times.EARLIEST : query.from());
                bind.time(query.to() == null ? Times.LATEST : query.to());
                bind.number(query.before() == null ? Long.MAX_VALUE : query.before());
                bind.number(query.limit() + 1L);
                return EventPage.cut(events(statement), query.limit());
            }
        });
    }

    private List<LockEvent> events(PreparedStatement statement) throws SQLException {
        List<LockEvent> events = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                events.add(event(row));
            }
        }
        return events;
    }

    private LockEvent event(ResultSet row) throws SQLException {
        String tenant = row.getString("tenant");
        String type = row.getString("type");
        String id = row.getString("id");
        UUID grant = row.getObject("lock_id", UUID.class);
        long fence = row.getLong("fence");
        return new LockEvent(
                row.getLong("pos"),
                LockEvent.Kind.named(row.getString("kind")),
                tenant,
                type,
                id,
                grant == null ? null : new LockId(new LockKey(tenant, type, id), grant),
                grant == null ? null : new Fence(fence),
                row.getString("user_id"),
                row.getString("display_name"),
                row.getString("by_name"),
                row.getString("reason"),
                dialect.sql.rows.instant(row, "at"),
                row.getObject("version", Long.class));
    }

    @Override
    public void denied(List<Denial> denials) {
        int unused = connections.transaction(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql.denied)) {
                for (Denial denial : denials) {
                    dialect.sql
                            .bind(statement)
                            .text(denial.key().tenant())
                            .text(denial.key().type())
                            .text(denial.key().id())
                            .text(denial.asker().user())
                            .text(denial.asker().displayName())
                            .text(denial.holder());
                    statement.addBatch();
                }
                return statement.executeBatch().length;
            }
        });
    }

    @Override
    public int purge(Duration age, int limit) {
        return connections.transaction(connection -> {
            Instant before = heads.now(connection).minus(age);
            List<Long> old = new ArrayList<>();
            long upTo = 0;
            try (PreparedStatement statement = connection.prepareStatement(sql.oldest)) {
                statement.setInt(1, limit);
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        if (dialect.sql.rows.instant(row, "at").isBefore(before)) {
                            old.add(row.getLong("event_id"));
                            upTo = row.getLong("pos");
                        }
                    }
                }
            }
            if (!old.isEmpty()) {
                delete(connection, old);
                noteMissed(connection, upTo);
            }
            return old.size();
        });
    }

    private void delete(Connection connection, List<Long> eventIds) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql.delete)) {
            for (long eventId : eventIds) {
                statement.setLong(1, eventId);
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private void noteMissed(Connection connection, long upTo) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql.missed)) {
            dialect.sql.bind(statement).number(upTo).number(upTo).number(upTo);
            statement.executeUpdate();
        }
    }

    @Override
    public long pseudonymise(Duration age, long from, int limit) {
        int tasks;
        do {
            tasks = connections.transaction(connection ->
                    taskNames.takeOut(connection, heads.now(connection).minus(age), limit));
        } while (tasks == limit);
        return connections.transaction(connection -> {
            Instant before = heads.now(connection).minus(age);
            long last = from;
            try (PreparedStatement named = connection.prepareStatement(sql.named);
                    PreparedStatement unname = connection.prepareStatement(sql.unname)) {
                dialect.sql.bind(named).number(from).time(before).number(limit);
                try (ResultSet row = named.executeQuery()) {
                    while (row.next()) {
                        last = row.getLong("pos");
                        boolean readable = row.getString("display_name") != null;
                        String user = row.getString("user_id");
                        unname.setString(1, readable && user != null ? pseudonyms.of(user) : user);
                        unname.setLong(2, row.getLong("event_id"));
                        unname.addBatch();
                    }
                }
                if (last > from) {
                    unname.executeBatch();
                }
            }
            return last;
        });
    }

    @Override
    public int erase(LockKey key) {
        return connections.transaction(connection -> {
            taskNames.takeOut(connection, key);
            int unused = delete(connection, dialect.sql.demand.eraseRequests, key);
            return delete(connection, sql.erase, key);
        });
    }

    private int delete(Connection connection, String delete, LockKey key) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(delete)) {
            dialect.sql.rows.bindKey(statement, key);
            return statement.executeUpdate();
        }
    }

    @Override
    public void announce() {
        sql.announce.ifPresent(statement -> connections.statement(connection -> {
            try (PreparedStatement announce = connection.prepareStatement(statement)) {
                announce.setString(1, channel);
                return announce.execute();
            }
        }));
    }

    @Override
    public Listening listen(Runnable wake) {
        return Optional.ofNullable(listenOn)
                .<Listening>map(dataSource -> new PostgresListener(dataSource, channel, wake))
                .orElse(() -> {});
    }
}
