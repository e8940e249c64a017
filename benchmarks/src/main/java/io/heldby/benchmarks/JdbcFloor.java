package io.heldby.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * The cheapest that could do it: an INSERT takes a key, a DELETE by primary key gives it back, and a duplicate key is the
 * refusal. It keeps who, since when and until when, as a lock must, and nothing else: no fence, no token, no proof that
 * the one who deletes is the one who inserted.
 */
final class JdbcFloor implements Locker {

    static final String NAME = "floor: INSERT, DELETE";

    private static final String CREATE = """
            CREATE TABLE floor_lock (
              type VARCHAR(100) NOT NULL, id VARCHAR(255) NOT NULL, user_id VARCHAR(255) NOT NULL,
              session_id VARCHAR(255) NOT NULL, lock_id CHAR(36) NOT NULL,
              acquired_at TIMESTAMP(6) NOT NULL, expires_at TIMESTAMP(6) NOT NULL, PRIMARY KEY (type, id))""";
    private static final String INSERT = "INSERT INTO floor_lock VALUES (?, ?, ?, ?, ?, ?, ?)";
    private static final String DELETE = "DELETE FROM floor_lock WHERE type = ? AND id = ?";

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
                OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC);
                insert.setString(1, HeldbyLocker.TYPE);
                insert.setString(2, id);
                insert.setString(3, user);
                insert.setString(4, "session-of-" + user);
                insert.setString(5, UUID.randomUUID().toString());
                insert.setObject(6, now.toLocalDateTime());
                insert.setObject(7, now.plusMinutes(3).toLocalDateTime());
                insert.executeUpdate();
            }
        }

        @Override
        public void release() throws SQLException {
            try (Connection connection = dataSource.getConnection();
                    PreparedStatement delete = connection.prepareStatement(DELETE)) {
                delete.setString(1, HeldbyLocker.TYPE);
                delete.setString(2, id);
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
