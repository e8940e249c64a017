package io.heldby.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * The cheapest that could do it: an INSERT takes a key, a DELETE by primary key gives it back, and a duplicate key is the
 * refusal. Its row says what a lock has to be able to say (who, why, since and until when, the hash of a secret) and nothing
 * else: no fence, no terms, no proof that the one who deletes is the one who inserted.
 */
final class JdbcFloor implements Locker {

    static final String NAME = "floor: INSERT, DELETE";

    private static final String CREATE = """
            CREATE TABLE floor_lock (
              tenant VARCHAR(100) NOT NULL, type VARCHAR(100) NOT NULL, id VARCHAR(255) NOT NULL, lock_id CHAR(36) NOT NULL,
              mode VARCHAR(10) NOT NULL, user_id VARCHAR(255) NOT NULL, session_id VARCHAR(255) NOT NULL,
              display_name VARCHAR(255) NOT NULL, reason VARCHAR(200), token_hash CHAR(64) NOT NULL,
              acquired_at TIMESTAMP(6) NOT NULL, expires_at TIMESTAMP(6) NOT NULL, max_until TIMESTAMP(6) NOT NULL,
              PRIMARY KEY (tenant, type, id))""";
    private static final String INSERT = "INSERT INTO floor_lock VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String DELETE = "DELETE FROM floor_lock WHERE tenant = ? AND type = ? AND id = ?";

    private static final String HASH = "0".repeat(64);

    private final DataSource dataSource;

    JdbcFloor(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    static void create(DataSource dataSource) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(CREATE);
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Hand hand(int thread) {
        return new RowHand("user-" + thread);
    }

    @Override
    public void occupy(String id) throws SQLException {
        new RowHand("somebody-else").acquire(id);
    }

    private final class RowHand implements Hand {

        private final String user;
        private String id = "";

        RowHand(String user) {
            this.user = user;
        }

        @Override
        public void acquire(String newId) throws SQLException {
            id = newId;
            try (Connection connection = dataSource.getConnection();
                    PreparedStatement insert = connection.prepareStatement(INSERT)) {
                LocalDateTime now = LocalDateTime.now(ZoneOffset.UTC);
                insert.setString(1, "");
                insert.setString(2, HeldbyLocker.TYPE);
                insert.setString(3, id);
                insert.setString(4, UUID.randomUUID().toString());
                insert.setString(5, "EXCLUSIVE");
                insert.setString(6, user);
                insert.setString(7, "session-of-" + user);
                insert.setString(8, user);
                insert.setString(9, null);
                insert.setString(10, HASH);
                insert.setObject(11, now);
                insert.setObject(12, now.plusMinutes(3));
                insert.setObject(13, now.plusHours(8));
                insert.executeUpdate();
            }
        }

        @Override
        public void release() throws SQLException {
            try (Connection connection = dataSource.getConnection();
                    PreparedStatement delete = connection.prepareStatement(DELETE)) {
                delete.setString(1, "");
                delete.setString(2, HeldbyLocker.TYPE);
                delete.setString(3, id);
                if (delete.executeUpdate() != 1) {
                    throw new IllegalStateException("nobody had locked " + id);
                }
            }
        }

        @Override
        public void beRefused(String held) throws SQLException {
            try {
                acquire(held);
            } catch (SQLException failed) {
                // Class 23, integrity constraint violation: the key is there.
                if (failed.getSQLState() == null || !failed.getSQLState().startsWith("23")) {
                    throw failed;
                }
                return;
            }
            throw new IllegalStateException("was granted what somebody else holds: " + held);
        }
    }
}
