package io.heldby.spring.http;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/** Does to the lock tables what only time or another transaction does. */
record BackDoor(DataSource dataSource) {

    /** The lease of every lock on this id ended an hour ago; it was held for as long before. */
    void expire(String id) {
        update(
                "UPDATE heldby_lock SET expires_at = CURRENT_TIMESTAMP - INTERVAL '1' HOUR,"
                        + " acquired_at = CURRENT_TIMESTAMP - INTERVAL '2' HOUR WHERE id = ?",
                id);
    }

    void execute(String sql) {
        update(sql);
    }

    /** A guarded save of this id is being written, until the returned thing is closed. */
    Saving saving(String id) {
        try {
            Connection connection = dataSource.getConnection();
            connection.setAutoCommit(false);
            PreparedStatement lock = connection.prepareStatement("SELECT 1 FROM heldby_lock WHERE id = ? FOR UPDATE");
            lock.setString(1, id);
            lock.executeQuery();
            return () -> {
                lock.close();
                connection.rollback();
                connection.close();
            };
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private void update(String sql, String... parameters) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setQueryTimeout((int) Duration.ofSeconds(10).toSeconds());
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            statement.executeUpdate();
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    interface Saving extends AutoCloseable {
        @Override
        void close() throws SQLException;
    }
}
