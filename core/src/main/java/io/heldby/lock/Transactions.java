package io.heldby.lock;

import java.sql.Connection;
import org.jspecify.annotations.Nullable;

/** Runs work in a database transaction; the port behind which Spring's transactions or plain JDBC stand. */
public interface Transactions {

    /** Whether this thread is inside a transaction that this port knows of. */
    boolean active();

    /**
     * Runs the work in a new transaction: commit when it returns, rollback when it throws.
     *
     * @throws OutcomeUnknownException when the connection was lost during the commit
     * @throws IllegalStateException when one is active already
     */
    <T extends @Nullable Object, X extends Exception> T run(Work<T, X> work) throws X;

    /**
     * Runs the work in the active transaction. When it throws, nothing of that transaction can be committed any more, even
     * if the caller goes on: its commit fails with the same.
     *
     * @throws IllegalStateException when none is active
     */
    <T extends @Nullable Object, X extends Exception> T join(Work<T, X> work) throws X;

    /**
     * Sends to the database what is still held back in the active transaction, such as what an ORM has not flushed yet, so that it
     * is written before whatever comes next.
     */
    default void flush() {}

    @FunctionalInterface
    interface Work<T extends @Nullable Object, X extends Exception> {
        /**
         * Does the work.
         *
         * @param connection belongs to the transaction; not to be closed, committed or rolled back
         */
        T run(Connection connection) throws X;
    }
}
