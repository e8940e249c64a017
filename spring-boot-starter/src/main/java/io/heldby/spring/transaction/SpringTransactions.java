package io.heldby.spring.transaction;

import io.heldby.jdbc.lock.LostConnection;
import io.heldby.jdbc.unitofwork.GivenUp;
import io.heldby.lock.LockStoreException;
import io.heldby.lock.OutcomeUnknownException;
import io.heldby.lock.Transactions;
import io.heldby.version.ConflictException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Spring's transactions, so that a save, the guard and the application's own repositories share one. Safe for use by
 * many threads.
 *
 * <p>A {@link ConflictException} leaves it explained: after the rollback it is looked up, on a fresh connection, who saved
 * what.
 */
public final class SpringTransactions implements Transactions {

    private static final ThreadLocal<TransactionStatus> RUNNING = new ThreadLocal<>();

    private final PlatformTransactionManager manager;
    private final DataSource dataSource;

    /**
     * Makes the port.
     *
     * @param manager whose transactions include the data source's connections
     * @param dataSource where locks and records are
     */
    public SpringTransactions(PlatformTransactionManager manager, DataSource dataSource) {
        this.manager = manager;
        this.dataSource = dataSource;
    }

    @Override
    public boolean active() {
        return TransactionSynchronizationManager.isActualTransactionActive();
    }

    @Override
    public <T extends @Nullable Object, X extends Exception> T run(Work<T, X> work) throws X {
        if (active()) {
            throw new IllegalStateException("a transaction is active already, and a save needs one of its own, which it"
                    + " can commit before the lock is given back: call it outside the @Transactional method, or use"
                    + " Guard.verify inside");
        }
        TransactionStatus transaction = begin();
        RUNNING.set(transaction);
        T result;
        try {
            result = onItsConnection(work);
        } catch (Throwable failed) {
            rollback(transaction, failed);
            Optional<ConflictException> conflict = ConflictException.in(failed);
            if (conflict.isPresent()) {
                throw explained(conflict.get());
            }
            throw failed;
        } finally {
            RUNNING.remove();
        }
        commit(transaction);
        return result;
    }

    /** The sessions of an ORM that take part in a transaction of {@link #run}. */
    @Override
    public void flush() {
        TransactionStatus transaction = RUNNING.get();
        if (transaction != null) {
            transaction.flush();
        }
    }

    @Override
    public <T extends @Nullable Object, X extends Exception> T join(Work<T, X> work) throws X {
        if (!active()) {
            throw new IllegalStateException(
                    "there is no transaction to join: call run, which begins one, or annotate the"
                            + " calling method with @Transactional");
        }
        try {
            return onItsConnection(work);
        } catch (RuntimeException failed) {
            refuseCommit(failed);
            throw failed;
        } catch (Exception failed) {
            refuseCommit(new LockStoreException(
                    "a part of the transaction had failed, so it was rolled back: " + failed.getMessage(), failed));
            throw failed;
        }
    }

    /** Whatever manages the transaction: what is thrown before the commit rolls it back, and reaches the caller. */
    private static void refuseCommit(RuntimeException failure) {
        if (TransactionSynchronizationManager.isSynchronizationActive()) {
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void beforeCommit(boolean readOnly) {
                    throw failure;
                }
            });
        }
    }

    private TransactionStatus begin() {
        try {
            return manager.getTransaction(TransactionDefinition.withDefaults());
        } catch (CannotCreateTransactionException unreachable) {
            throw new LockStoreException("could not begin a transaction; nothing was written", unreachable);
        }
    }

    private <T extends @Nullable Object, X extends Exception> T onItsConnection(Work<T, X> work) throws X {
        Connection connection = DataSourceUtils.getConnection(dataSource);
        try {
            requireTransactional(connection);
            return work.run(connection);
        } finally {
            DataSourceUtils.releaseConnection(connection, dataSource);
        }
    }

    /** A manager of something else (another database, a message broker) leaves the connection to commit by itself. */
    private void requireTransactional(Connection connection) {
        try {
            if (connection.getAutoCommit()) {
                throw new IllegalStateException(
                        "the transaction manager " + manager.getClass().getName()
                                + " does not manage the DataSource that keeps the locks: mark the one that does as @Primary, or"
                                + " declare a bean of type io.heldby.lock.Transactions");
            }
        } catch (SQLException failed) {
            throw new LockStoreException("the database failed; nothing was written", failed);
        }
    }

    private void commit(TransactionStatus transaction) {
        try {
            manager.commit(transaction);
        } catch (RuntimeException failed) {
            Optional<ConflictException> conflict = ConflictException.in(failed);
            if (conflict.isPresent()) {
                throw explained(conflict.get());
            }
            if (GivenUp.isCauseOf(failed)) {
                throw GivenUp.atCommit(failed);
            }
            if (connectionWasLost(failed)) {
                throw new OutcomeUnknownException(
                        "the connection was lost during the commit, so the save may or may not have happened: read"
                                + " again before going on",
                        failed);
            }
            throw failed;
        }
    }

    /** Behind whatever the transaction manager made of it. */
    private static boolean connectionWasLost(Throwable failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && LostConnection.isCauseOf(sql)) {
                return true;
            }
        }
        return false;
    }

    private void rollback(TransactionStatus transaction, Throwable cause) {
        try {
            manager.rollback(transaction);
        } catch (RuntimeException alsoFailed) {
            cause.addSuppressed(alsoFailed);
        }
    }

    private ConflictException explained(ConflictException conflict) {
        try (Connection fresh = dataSource.getConnection()) {
            return conflict.explain(fresh);
        } catch (SQLException unexplainable) {
            conflict.addSuppressed(unexplainable);
            return conflict;
        }
    }
}
