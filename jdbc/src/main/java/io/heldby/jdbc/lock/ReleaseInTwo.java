package io.heldby.jdbc.lock;

import io.heldby.lock.Grant;
import io.heldby.lock.LeaseClaim;
import io.heldby.lock.Loss;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

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

    /** Whether it was released; false as well when somebody else has locked the row. */
    boolean release(Connection connection, LeaseClaim claim) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql.beginAndTakeAway.orElseThrow())) {
            sql.rows.bindClaim(statement, claim);
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

    private static void rollback(Connection connection, SQLException failed) {
        try {
            connection.rollback();
        } catch (SQLException alsoFailed) {
            failed.addSuppressed(alsoFailed);
        }
    }
}
