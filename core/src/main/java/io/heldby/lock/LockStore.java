package io.heldby.lock;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

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

    /** Grants the key, or says who has it. Of any number of callers at one moment, at most one is granted. */
    Acquisition acquire(GrantRequest request);

    /**
     * One heartbeat for many leases: an answer for every claim, by lock id. Rows are locked in key order; one that is
     * being saved is skipped and reported busy.
     */
    Map<UUID, Renewal> renewAll(List<LeaseClaim> claims);

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
    ForceRelease forceRelease(String tenant, UUID lockId, String operator, String reason);

    /** Who holds the key now; empty when it is free or its lease has expired. */
    List<LockView> holders(LockKey key);

    /** The lock with this id, active or expired, if it has not ended. */
    Optional<LockView> find(String tenant, UUID lockId);

    LockPage find(LockQuery query);

    /**
     * Tidies up to {@code limit} expired grants: dead ones are removed, others reported once. Correctness never
     * depends on it; several may run at once.
     *
     * @return how many it tidied; fewer than {@code limit} means that it is done
     */
    int sweep(int limit);
}
