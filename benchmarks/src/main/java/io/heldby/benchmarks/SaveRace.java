package io.heldby.benchmarks;

import io.heldby.jdbc.Heldby;
import io.heldby.jdbc.lock.JdbcSettings;
import io.heldby.lock.EditHandle;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockRequest;
import io.heldby.lock.Owner;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A save: the versioned UPDATE in a transaction, alone and under the guard. The guarded one verifies the lease, updates,
 * and gives the lock back. Taking the lock came minutes before, so it is not timed; the plain contestant takes and gives
 * back a lock untimed as well, so that both leave the server the same other work.
 */
final class SaveRace {

    static final String PLAIN = "versioned UPDATE, one transaction";
    static final String GUARDED = "guarded save, event log off";
    static final String GUARDED_LOGGED = "guarded save, event log on (default)";
    private static final List<Integer> THREADS = List.of(1, 4, 16);

    private static final int MOST_THREADS = 32;
    private static final String UPDATE = "UPDATE benchmark_policy SET premium = premium + 1, version = version + 1"
            + " WHERE id = ? AND version = ?";

    private SaveRace() {}

    static void createTable(DataSource dataSource) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE benchmark_policy (id INTEGER PRIMARY KEY, holder VARCHAR(100) NOT NULL,"
                    + " premium BIGINT NOT NULL, version BIGINT NOT NULL)");
            for (int id = 0; id < MOST_THREADS; id++) {
                statement.execute("INSERT INTO benchmark_policy VALUES (" + id + ", 'Bob Smith', 0, 0)");
            }
        }
    }

    static RaceResult run(DataSource dataSource, Rounds rounds) {
        try (Heldby unlogged = heldby(dataSource, JdbcLockers.UNLOGGED);
                Heldby logged = heldby(dataSource, JdbcSettings.defaults())) {
            return rounds.run(race(dataSource, unlogged, logged), THREADS);
        }
    }

    private static Race race(DataSource dataSource, Heldby unlogged, Heldby logged) {
        return new Race(
                "A save of one record",
                List.of(
                        new Contestant(PLAIN, thread -> new PlainSave(dataSource, unlogged, thread)),
                        new Contestant(GUARDED, thread -> new GuardedSave(dataSource, unlogged, thread)),
                        new Contestant(GUARDED_LOGGED, thread -> new GuardedSave(dataSource, logged, thread))));
    }

    private static Heldby heldby(DataSource dataSource, JdbcSettings settings) {
        return Heldby.builder(dataSource).settings(settings).build();
    }

    private static LockRequest request(int row) {
        return LockRequest.of(LockKey.of("saved", String.valueOf(row)), Owner.of("user-" + row, "session-" + row));
    }

    private static long version(DataSource dataSource, int row) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select =
                        connection.prepareStatement("SELECT version FROM benchmark_policy WHERE id = " + row);
                var answer = select.executeQuery()) {
            answer.next();
            return answer.getLong(1);
        } catch (SQLException failed) {
            throw new IllegalStateException("cannot read the version of " + row, failed);
        }
    }

    private static void update(Connection connection, int row, long version) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(UPDATE)) {
            update.setInt(1, row);
            update.setLong(2, version);
            if (update.executeUpdate() != 1) {
                throw new IllegalStateException("row %d is not at version %d any more".formatted(row, version));
            }
        }
    }

    private static final class PlainSave implements Step {

        private final DataSource dataSource;
        private final Heldby heldby;
        private final int row;
        private long version;

        PlainSave(DataSource dataSource, Heldby heldby, int row) {
            this.dataSource = dataSource;
            this.heldby = heldby;
            this.row = row;
            this.version = version(dataSource, row);
        }

        @Override
        public void prepare() {
            heldby.locks().release(heldby.locks().acquireOrThrow(request(row)));
        }

        @Override
        public void run() throws SQLException {
            try (Connection connection = dataSource.getConnection()) {
                connection.setAutoCommit(false);
                update(connection, row, version++);
                connection.commit();
                connection.setAutoCommit(true);
            }
        }
    }

    private static final class GuardedSave implements Step {

        private final Heldby heldby;
        private final int row;
        private long version;
        private @Nullable EditHandle handle;

        GuardedSave(DataSource dataSource, Heldby heldby, int row) {
            this.heldby = heldby;
            this.row = row;
            this.version = version(dataSource, row);
        }

        @Override
        public void prepare() {
            handle = heldby.locks().acquireOrThrow(request(row)).handle();
        }

        @Override
        public void run() throws SQLException {
            if (handle != null) {
                heldby.edits().save(handle, version++, save -> update(save.connection(), row, save.expectedVersion()));
            }
        }
    }
}
