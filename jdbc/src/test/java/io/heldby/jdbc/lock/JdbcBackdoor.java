package io.heldby.jdbc.lock;

import io.heldby.lock.Guard;
import io.heldby.lock.Lease;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockPolicies;
import io.heldby.testkit.LockStoreBackdoor;
import io.heldby.testkit.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** Plain SQL on Heldby's tables, over a connection of its own. For one thread. */
final class JdbcBackdoor implements LockStoreBackdoor, AutoCloseable {

    private static final List<String> TABLES = List.of(
            "heldby_lock",
            "heldby_share",
            "heldby_request",
            "heldby_waiter",
            "heldby_event",
            "heldby_task",
            "heldby_schema");

    private final TestDatabase database;
    private final Guard guard;
    private final Connection connection;

    JdbcBackdoor(TestDatabase database) throws SQLException {
        this.database = database;
        this.guard = new JdbcGuard(database.dataSource(), JdbcSettings.defaults(), LockPolicies.defaults());
        this.connection = database.openConnection();
    }

    /** Back to an empty store, without making its tables again. */
    void forgetEverything() {
        execute("DELETE FROM heldby_lock");
        execute("DELETE FROM heldby_share");
        execute("DELETE FROM heldby_request");
        execute("DELETE FROM heldby_waiter");
        execute("DELETE FROM heldby_suspension");
        execute("DELETE FROM heldby_task");
        execute("DELETE FROM heldby_event");
    }

    @Override
    public void moveExpiry(LockKey key, Duration fromNow) {
        moveTo("expires_at", now().plus(fromNow), key);
    }

    @Override
    public void moveMaximumHold(LockKey key, Duration fromNow) {
        moveTo("max_until", now().plus(fromNow), key);
    }

    @Override
    public void moveAcquired(LockKey key, Instant acquiredAt) {
        moveTo("acquired_at", acquiredAt, key);
    }

    private void moveTo(String column, Instant time, LockKey key) {
        int rows = moveTo("heldby_lock", column, time, key);
        if (rows != 1) {
            throw new AssertionError("expected one row for " + key + ", but there are " + rows);
        }
        moveTo("heldby_share", column, time, key);
    }

    private int moveTo(String table, String column, Instant time, LockKey key) {
        String sql = "UPDATE " + table + " SET " + column + " = ? WHERE tenant = ? AND type = ? AND id = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            ServerTime.bind(statement, 1, time);
            statement.setString(2, key.tenant());
            statement.setString(3, key.type());
            statement.setString(4, key.id());
            return statement.executeUpdate();
        } catch (SQLException failed) {
            throw new AssertionError(sql, failed);
        }
    }

    @Override
    public void ageDemand(LockKey key, Duration time) {
        String earlier = " = %s - INTERVAL '" + time.toSeconds() + "' SECOND";
        age("heldby_request", List.of("asked_at", "expires_at", "answered_at", "keep_until"), earlier, key);
        age("heldby_waiter", List.of("since", "live_until"), earlier, key);
    }

    @Override
    public void ageTasks(Duration time) {
        execute("UPDATE heldby_task SET due_at = due_at - INTERVAL '" + time.toSeconds() + "' SECOND");
    }

    private void age(String table, List<String> columns, String earlier, LockKey key) {
        String set = columns.stream()
                .map(column -> column + earlier.formatted(column))
                .collect(Collectors.joining(", "));
        String sql = "UPDATE " + table + " SET " + set + " WHERE tenant = ? AND type = ? AND id = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, key.tenant());
            statement.setString(2, key.type());
            statement.setString(3, key.id());
            statement.executeUpdate();
        } catch (SQLException failed) {
            throw new AssertionError(sql, failed);
        }
    }

    @Override
    public Instant now() {
        try {
            return ServerTime.now(connection);
        } catch (SQLException failed) {
            throw new AssertionError("could not ask for the time", failed);
        }
    }

    @Override
    public String rawDump() {
        StringBuilder dump = new StringBuilder();
        for (String table : TABLES) {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT * FROM " + table)) {
                dump(rows, dump);
            } catch (SQLException failed) {
                throw new AssertionError(table, failed);
            }
        }
        return dump.toString();
    }

    private static void dump(ResultSet rows, StringBuilder dump) throws SQLException {
        ResultSetMetaData columns = rows.getMetaData();
        while (rows.next()) {
            for (int i = 1; i <= columns.getColumnCount(); i++) {
                dump.append('|').append(rows.getString(i));
                int type = columns.getColumnType(i);
                if ((type == Types.BINARY || type == Types.VARBINARY) && rows.getBytes(i) != null) {
                    // A text that somebody stored as bytes is to be found as well.
                    dump.append('|').append(new String(rows.getBytes(i), StandardCharsets.UTF_8));
                }
            }
            dump.append('\n');
        }
    }

    @Override
    public boolean supportsGuardedSave() {
        return true;
    }

    @Override
    public HungSave hangGuardedSave(Lease lease) {
        try {
            Connection saving = database.openConnection();
            try {
                saving.setAutoCommit(false);
                guard.verify(saving, lease);
            } catch (SQLException | RuntimeException refused) {
                saving.close();
                throw refused;
            }
            return () -> rollBack(saving);
        } catch (SQLException failed) {
            throw new AssertionError("could not begin a guarded save of " + lease.key(), failed);
        }
    }

    private static void rollBack(Connection saving) {
        try (saving) {
            saving.rollback();
        } catch (SQLException failed) {
            throw new AssertionError("could not roll back the hanging save", failed);
        }
    }

    @Override
    public boolean supportsSettingTheFence() {
        return true;
    }

    @Override
    public void setNextFence(long fence) {
        execute("ALTER SEQUENCE heldby_fence RESTART WITH " + fence);
    }

    void execute(String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failed) {
            throw new AssertionError(sql, failed);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
