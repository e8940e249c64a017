package io.heldby.benchmarks;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/** A saver that is given a connection in a transaction. */
record JdbcSaver(String name, DataSource dataSource, Write write) implements Saver {

    @FunctionalInterface
    interface Write {
        /** @return how many rows still had their versions */
        int run(Connection connection, List<Invoice> changed) throws SQLException;
    }

    @Override
    public Save prepare(List<Invoice> changed) {
        return () -> {
            try (Connection connection = dataSource.getConnection()) {
                connection.setAutoCommit(false);
                try {
                    requireAll(write.run(connection, changed), changed.size());
                    connection.commit();
                } catch (SQLException | RuntimeException failed) {
                    connection.rollback();
                    throw failed;
                } finally {
                    connection.setAutoCommit(true);
                }
            }
        };
    }

    static void requireAll(int written, int wanted) {
        if (written != wanted) {
            throw new IllegalStateException(
                    "only %d of %d rows have the version that was expected".formatted(written, wanted));
        }
    }
}
