package io.heldby.jdbc.unitofwork;

import io.heldby.lock.Transactions;
import io.heldby.version.ConflictException;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** An application's own transaction at an isolation of its choice, which has conflicts explained as Heldby's does. */
final class OwnTransaction {

    private OwnTransaction() {}

    static <T> T run(DataSource dataSource, int isolation, Transactions.Work<T, SQLException> work)
            throws SQLException {
        try {
            return attempt(dataSource, isolation, work);
        } catch (ConflictException conflict) {
            try (Connection fresh = dataSource.getConnection()) {
                throw conflict.explain(fresh);
            }
        }
    }

    private static <T> T attempt(DataSource dataSource, int isolation, Transactions.Work<T, SQLException> work)
            throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(isolation);
            try {
                T result = work.run(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException failed) {
                connection.rollback();
                throw failed;
            }
        }
    }
}
