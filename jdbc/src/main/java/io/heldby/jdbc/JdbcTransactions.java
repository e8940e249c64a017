package io.heldby.jdbc;

import io.heldby.jdbc.lock.LostConnection;
import io.heldby.jdbc.unitofwork.GivenUp;
import io.heldby.lock.LockStoreException;
import io.heldby.lock.OutcomeUnknownException;
import io.heldby.lock.Transactions;
import io.heldby.version.ConflictException;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Transactions on plain JDBC, at the isolation level that the data source gives. A conflict is explained, on a fresh
 * connection, after the rollback and before anybody sees it. Safe for use by many threads.
 */
public final class JdbcTransactions implements Transactions {

    private final DataSource dataSource;

    @SuppressWarnings("ThreadLocalUsage") // Each has its own database; there are few, and they live as long.
    private final ThreadLocal<@Nullable Running> running = new ThreadLocal<>();

    public JdbcTransactions(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    @Override
    public boolean active() {
        return running.get() != null;
    }

    @Override
    public <T extends @Nullable Object, X extends Exception> T join(Work<T, X> work) throws X {
        Running transaction = running.get();
        if (transaction == null || transaction.connection == null) {
            throw new IllegalStateException("there is no transaction to join: call run, which begins one");
        }
        try {
            return work.run(transaction.connection);
        } catch (Throwable failed) {
            transaction.failure = failed;
            throw failed;
        }
    }

    /** What this thread is in. */
    private static final class Running {
        private @Nullable Connection connection;
        private @Nullable Throwable failure;
    }

    @Override
    public <T extends @Nullable Object, X extends Exception> T run(Work<T, X> work) throws X {
        if (active()) {
            throw new IllegalStateException("a transaction is active already: use its connection, or end it first");
        }
        Running transaction = new Running();
        running.set(transaction);
        try {
            return committed(work, transaction);
        } catch (ConflictException conflict) {
            throw explained(conflict);
        } finally {
            running.remove();
        }
    }

    private <T extends @Nullable Object, X extends Exception> T committed(Work<T, X> work, Running transaction)
            throws X {
        Connection connection = begin();
        transaction.connection = connection;
        try {
            T result = work.run(connection);
            requireNothingFailed(transaction);
            commit(connection);
            return result;
        } catch (Throwable failed) {
            rollback(connection, failed);
            throw failed;
        } finally {
            close(connection);
        }
    }

    private Connection begin() {
        try {
            Connection connection = dataSource.getConnection();
            connection.setAutoCommit(false);
            return connection;
        } catch (SQLException failed) {
            throw new LockStoreException("the database cannot be reached: " + failed.getMessage(), failed);
        }
    }

    /** The caller has gone on as if nothing had happened. */
    private static void requireNothingFailed(Running transaction) {
        if (transaction.failure instanceof RuntimeException failure) {
            throw failure;
        }
        if (transaction.failure != null) {
            throw new LockStoreException(
                    "a part of the transaction had failed, so it was rolled back: " + transaction.failure.getMessage(),
                    transaction.failure);
        }
    }

    private static void commit(Connection connection) {
        try {
            connection.commit();
            connection.setAutoCommit(true);
        } catch (SQLException failed) {
            if (LostConnection.isCauseOf(failed)) {
                throw new OutcomeUnknownException(
                        "the connection was lost during the commit; look again whether it was saved", failed);
            }
            if (GivenUp.isCauseOf(failed)) {
                throw GivenUp.atCommit(failed);
            }
            throw new LockStoreException("the commit failed, nothing was saved: " + failed.getMessage(), failed);
        }
    }

    private ConflictException explained(ConflictException conflict) {
        try (Connection connection = dataSource.getConnection()) {
            return conflict.explain(connection);
        } catch (SQLException failed) {
            conflict.addSuppressed(failed);
            return conflict;
        }
    }

    /** Auto-commit goes on again only after a rollback that worked: switching it on commits what is still open. */
    private static void rollback(Connection connection, Throwable cause) {
        try {
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLException alsoFailed) {
            cause.addSuppressed(alsoFailed);
        }
    }

    /** What was to be said about the save has been said, so an error here is only logged. */
    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException broken) {
            System.getLogger(JdbcTransactions.class.getName())
                    .log(System.Logger.Level.DEBUG, "a broken connection goes back to its pool", broken);
        }
    }
}
