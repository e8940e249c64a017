package io.heldby.jdbc.lock;

import io.heldby.lock.Grant;
import io.heldby.lock.LockId;
import io.heldby.lock.LockKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads and writes the rows of those who share a key. Whoever reads them in order to decide, or writes them, has the
 * key's head row locked; whoever reads them without only says what somebody looked like.
 */
final class ShareRows {

    private final Dialect dialect;
    private final Sql sql;

    ShareRows(Dialect dialect) {
        this.dialect = dialect;
        this.sql = dialect.sql;
    }

    /** Oldest first. */
    List<Grant> of(Connection connection, LockKey key) throws SQLException {
        return of(connection, key, sql.sharesOf);
    }

    /** As {@link #of}, in a transaction that may have an older snapshot. */
    List<Grant> currentOf(Connection connection, LockKey key) throws SQLException {
        return of(connection, key, sql.currentSharesOf);
    }

    private List<Grant> of(Connection connection, LockKey key, String query) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            sql.rows.bindKey(statement, key);
            return read(statement);
        }
    }

    List<LockId> ofSession(Connection connection, String tenant, String user, String session) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql.sharesOfSession)) {
            sql.bind(statement).text(tenant).text(user).text(session);
            return HeadRows.readIds(statement);
        }
    }

    void insert(Connection connection, Grant share) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql.insertShare)) {
            sql.rows.bindAll(statement, share);
            statement.executeUpdate();
        } catch (SQLException failed) {
            if (dialect.isLockTimeout(failed)) {
                throw new RowIsLocked(failed);
            }
            throw failed;
        }
    }

    void update(Connection connection, Grant next) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql.updateShare)) {
            sql.rows.bindUpdate(statement, next, next.lockId());
            HeadRows.requireOne(statement.executeUpdate(), next);
        }
    }

    void delete(Connection connection, Grant share) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql.deleteShare)) {
            sql.rows.bindId(statement, share.lockId());
            HeadRows.requireOne(statement.executeUpdate(), share);
        }
    }

    private List<Grant> read(PreparedStatement statement) throws SQLException {
        List<Grant> grants = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                grants.add(sql.rows.read(row));
            }
        }
        return grants;
    }
}
