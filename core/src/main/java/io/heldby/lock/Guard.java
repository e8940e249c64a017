package io.heldby.lock;

import java.sql.Connection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

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

    /**
     * The last check of a save after which the lock is not needed any more: verifies again and, where it can, gives the lock
     * back in this same transaction. The lock then ends if and only if the save is committed, and nothing remains to be
     * done after the commit.
     *
     * @return whether the lock was given back; if not, release it after the commit
     * @throws LockLostException as {@link #verify} does
     */
    default boolean verifyAndRelease(Connection connection, LeaseProof proof) {
        Optional<Fence> unused = verify(connection, proof);
        return false;
    }

    /**
     * Implicit lock: as {@link #verify}, for a writer who has no lease at hand. Their editing session must hold the key
     * exclusively; where the type's policy says {@link Writes#LEASE_OR_FREE}, it may also be free, and then nobody can
     * acquire it until this transaction ends. Never acquires a lock that outlasts the transaction.
     *
     * @param key what is locked: of a member of an aggregate, its root
     * @param writer in whose name the write happens
     * @return the fence of the writer's grant; empty when the write may pass without one
     * @throws LockNotHeldException when it may not; names who holds the key instead, and the call site
     */
    Optional<Fence> verifyWrite(Connection connection, LockKey key, Owner writer);

    /**
     * As {@link #verifyWrite} for many keys, in their order, so that two transactions which write the same records do not wait
     * for each other; where it can be, in one statement for all of them.
     *
     * @param writers in whose name each key is written
     * @throws LockNotHeldException for the first that may not be written
     */
    default void verifyWrites(Connection connection, Map<LockKey, Owner> writers) {
        new TreeMap<>(writers).forEach((key, writer) -> {
            Optional<Fence> unused = verifyWrite(connection, key, writer);
        });
    }

    /**
     * Whether this guard itself verifies again right before the commit what it has verified in a transaction. If not, whoever lets
     * rollbacks to savepoints happen in between has to.
     */
    default boolean verifiesBeforeCommit() {
        return false;
    }

    /**
     * Lost-lock recovery: acquires the key again inside this transaction, in place of a lease that has expired and was
     * taken by somebody who has given it back since. The save must then find the version that it expects. Recovers
     * nothing that an operator, a hand-over, a takeover or the owner's other tab has ended, jumps no queue, nothing beyond the maximum hold of the lost lease, and
     * nothing under a strict policy.
     *
     * @param lost what {@link #verify} has refused in this transaction
     * @return the new lease, with the token of the lost one; empty when it cannot be recovered
     */
    Optional<Lease> recover(Connection connection, EditHandle lost, Loss loss);

    /**
     * Whether locks of this type may end while the save is written, because they are kept in another place than the records.
     * Then the save's own statement must compare the fence, and {@link Edits} rolls back a save that never asked for it.
     */
    default boolean demandsFence(String type) {
        return false;
    }
}
