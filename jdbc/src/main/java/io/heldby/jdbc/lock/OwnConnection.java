package io.heldby.jdbc.lock;

import io.heldby.lock.LockStoreException;
import io.heldby.lock.OutcomeUnknownException;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * Runs the store's statements on a connection of their own: READ COMMITTED, because the row locks do the work and a
 * higher level would only answer from an older snapshot.
 *
 * <p>At which level the pool's connections are is asked once and not in every call, because PostgreSQL's driver asks the
 * server. A pool gives back what it was given, so they stay there.
 *
 * <p>The connection goes back to its pool as it came. After an error it is only closed: switching auto-commit on would
 * commit what could not be rolled back, and pools reset what they get back.
 */
final class OwnConnection {

    private static final int ATTEMPTS = 5;

    private final DataSource dataSource;
    private final Dialect dialect;
    private final int usualIsolation;
    private final boolean switchIsolation;

    /** @param usualIsolation of the connections that the data source gives */
    OwnConnection(DataSource dataSource, Dialect dialect, int usualIsolation) {
        this.dataSource = dataSource;
        this.dialect = dialect;
        this.usualIsolation = usualIsolation;
        this.switchIsolation =
                usualIsolation != Connection.TRANSACTION_READ_COMMITTED && !dialect.beginsReadCommitted();
    }

    /** One statement that is a transaction of its own, also run again when it failed only because of others. */
    <T> T statement(Work<T> work) {
        return on(connection -> {
            connection.setAutoCommit(true);
            return repeated(() -> work.on(connection));
        });
    }

    /** As {@link #statement}, for one that writes: when the connection is lost, nobody knows whether it did. */
    <T> T write(Work<T> work) {
        return on(connection -> {
            connection.setAutoCommit(true);
            return repeated(() -> known(() -> work.on(connection)));
        });
    }

    /**
     * A transaction; the whole of it is run again, a few times, when it failed only because of others. A commit whose
     * outcome is unknown is never repeated.
     */
    <T> T transaction(Work<T> work) {
        return on(connection -> {
            try {
                return inTransaction(connection, work);
            } finally {
                dialect.end(connection);
            }
        });
    }

    private <T> T inTransaction(Connection connection, Work<T> work) throws SQLException {
        for (int attempt = 1; ; attempt++) {
            try {
                dialect.begin(connection);
                T result = work.on(connection);
                known(() -> {
                    connection.commit();
                    return true;
                });
                return result;
            } catch (SQLException failed) {
                rollback(connection, failed);
                if (!dialect.isRetryable(failed) || attempt == ATTEMPTS) {
                    throw failed;
                }
            } catch (RuntimeException failed) {
                rollback(connection, failed);
                throw failed;
            }
        }
    }

    private <T> T repeated(Outcome<T> statement) throws SQLException {
        for (int attempt = 1; ; attempt++) {
            try {
                return statement.of();
            } catch (SQLException failed) {
                if (!dialect.isRetryable(failed) || attempt == ATTEMPTS) {
                    throw failed;
                }
            }
        }
    }

    private static <T> T known(Outcome<T> write) throws SQLException {
        try {
            return write.of();
        } catch (SQLException failed) {
            if (LostConnection.isCauseOf(failed)) {
                throw new OutcomeUnknownException(
                        "the connection to the lock store was lost during a commit; look again before going on",
                        failed);
            }
            throw failed;
        }
    }

    private <T> T on(Work<T> work) {
        try (Connection connection = dataSource.getConnection()) {
            boolean autoCommit = connection.getAutoCommit();
            if (switchIsolation) {
                connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            }
            T result = work.on(connection);
            connection.setAutoCommit(autoCommit);
            if (switchIsolation) {
                connection.setTransactionIsolation(usualIsolation);
            }
            return result;
        } catch (SQLException failed) {
            throw new LockStoreException("the lock store failed: " + failed.getMessage(), failed);
        }
    }

    private static void rollback(Connection connection, Exception cause) {
        try {
            connection.rollback();
        } catch (SQLException alsoFailed) {
            cause.addSuppressed(alsoFailed);
        }
    }

    /** What is done with a connection. */
    @FunctionalInterface
    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    /** What becomes of a statement. */
    @FunctionalInterface
    private interface Outcome<T> {
        T of() throws SQLException;
    }
}
