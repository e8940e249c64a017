package io.heldby.jdbc.lock;

import io.heldby.lock.LockStoreException;
import io.heldby.webhook.WebhookStatus;
import io.heldby.webhook.WebhookStore;
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
 * Remembers in {@code heldby_webhook} how far every webhook was sent, one row for each.
 *
 * <ul>
 *   <li><b>Turn</b>: {@code claimed_by} and {@code claimed_until}, written in a short transaction that has the row locked;
 *       who finds it locked goes away. It is a lease and not a row lock, so that nothing is held while a receiver is waited
 *       for. Whoever has lost it changes nothing more: every later statement names the claim.
 *   <li><b>Position</b>: moves forward only, by one statement.
 *   <li><b>Forgotten events</b>: {@link JdbcEventStore#purge} notes in {@code missed_to} how far it has deleted, in the
 *       transaction that deletes, for webhooks that were not as far.
 *   <li><b>Clock</b>: the database's, read while the row is locked.
 * </ul>
 *
 * <p>Safe for use by many threads. Every call takes one connection of the pool and gives it back.
 */
public final class JdbcWebhookStore implements WebhookStore {

    private final OwnConnection connections;
    private final Dialect dialect;
    private final HeadRows heads;
    private final WebhookSql sql;

    /**
     * Connects once to find out which database it is.
     *
     * @param dataSource of the primary, as of the lock store
     */
    public JdbcWebhookStore(DataSource dataSource, JdbcSettings settings) {
        try (Connection connection = dataSource.getConnection()) {
            dialect = Dialect.of(connection, settings);
            connections = new OwnConnection(dataSource, dialect, connection.getTransactionIsolation());
        } catch (SQLException failed) {
            throw new LockStoreException("cannot reach the positions of webhooks: " + failed.getMessage(), failed);
        }
        heads = new HeadRows(dialect);
        sql = new WebhookSql(settings);
    }

    @Override
    public long begin(String name) {
        int unused = connections.write(connection -> {
            try (PreparedStatement begin = connection.prepareStatement(sql.begin)) {
                dialect.sql.bind(begin).text(name);
                return begin.executeUpdate();
            } catch (SQLException failed) {
                if (!dialect.isDuplicateKey(failed)) {
                    throw failed;
                }
                return 0;
            }
        });
        int unusedRetries = update(sql.retryNow, bind -> bind.text(name));
        return connections.statement(connection -> {
            try (PreparedStatement position = connection.prepareStatement(sql.position)) {
                dialect.sql.bind(position).text(name);
                try (ResultSet row = position.executeQuery()) {
                    row.next();
                    return row.getLong("pos");
                }
            }
        });
    }

    @Override
    public Optional<Turn> claim(String name, UUID by, Duration lease) {
        return connections.transaction(connection -> {
            Turn turn = turn(connection, name, by);
            if (turn == null) {
                return Optional.empty();
            }
            try (PreparedStatement claim = connection.prepareStatement(sql.claim)) {
                dialect.sql
                        .bind(claim)
                        .text(by.toString())
                        .time(turn.now().plus(lease))
                        .text(name);
                claim.executeUpdate();
            }
            return Optional.of(turn);
        });
    }

    private @Nullable Turn turn(Connection connection, String name, UUID by) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement(sql.lock)) {
            dialect.sql.bind(lock).text(name);
            try (ResultSet row = lock.executeQuery()) {
                if (!row.next()) {
                    return null;
                }
                Instant now = heads.now(connection);
                Instant claimedUntil = dialect.sql.rows.instantOrNull(row, "claimed_until");
                Instant nextAttempt = dialect.sql.rows.instantOrNull(row, "next_attempt");
                boolean free = claimedUntil == null
                        || !now.isBefore(claimedUntil)
                        || by.toString().equals(row.getString("claimed_by"));
                boolean due = nextAttempt == null || !now.isBefore(nextAttempt);
                return free && due
                        ? new Turn(row.getLong("pos"), row.getLong("missed_to"), row.getInt("failures"), now)
                        : null;
            }
        }
    }

    @Override
    public boolean delivered(String name, UUID by, long position, @Nullable String answer) {
        return update(
                        sql.delivered,
                        bind -> bind.number(position)
                                .text(answer)
                                .text(name)
                                .text(by.toString())
                                .number(position))
                == 1;
    }

    @Override
    public void failed(String name, UUID by, String answer, Duration pause) {
        int unused = connections.transaction(connection -> {
            Instant now = heads.now(connection);
            try (PreparedStatement failed = connection.prepareStatement(sql.failed)) {
                dialect.sql
                        .bind(failed)
                        .time(now)
                        .time(now.plus(pause))
                        .text(answer)
                        .text(name)
                        .text(by.toString());
                return failed.executeUpdate();
            }
        });
    }

    @Override
    public void release(String name, UUID by) {
        int unused = update(sql.release, bind -> bind.text(name).text(by.toString()));
    }

    @Override
    public List<WebhookStatus> statuses() {
        return connections.statement(connection -> {
            List<WebhookStatus> statuses = new ArrayList<>();
            try (PreparedStatement all = connection.prepareStatement(sql.statuses);
                    ResultSet row = all.executeQuery()) {
                while (row.next()) {
                    statuses.add(new WebhookStatus(
                            row.getString("name"),
                            row.getLong("pos"),
                            row.getInt("failures"),
                            dialect.sql.rows.instantOrNull(row, "failing_since"),
                            dialect.sql.rows.instantOrNull(row, "next_attempt"),
                            row.getString("last_answer")));
                }
            }
            return statuses;
        });
    }

    private int update(String statement, Parameters parameters) {
        return connections.write(connection -> {
            try (PreparedStatement update = connection.prepareStatement(statement)) {
                parameters.bindTo(dialect.sql.bind(update));
                return update.executeUpdate();
            }
        });
    }

    /** Binds the parameters of a statement. */
    @FunctionalInterface
    private interface Parameters {
        void bindTo(Binder bind) throws SQLException;
    }
}
