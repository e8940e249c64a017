package io.heldby.jdbc.lock;

import io.heldby.lock.LockKey;
import io.heldby.lock.Suspension;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The emergency switch: which types' writes the guard lets pass, by whom, why and how long. */
final class Suspensions {

    /** Stands for all types; no type is empty. */
    private static final String ALL = "";

    private final OwnConnection connections;
    private final Sql sql;
    private final HeadRows heads;
    private final EventLog events;

    Suspensions(OwnConnection connections, Dialect dialect, HeadRows heads, EventLog events) {
        this.connections = connections;
        this.sql = dialect.sql;
        this.heads = heads;
        this.events = events;
    }

    Suspension suspend(String tenant, @Nullable String type, String operator, String reason, Duration time) {
        return connections.transaction(connection -> {
            delete(connection, tenant, type);
            Instant now = heads.now(connection);
            Suspension suspension = new Suspension(tenant, type, operator, reason, now, now.plus(time));
            insert(connection, suspension);
            events.switched(connection, "SUSPENDED", tenant, column(type), operator, reason, now);
            return suspension;
        });
    }

    boolean resume(String tenant, @Nullable String type, String operator) {
        return connections.transaction(connection -> {
            boolean lasted = current(connection, sql, tenant).stream()
                    .anyMatch(one -> column(one.type()).equals(column(type)));
            delete(connection, tenant, type);
            if (lasted) {
                events.switched(connection, "RESUMED", tenant, column(type), operator, null, heads.now(connection));
            }
            return lasted;
        });
    }

    List<Suspension> current(String tenant) {
        return connections.statement(connection -> current(connection, sql, tenant));
    }

    /** Whether the key is suspended, on whatever connection the caller has. */
    static boolean covers(Connection connection, Sql sql, LockKey key) throws SQLException {
        return current(connection, sql, key.tenant()).stream().anyMatch(one -> one.covers(key));
    }

    private static List<Suspension> current(Connection connection, Sql sql, String tenant) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql.suspensions)) {
            sql.bind(statement).text(tenant);
            List<Suspension> all = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    String type = row.getString("type");
                    all.add(new Suspension(
                            row.getString("tenant"),
                            type.equals(ALL) ? null : type,
                            row.getString("operator"),
                            row.getString("reason"),
                            sql.rows.instant(row, "since"),
                            sql.rows.instant(row, "until")));
                }
            }
            return all;
        }
    }

    private void insert(Connection connection, Suspension suspension) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql.suspend)) {
            sql.bind(statement)
                    .text(suspension.tenant())
                    .text(column(suspension.type()))
                    .text(suspension.operator())
                    .text(suspension.reason())
                    .time(suspension.since())
                    .time(suspension.until());
            statement.executeUpdate();
        }
    }

    private void delete(Connection connection, String tenant, @Nullable String type) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql.resume)) {
            sql.bind(statement).text(tenant).text(column(type));
            statement.executeUpdate();
        }
    }

    private static String column(@Nullable String type) {
        return type == null ? ALL : type;
    }
}
