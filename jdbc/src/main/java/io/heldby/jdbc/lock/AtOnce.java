package io.heldby.jdbc.lock;

import io.heldby.lock.ActorKind;
import io.heldby.lock.Fence;
import io.heldby.lock.Heartbeat;
import io.heldby.lock.Lease;
import io.heldby.lock.LeaseClaim;
import io.heldby.lock.LockId;
import io.heldby.lock.LockMode;
import io.heldby.lock.Owner;
import io.heldby.lock.Renewal;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What is done in a single statement, and so in one round trip, where the database can: to exclusive grants whose rows
 * nobody has locked. Whatever is not as usual is left alone, and the caller goes step by step; so a database that can do
 * nothing at once gives the same answers.
 */
final class AtOnce {

    private static final String BEGINNING = "(0,0)";

    private final OwnConnection connections;
    private final Dialect dialect;
    private final Sql sql;
    private final ReleaseInTwo inTwo;

    /** Where the last batch of a sweep ended. Several sweepers that write it skip nothing for longer than one round. */
    private volatile String sweptTo = BEGINNING;

    AtOnce(OwnConnection connections, Dialect dialect, EventLog events) {
        this.connections = connections;
        this.dialect = dialect;
        this.sql = dialect.sql;
        this.inTwo = new ReleaseInTwo(dialect, events);
    }

    /** Whether it was released. */
    boolean release(LeaseClaim claim) {
        if (sql.beginAndTakeAway.isPresent()) {
            return connections.write(connection -> inTwo.release(connection, claim));
        }
        return sql.releaseAtOnce.isPresent() && connections.write(connection -> released(connection, dialect, claim));
    }

    /** The same on any connection, in its transaction if there is one. */
    static boolean released(Connection connection, Dialect dialect, LeaseClaim claim) throws SQLException {
        Sql sql = dialect.sql;
        if (sql.releaseAtOnce.isEmpty()) {
            return false;
        }
        try (PreparedStatement statement = connection.prepareStatement(sql.releaseAtOnce.get())) {
            sql.rows.bindClaim(statement, claim);
            return statement.executeUpdate() == 1;
        } catch (SQLException failed) {
            if (dialect.isLockTimeout(failed)) {
                return false;
            }
            throw failed;
        }
    }

    /** Those that were renewed, by lock id. */
    Map<LockId, Renewal> renew(List<Heartbeat> heartbeats) {
        List<LeaseClaim> claims = heartbeats.stream().map(Heartbeat::claim).toList();
        // Two pages that show the same lock are two heartbeats of it, and a row is updated only once in a statement.
        if (sql.renewAtOnce.isEmpty()
                || claims.stream().map(LeaseClaim::lockId).distinct().count() < claims.size()) {
            return Map.of();
        }
        return connections.write(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql.renewAtOnce.get())) {
                statement.setArray(
                        1, texts(connection, claims, claim -> claim.key().tenant()));
                statement.setArray(
                        2, texts(connection, claims, claim -> claim.key().type()));
                statement.setArray(
                        3, texts(connection, claims, claim -> claim.key().id()));
                statement.setArray(4, connection.createArrayOf("uuid", grants(claims)));
                statement.setArray(5, connection.createArrayOf("bytea", hashes(claims)));
                statement.setArray(6, texts(connection, claims, LeaseClaim::user));
                statement.setArray(
                        7,
                        connection.createArrayOf(
                                "bigint",
                                heartbeats.stream().map(Heartbeat::seenBeat).toArray()));
                Map<LockId, Renewal> renewed = new HashMap<>();
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        LeaseClaim claim = claims.get(row.getInt("number") - 1);
                        renewed.put(claim.lockId(), new Renewal.Renewed(lease(row, claim)));
                    }
                }
                return renewed;
            }
        });
    }

    /**
     * Tidies on from where the batch before ended, and from the beginning when it has come to the end.
     *
     * @return how many it tidied
     */
    int sweep(int limit) {
        if (sql.sweepAtOnce.isEmpty()) {
            return 0;
        }
        String from = sweptTo;
        int tidied = sweep(from, limit);
        return tidied == limit || from.equals(BEGINNING) ? tidied : tidied + sweep(BEGINNING, limit - tidied);
    }

    private int sweep(String from, int limit) {
        return connections.write(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql.sweepAtOnce.get())) {
                statement.setString(1, from);
                statement.setInt(2, limit);
                try (ResultSet answer = statement.executeQuery()) {
                    answer.next();
                    boolean mayBeMore = answer.getInt("looked_at") == limit;
                    sweptTo = mayBeMore ? answer.getString("last") : BEGINNING;
                    return answer.getInt("tidied");
                }
            }
        });
    }

    private Lease lease(ResultSet row, LeaseClaim claim) throws SQLException {
        return new Lease(
                claim.lockId(),
                LockMode.EXCLUSIVE,
                new Owner(
                        claim.user(),
                        row.getString("session_id"),
                        row.getString("display_name"),
                        ActorKind.valueOf(row.getString("actor_kind"))),
                row.getString("reason"),
                claim.token(),
                new Fence(row.getLong("fence")),
                sql.rows.instant(row, "acquired_at"),
                sql.rows.instant(row, "expires_at"),
                sql.rows.instant(row, "max_until"),
                row.getLong("beat"),
                sql.rows.instant(row, "now"));
    }

    private static Object[] grants(List<LeaseClaim> claims) {
        return claims.stream().map(claim -> claim.lockId().grant()).toArray();
    }

    private static Object[] hashes(List<LeaseClaim> claims) {
        return claims.stream().map(GrantRow::hash).toArray(byte[][]::new);
    }

    private static Array texts(Connection connection, List<LeaseClaim> claims, Function<LeaseClaim, String> text)
            throws SQLException {
        return connection.createArrayOf("text", claims.stream().map(text).toArray());
    }
}
