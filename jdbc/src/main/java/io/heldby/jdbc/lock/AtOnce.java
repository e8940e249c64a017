package io.heldby.jdbc.lock;

import io.heldby.lock.ActorKind;
import io.heldby.lock.Fence;
import io.heldby.lock.Lease;
import io.heldby.lock.LeaseClaim;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockMode;
import io.heldby.lock.Owner;
import io.heldby.lock.Renewal;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
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

    /**
     * Whether it was released.
     *
     * @param key of the claim's grant, if known
     */
    boolean release(LeaseClaim claim, Optional<LockKey> key) {
        if (sql.beginAndTakeAway.isPresent()) {
            return connections.write(connection -> inTwo.release(connection, claim, key));
        }
        return sql.releaseAtOnce.isPresent()
                && connections.write(connection -> released(connection, dialect, claim, key));
    }

    /** The same on any connection, in its transaction if there is one. */
    static boolean released(Connection connection, Dialect dialect, LeaseClaim claim, Optional<LockKey> key)
            throws SQLException {
        Sql sql = dialect.sql;
        Optional<LockKey> helpful = key.filter(known -> sql.releaseAtOnceByKey.isPresent());
        Optional<String> release =
                helpful.flatMap(known -> sql.releaseAtOnceByKey).or(() -> sql.releaseAtOnce);
        if (release.isEmpty()) {
            return false;
        }
        try (PreparedStatement statement = connection.prepareStatement(release.get())) {
            ReleaseInTwo.bind(sql.bind(statement), claim, helpful);
            return statement.executeUpdate() == 1;
        } catch (SQLException failed) {
            if (dialect.isLockTimeout(failed)) {
                return false;
            }
            throw failed;
        }
    }

    /** Those that were renewed, by lock id. */
    Map<UUID, Renewal> renew(List<LeaseClaim> claims) {
        Map<UUID, LeaseClaim> byId = new LinkedHashMap<>();
        claims.forEach(claim -> byId.put(claim.lockId(), claim));
        // Two pages that show the same lock are two heartbeats of it, and a row is updated only once in a statement.
        if (sql.renewAtOnce.isEmpty() || byId.size() < claims.size()) {
            return Map.of();
        }
        return connections.write(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql.renewAtOnce.get())) {
                statement.setArray(
                        1, connection.createArrayOf("uuid", byId.keySet().toArray()));
                statement.setArray(2, connection.createArrayOf("bytea", hashes(claims)));
                statement.setArray(3, texts(connection, claims, LeaseClaim::tenant));
                statement.setArray(4, texts(connection, claims, LeaseClaim::user));
                Map<UUID, Renewal> renewed = new HashMap<>();
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        UUID id = row.getObject("lock_id", UUID.class);
                        renewed.put(id, new Renewal.Renewed(lease(row, Objects.requireNonNull(byId.get(id)))));
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
                new LockKey(claim.tenant(), row.getString("type"), row.getString("id")),
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

    private static Object[] hashes(List<LeaseClaim> claims) {
        return claims.stream().map(AtOnce::hash).toArray(byte[][]::new);
    }

    private static byte[] hash(LeaseClaim claim) {
        return GrantRow.bytes(List.of(claim.token().hash()));
    }

    private static Array texts(Connection connection, List<LeaseClaim> claims, Function<LeaseClaim, String> text)
            throws SQLException {
        return connection.createArrayOf("text", claims.stream().map(text).toArray());
    }
}
