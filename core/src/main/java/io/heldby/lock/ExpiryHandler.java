package io.heldby.lock;

import java.time.Duration;

/**
 * What is to be done when somebody who held a lock did not come back: put the picked order on the list again, throw a draft
 * away, tell a colleague. It is named by {@link LockPolicy#expiryHandler()} or {@link LockRequest#expiryHandler()}, and given
 * under that name to an {@link ExpiryWorker} of every node.
 *
 * <p><b>When.</b> A lock expired, and nobody has taken it yet; it expired, and somebody took it; or it was taken from a living
 * holder as the policy allows ({@link LockManager#takeOver}). Once for each time that it expires. Not when its holder has given
 * it back, handed it over or gone on in another tab, nor when an operator has ended it: these have decided themselves what is
 * to become of the record.
 *
 * <p>Whatever the holder of an expired lock does with it while nobody has taken it (renew, acquire again, release, hand over)
 * means that they have come back: the task is then dropped, if it has not run by then. Only a heartbeat of a
 * {@linkplain RenewalMode#FIXED fixed} lease, which extends nothing, does not mean that.
 *
 * <p><b>How.</b> The task is written in the transaction in which the lock ends, and run after that, outside any transaction, on
 * a thread of the worker's: whoever looks finds the new holder. It runs at least once and usually on one node. After a pause or
 * a crash it may run twice, also at the same time, and the former holder may be back, so write
 * conditionally: where the record still has the version, state or {@linkplain ExpiryTask#fence fence} that it had under this
 * lock. An exception means that it is to be run again, later each time; see {@link ExpiryWorker}.
 *
 * <p>One worker runs one task at a time, so a handler should end within seconds. Must be safe for use by many threads.
 */
@FunctionalInterface
public interface ExpiryHandler {

    /**
     * Deals with a lock that is over.
     *
     * @throws Exception to be run again later
     */
    void expired(ExpiryTask task, Extension extension) throws Exception;

    /** Lets the former holder go on after all. */
    @FunctionalInterface
    interface Extension {

        /**
         * Extends the expired lock from now on, with the same lock id, fence and tokens, and never beyond its maximum hold.
         * Its task is then done, however the handler ends; when the lock expires again, that is a new one.
         *
         * @param time 1 s to 30 days
         * @return whether the holder has it again; false when somebody has taken it or waits for it, when it is over for good
         *     (its policy is strict, or its maximum hold is over), or when it is being saved right now
         * @throws IllegalStateException inside a transaction, as all calls of {@link LockManager} that write
         * @throws LockStoreException when the store fails
         */
        boolean by(Duration time);
    }
}
