package io.heldby.lock;

import java.sql.Connection;
import java.util.Optional;

/**
 * Decides whether a save may go on, inside the transaction that saves.
 *
 * <p>{@link #verify} locks the lock's row on the caller's connection, so that until this transaction ends nobody can take
 * over, break or hand over the lock; then it compares token and time. Call it as the <em>first</em> statement of the
 * transaction where the isolation is REPEATABLE READ or above.
 *
 * <p>After a ROLLBACK TO SAVEPOINT that reaches back before the check, the row is no longer locked: verify again before
 * the commit. {@link Edits} does, and the Spring integration does for every transaction.
 *
 * <p>In a read-only transaction the check is advisory: it cannot lock.
 */
public interface Guard {

    /**
     * Returns normally when the proof is the current grant, or when the type's policy does not enforce.
     *
     * @return the fence of the verified grant; empty where enforcement is off or only observes and the lease was not good
     * @throws LockLostException when it is not; the transaction must be rolled back
     * @throws IllegalStateException when the connection leads to another database than the one that keeps the locks, or
     *     has auto-commit on
     * @throws LockStoreException when the database fails
     */
    Optional<Fence> verify(Connection connection, LeaseProof proof);
}
