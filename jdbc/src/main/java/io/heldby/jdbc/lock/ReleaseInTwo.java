package io.heldby.jdbc.lock;

import io.heldby.lock.Grant;
import io.heldby.lock.LeaseClaim;
import io.heldby.lock.LockKey;
import io.heldby.lock.Loss;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A release in two round trips, where a database cannot delete and log in one statement: the first begins a transaction and
 * takes the row away, the second logs that and commits.
 */
final class ReleaseInTwo {

    private final Dialect dialect;
    private final EventLog events;
    private final Sql sql;

    ReleaseInTwo(Dialect dialect, EventLog events) {
        this.dialect = dialect;
        this.events = events;
        this.sql = dialect.sql;
    }

    /**
     * Whether it was released; false as well when somebody else has locked the row.
     *
     * @param key of the claim's grant, if known
     */
    boolean release(Connection connection, LeaseClaim claim, Optional<LockKey> key) throws SQLException {
        Optional<LockKey> helpful = key.filter(known -> sql.beginAndTakeAwayByKey.isPresent());
        String takeAway = helpful.flatMap(known -> sql.beginAndTakeAwayByKey)
                .or(() -> sql.beginAndTakeAway)
                .orElseThrow();
        try (PreparedStatement statement = connection.prepareStatement(takeAway)) {
            bind(sql.bind(statement), claim, helpful);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    connection.rollback();
                    return false;
                }
                Grant grant = sql.rows.read(row);
                Instant now = sql.rows.instant(row, "store_now");
                events.endedAndCommitted(
                        connection, grant, Loss.released(grant.owner().displayName(), now, null), now);
                return true;
            }
        } catch (SQLException failed) {
            rollback(connection, failed);
            if (dialect.isLockTimeout(failed)) {
                return false;
            }
            throw failed;
        }
    }

    /** @param key where the statement wants it, see {@link Dialect#byKey} */
    static void bind(Binder bind, LeaseClaim claim, Optional<LockKey> key) throws SQLException {
        if (key.isPresent()) {
            bind.text(claim.tenant())
                    .text(key.get().type())
                    .text(key.get().id())
                    .value(claim.lockId());
        } else {
            bind.value(claim.lockId()).text(claim.tenant());
        }
        bind.text(claim.user()).bytes(GrantRow.bytes(List.of(claim.token().hash())));
    }

    private static void rollback(Connection connection, SQLException failed) {
        try {
            connection.rollback();
        } catch (SQLException alsoFailed) {
            failed.addSuppressed(alsoFailed);
        }
    }
}
