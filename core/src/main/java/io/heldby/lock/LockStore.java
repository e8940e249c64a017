package io.heldby.lock;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where locks are kept: the port that every store implements. Applications use {@link LockManager}.
 *
 * <p><b>Atomicity.</b> Each call is one atomic step and is durable, as far as the store can promise it, before it
 * returns. It uses a connection of its own, never the caller's transaction.
 *
 * <p><b>Waiting.</b> No call waits for a guarded save: what would have to answers {@link Denied.Saving},
 * {@link Renewal.Busy}, {@link Release#BUSY} or {@link ForceRelease#BUSY} within 250 ms. An acquire that is refused is
 * decided by reading alone.
 *
 * <p><b>Clock.</b> The store's own, read after any wait for a row. Nothing that a caller sends is taken for the time.
 *
 * <p><b>Rules.</b> {@link Grant}, {@link KeyState} and {@link AcquireDecision} say what may happen. A store locks, asks them,
 * and writes. When the last grant of a key ends, in whatever way, and somebody waits for it, the key is reserved for them in
 * the same step ({@link StoreCapability#HAND_OVER}).
 *
 * <p><b>Expiry handlers.</b> A grant whose terms name one is put down as a task in the very step in which it ends, or is marked as
 * expired by {@link #sweep}; what its holder does with it after that drops the task ({@link ExpiryTask.Change},
 * {@link StoreCapability#EXPIRY_HANDLER}).
 *
 * <p><b>Errors.</b> {@link LockStoreException} when the store cannot be reached or breaks;
 * {@link OutcomeUnknownException} when the connection was lost while a write was being committed. Neither is ever
 * reported as refusal or success.
 *
 * <p>Implementations are safe for use by many threads.
 */
public interface LockStore {

    /** What this store can promise beyond the port. */
    Set<StoreCapability> capabilities();

    /** What it can promise for locks of this type: less than {@link #capabilities()} where it keeps types in several places. */
    default Set<StoreCapability> capabilities(String type) {
        return capabilities();
    }

    /** Grants the key, or says who has it. Of any number of callers at one moment, at most one is granted, or only sharers. */
    Acquisition acquire(GrantRequest request);

    /**
     * Grants all keys or none, and then says everything that is in the way. Rows are locked in key order.
     *
     * @param requests of one or more owners, at least one, no key twice, sorted by key
     * @return the leases in the order of the requests
     */
    BatchAcquisition acquireAll(List<GrantRequest> requests);

    /** Upgrades or downgrades the grant if the claim proves it. Asking for the mode that it has is a heartbeat. */
    ModeChange changeMode(LeaseClaim claim, LockMode mode);

    /**
     * One heartbeat for many leases: an answer for each, by lock id; one that was overtaken is answered with the lease as it
     * is. Rows are locked in key order; one that is being saved is skipped and reported busy.
     */
    Map<LockId, Renewal> renewAll(List<Heartbeat> heartbeats);

    /** Ends the grant if the claim proves it. */
    Release release(LeaseClaim claim);

    /** Shortens the grant to {@code grace} if the claim proves it and nothing newer than {@code seenBeat} has come from its page. */
    Release softRelease(LeaseClaim claim, long seenBeat, Duration grace);

    /**
     * Ends all grants of one editing session, and its requests, its places in line and its turns.
     *
     * @param reason what a page that is still open is told
     * @return how many there were
     */
    int releaseSession(String tenant, String user, String session, String reason);

    /** Ends exactly the grant with this id, whoever holds it, if it is still there. */
    ForceRelease forceRelease(LockId lockId, String operator, String reason);

    /**
     * As {@link #forceRelease(LockId, String, String)}, after a grace: the grant ends then for good, and nothing moves that
     * on. Said twice, the earlier end counts.
     *
     * @param grace zero for at once
     * @throws UnsupportedOperationException for more than zero, without {@link StoreCapability#HAND_OVER}
     */
    default ForceRelease forceRelease(LockId lockId, String operator, String reason, Duration grace) {
        if (grace.isZero()) {
            return forceRelease(lockId, operator, reason);
        }
        throw StoreCapability.HAND_OVER.missing("forceRelease with a grace");
    }

    /**
     * Asks the holder of exactly this grant, if it is active, exclusive and another user's; or the operators, for which it
     * may also be shared. One request of an editing session to each stands at a time; the same again is answered with it.
     *
     * @throws UnsupportedOperationException without {@link StoreCapability#HAND_OVER}, as all methods down to {@link #demand}
     */
    default Asked requestHandOver(HandOverWish wish) {
        throw StoreCapability.HAND_OVER.missing("requestHandOver");
    }

    /**
     * The holder's answer, if the claim proves the grant that was asked for. If it is yes, the grant and all its tokens end
     * in the same step in which the asker's begins, with a greater fence; all other requests end with the old grant.
     *
     * @throws IllegalArgumentException see {@link HandOverRequest#answered}; nothing was changed
     */
    default Answered answer(UUID requestId, LeaseClaim claim, HandOverAnswer answer, Succession succession) {
        throw StoreCapability.HAND_OVER.missing("answer");
    }

    /** What became of a request; empty when there is none of this lock. */
    default Optional<HandOverRequest> handOverRequest(LockId lockId, UUID requestId) {
        throw StoreCapability.HAND_OVER.missing("handOverRequest");
    }

    /**
     * The operators do not end the lock.
     *
     * @param operator display name of who says so
     * @return never {@link Answered.Lost}
     */
    default Answered declineRelease(LockId lockId, UUID requestId, String operator, @Nullable String message) {
        throw StoreCapability.HAND_OVER.missing("declineRelease");
    }

    /** What is asked of the operators and not answered yet, the oldest first, at most {@code limit}. */
    default List<HandOverRequest> releaseRequests(String tenant, int limit) {
        throw StoreCapability.HAND_OVER.missing("releaseRequests");
    }

    /**
     * Ends exactly the grant with this id and grants the key to the asker in the same step; if that grant is over or the
     * asker's own, this is an acquire.
     *
     * @param unanswered when not null, the asking user must have asked for this grant and have been without an answer for so
     *     long, by the store's clock; see {@link HandOverRequest#notEntitled}
     */
    default Acquisition takeOver(LockId lockId, GrantRequest request, String reason, @Nullable Duration unanswered) {
        throw StoreCapability.HAND_OVER.missing("takeOver");
    }

    /** A place in the line for the key, or the turn; repeated by the same editing session, a heartbeat. */
    default Waiting waitFor(WaitRequest request) {
        throw StoreCapability.HAND_OVER.missing("waitFor");
    }

    /** A waiter's heartbeat. Whoever has lost the place is not given another one. */
    default Waiting renewWaiter(LockKey key, UUID waiterId, Owner owner) {
        throw StoreCapability.HAND_OVER.missing("renewWaiter");
    }

    /**
     * Leaves the line, or lets the turn pass.
     *
     * @return whether there was anything to leave
     */
    default boolean stopWaiting(LockKey key, UUID waiterId, Owner owner) {
        throw StoreCapability.HAND_OVER.missing("stopWaiting");
    }

    /** Who wants the key; a look that changes nothing. */
    default Demand demand(LockKey key) {
        throw StoreCapability.HAND_OVER.missing("demand");
    }

    /**
     * The tasks that it puts down.
     *
     * @throws UnsupportedOperationException without {@link StoreCapability#EXPIRY_HANDLER}
     */
    default ExpiryTasks expiryTasks() {
        throw StoreCapability.EXPIRY_HANDLER.missing("expiryTasks");
    }

    /** Who holds the key now, oldest grant first; empty when it is free or all leases have expired. */
    List<LockView> holders(LockKey key);

    /** The lock with this id, active or expired, if it has not ended. */
    Optional<LockView> find(LockId lockId);

    LockPage find(LockQuery query);

    /** How many locks this user holds, active or expired, in all sessions. */
    int count(String tenant, String user);

    /**
     * Switches the guard off for a while, and logs it. A suspension of the same type (or of all) that lasts already is
     * replaced.
     *
     * @param type null for all types
     */
    Suspension suspend(String tenant, @Nullable String type, String operator, String reason, Duration time);

    /**
     * Switches the guard on again before the time, and logs it.
     *
     * @return whether it was off
     */
    boolean resume(String tenant, @Nullable String type, String operator);

    /** What is suspended now. */
    List<Suspension> suspensions(String tenant);

    /**
     * Tidies up to {@code limit} expired grants: dead ones are removed, others reported once. Correctness never
     * depends on it; several may run at once.
     *
     * @return how many it tidied; fewer than {@code limit} means that it is done
     */
    int sweep(int limit);
}
