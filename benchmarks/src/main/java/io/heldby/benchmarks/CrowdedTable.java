package io.heldby.benchmarks;

import io.heldby.jdbc.lock.InitializeSchema;
import io.heldby.jdbc.lock.JdbcSchema;
import io.heldby.jdbc.lock.JdbcSettings;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockManager;
import io.heldby.lock.LockRequest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/** Fills a lock table on PostgreSQL with very many locks, by copying one that Heldby itself has written. */
final class CrowdedTable {

    private static final Map<String, String> ALIVE = Map.of(
            "id", "'held-' || n",
            "lock_id", "gen_random_uuid()",
            "user_id", "'user-' || n % 50000",
            "session_id", "'session-' || n % 100000",
            "display_name", "'User ' || n % 50000",
            "acquired_at", "acquired_at - n * INTERVAL '1 millisecond'",
            "expires_at", "expires_at + INTERVAL '6 hours'");

    private CrowdedTable() {}

    /** Locks that are held for hours. */
    static LockManager alive(DataSource dataSource, JdbcSettings settings, int count) throws SQLException {
        return filled(dataSource, settings, count, ALIVE);
    }

    /** Locks whose maximum hold is over, each of another user. */
    static LockManager dead(DataSource dataSource, JdbcSettings settings, int count) throws SQLException {
        Map<String, String> dead = new HashMap<>(ALIVE);
        dead.put("expires_at", "acquired_at - INTERVAL '1 hour'");
        dead.put("max_until", "acquired_at - INTERVAL '1 hour'");
        return filled(dataSource, settings, count, dead);
    }

    private static LockManager filled(
            DataSource dataSource, JdbcSettings settings, int count, Map<String, String> columns) throws SQLException {
        JdbcSchema.prepare(dataSource, settings, InitializeSchema.ALWAYS);
        LockManager locks = JdbcLockers.heldby("filled", dataSource, settings).locks();
        String table = settings.tablePrefix() + "lock";
        locks.acquireOrThrow(LockRequest.of(LockKey.of(HeldbyLocker.TYPE, "first"), HeldbyLocker.owner("first")));
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            List<String> names = columnsOf(connection, table);
            List<String> values =
                    names.stream().map(name -> columns.getOrDefault(name, name)).toList();
            statement.execute("INSERT INTO %s (%s) SELECT %s FROM %s, generate_series(1, %d) n"
                    .formatted(table, String.join(", ", names), String.join(", ", values), table, count - 1));
            statement.execute("VACUUM ANALYZE " + table);
        }
        return locks;
    }

    private static List<String> columnsOf(Connection connection, String table) throws SQLException {
        List<String> names = new ArrayList<>();
        try (ResultSet columns = connection.getMetaData().getColumns(null, null, table, null)) {
            while (columns.next()) {
                names.add(columns.getString("COLUMN_NAME"));
            }
        }
        return names;
    }
}
