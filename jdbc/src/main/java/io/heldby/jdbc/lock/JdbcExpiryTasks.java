package io.heldby.jdbc.lock;

import io.heldby.lock.ExpiryTask;
import io.heldby.lock.ExpiryTasks;
import io.heldby.lock.Fence;
import io.heldby.lock.Grant;
import io.heldby.lock.LockId;
import io.heldby.lock.LockMode;
import io.heldby.lock.Loss;
import io.heldby.lock.LossCause;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The tasks in {@code heldby_task}.
 *
 * <p>A claim is a row that says whose it is and until when: written in a short transaction that takes the first due row that
 * nobody else has locked ({@code FOR UPDATE SKIP LOCKED}). The handler runs after that one is over. What it ends with is
 * written only where the claim is still this one.
 */
final class JdbcExpiryTasks implements ExpiryTasks {

    private final OwnConnection connections;
    private final HeadRows heads;
    private final Keys keys;
    private final Sql sql;

    JdbcExpiryTasks(OwnConnection connections, HeadRows heads, Keys keys, Sql sql) {
        this.connections = connections;
        this.heads = heads;
        this.keys = keys;
        this.sql = sql;
    }

    /** A task, and the store's time when it was read. */
    private record Read(ExpiryTask task, Instant now) {}

    @Override
    public Optional<ExpiryTask> claim(String handler, Duration time) {
        return connections.transaction(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql.tasks.due)) {
                sql.bind(statement).text(handler);
                List<Read> due = read(statement);
                return due.isEmpty()
                        ? Optional.empty()
                        : Optional.of(claimed(
                                connection, due.get(0).task(), due.get(0).now().plus(time)));
            }
        });
    }

    private ExpiryTask claimed(Connection connection, ExpiryTask task, Instant until) throws SQLException {
        ExpiryTask claimed = task.claimed(UUID.randomUUID(), until);
        try (PreparedStatement statement = connection.prepareStatement(sql.tasks.claim)) {
            sql.bind(statement)
                    .value(Objects.requireNonNull(claimed.claim()))
                    .time(claimed.dueAt())
                    .number(claimed.taskId());
            statement.executeUpdate();
            return claimed;
        }
    }

    @Override
    public boolean done(ExpiryTask claimed) {
        return connections.write(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql.tasks.done)) {
                sql.bind(statement).number(claimed.taskId()).value(claimOf(claimed));
                return statement.executeUpdate() == 1;
            }
        });
    }

    @Override
    public boolean failed(ExpiryTask claimed, String error, Duration again) {
        return connections.transaction(connection -> {
            Instant now = heads.now(connection);
            try (PreparedStatement statement = connection.prepareStatement(sql.tasks.failed)) {
                sql.bind(statement)
                        .time(now.plus(again))
                        .text(error)
                        .number(claimed.taskId())
                        .value(claimOf(claimed));
                return statement.executeUpdate() == 1;
            }
        });
    }

    private static UUID claimOf(ExpiryTask claimed) {
        return Objects.requireNonNull(claimed.claim(), "a task that was claimed");
    }

    @Override
    public boolean extend(LockId lockId, Duration time) {
        try {
            return connections.transaction(connection -> {
                Optional<LockedKey> key = keys.lock(connection, lockId.key());
                Optional<Grant> grant = key.flatMap(held -> held.alive(lockId));
                if (grant.isEmpty()) {
                    return false;
                }
                LockedKey held = key.orElseThrow();
                keys.become(connection, held, held.with(grant.get().extendedAt(held.now(), time)));
                return true;
            });
        } catch (RowIsLocked saving) {
            return false;
        }
    }

    @Override
    public List<ExpiryTask> pending(@Nullable String tenant, int limit) {
        return connections.statement(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql.tasks.pending)) {
                sql.bind(statement).text(tenant).text(tenant).number(limit);
                return read(statement).stream().map(Read::task).toList();
            }
        });
    }

    private List<Read> read(PreparedStatement statement) throws SQLException {
        List<Read> tasks = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                tasks.add(new Read(task(row), sql.rows.instant(row, "store_now")));
            }
        }
        return tasks;
    }

    private ExpiryTask task(ResultSet row) throws SQLException {
        return new ExpiryTask(
                row.getLong("task_id"),
                row.getString("handler"),
                GrantRow.id(row),
                LockMode.valueOf(row.getString("mode")),
                GrantRow.owner(row),
                row.getString("reason"),
                new Fence(row.getLong("fence")),
                sql.rows.instant(row, "acquired_at"),
                sql.rows.instant(row, "expires_at"),
                sql.rows.instant(row, "max_until"),
                new Loss(
                        LossCause.valueOf(row.getString("cause")),
                        row.getString("by_name"),
                        sql.rows.instant(row, "at"),
                        row.getString("why")),
                row.getInt("attempts"),
                sql.rows.instant(row, "due_at"),
                row.getObject("claim", UUID.class),
                row.getString("last_error"));
    }
}
