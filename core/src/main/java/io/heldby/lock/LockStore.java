package io.heldby.lock;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
 * <p><b>Rules.</b> {@link Grant} and {@link AcquireDecision} say what may happen. A store locks, asks them, and writes.
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
     * One heartbeat for many leases: an answer for every claim, by lock id. Rows are locked in key order; one that is
     * being saved is skipped and reported busy.
     */
    Map<LockId, Renewal> renewAll(List<LeaseClaim> claims);

    /** Ends the grant if the claim proves it. */
    Release release(LeaseClaim claim);

    /** Shortens the grant to {@code grace} if the claim proves it and its beat is still {@code seenBeat}. */
    Release softRelease(LeaseClaim claim, long seenBeat, Duration grace);

    /**
     * Ends all grants of one editing session.
     *
     * @param reason what a page that is still open is told
     * @return how many there were
     */
    int releaseSession(String tenant, String user, String session, String reason);

    /** Ends exactly the grant with this id, whoever holds it, if it is still there. */
    ForceRelease forceRelease(LockId lockId, String operator, String reason);

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
