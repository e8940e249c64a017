package io.heldby.lock;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Every operation of the Pessimistic Offline Lock. It applies the policies and guards against the classical mistakes;
 * the {@link LockStore} does the work. Never waits for somebody else's lock. Safe for use by many threads.
 *
 * <p>All operations that write refuse to run inside an active transaction: they would need a second connection (with a
 * pool of one: for ever), and what the transaction has read may be older than the lock.
 *
 * @see <a href="https://martinfowler.com/eaaCatalog/pessimisticOfflineLock.html">Fowler, Pessimistic Offline Lock</a>
 */
public final class LockManager implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(LockManager.class.getName());

    private final LockStore store;
    private final LockPolicies policies;
    private final BooleanSupplier transactionActive;
    private final BackgroundRenewal renewal = new BackgroundRenewal(this);
    private final Map<Working, Lease> working = new ConcurrentHashMap<>();

    /** One thread's work under a lock, so that a nested call finds the lease of the outer one. */
    private record Working(LockKey key, String user, String session, Thread thread) {
        static Working of(LockRequest request) {
            return new Working(
                    request.key(), request.owner().user(), request.owner().session(), Thread.currentThread());
        }
    }

    /**
     * Where there are transactions, the manager has to know about them.
     *
     * @param transactionActive whether the calling thread is inside a database transaction
     */
    public LockManager(LockStore store, LockPolicies policies, BooleanSupplier transactionActive) {
        this.store = store;
        this.policies = policies;
        this.transactionActive = transactionActive;
    }

    /** For use where there are no transactions. */
    public LockManager(LockStore store, LockPolicies policies) {
        this(store, policies, () -> false);
    }

    /**
     * Grants the key or says who has it; never waits.
     *
     * @throws IllegalStateException inside an active transaction
     * @throws IllegalArgumentException when the wanted lease is longer than the type's maximum hold
     * @throws LockStoreException when the store fails; nothing is granted then, or it ends by itself
     */
    public Acquisition acquire(LockRequest request) {
        refuseInsideTransaction("acquire");
        return store.acquire(withPolicy(request));
    }

    /**
     * As {@link #acquire}, for callers that cannot go on without the lock.
     *
     * @throws LockedException when somebody else holds it: who, since and until when
     */
    public Lease acquireOrThrow(LockRequest request) {
        Acquisition acquisition = acquire(request);
        if (acquisition instanceof Denied denied) {
            throw new LockedException(denied);
        }
        return ((Acquisition.Granted) acquisition).lease();
    }

    public Renewal renew(LeaseClaim claim) {
        return renewAll(List.of(claim)).getOrDefault(claim.lockId(), new Renewal.Lost(Loss.unknown()));
    }

    public Renewal renew(Lease lease) {
        return renew(lease.claim());
    }

    /** One heartbeat for many leases; an answer for each, by lock id. */
    public Map<UUID, Renewal> renewAll(List<LeaseClaim> claims) {
        refuseInsideTransaction("renew");
        return store.renewAll(claims);
    }

    /** Gives a lock back. Changes nothing when it is not the caller's any more, so it may be repeated. */
    public Release release(LeaseClaim claim) {
        refuseInsideTransaction("release");
        return store.release(claim);
    }

    public Release release(Lease lease) {
        return release(lease.claim());
    }

    /**
     * The page was left: the lease ends in {@code grace}, so that a reload can still reclaim it.
     *
     * @param seenBeat {@link Lease#beat()} as that page saw it last; when another page has renewed since, nothing changes
     * @param grace 0 to 60 s
     */
    public Release softRelease(LeaseClaim claim, long seenBeat, Duration grace) {
        if (grace.isNegative() || grace.compareTo(Duration.ofSeconds(60)) > 0) {
            throw new IllegalArgumentException("grace must be 0 to 60 seconds, but is " + grace);
        }
        refuseInsideTransaction("softRelease");
        return store.softRelease(claim, seenBeat, grace);
    }

    /**
     * Releases everything that one editing session holds, for example when its user signs out.
     *
     * @param reason what a page that is still open is told
     * @return how many locks that were
     */
    public int releaseAll(String tenant, Owner owner, String reason) {
        refuseInsideTransaction("releaseAll");
        return store.releaseSession(tenant, owner.user(), owner.session(), Text.checked("reason", reason, 1, 200));
    }

    /**
     * Runs the work while holding the key. The lease is renewed in the background up to the maximum hold. A nested call
     * of the same owner works under the outer one's lease and does not release what that one holds.
     *
     * <p>When the lock cannot be released in the end, that is logged and not thrown: the work is done, and the lock ends
     * by itself.
     *
     * @throws LockedException when somebody else holds it; the work is not run
     * @throws X from the work, after the lock has been released
     */
    public <T extends @Nullable Object, X extends Exception> T withLock(LockRequest request, LockedWork<T, X> work)
            throws X {
        Working me = Working.of(request);
        Lease outer = working.get(me);
        // Every acquire adds a token and pushes out the eighth before it, so nested calls in a loop must not acquire.
        if (outer != null && !(renew(outer) instanceof Renewal.Lost)) {
            return work.run(outer);
        }
        Acquisition acquisition = acquire(request);
        if (acquisition instanceof Denied denied) {
            throw new LockedException(denied);
        }
        Acquisition.Granted granted = (Acquisition.Granted) acquisition;
        if (granted.reentrant()) {
            return work.run(granted.lease());
        }
        BackgroundRenewal.Running renewing = renewal.start(granted.lease(), leaseFor(request));
        working.put(me, granted.lease());
        try {
            return work.run(granted.lease());
        } finally {
            working.remove(me);
            renewing.close();
            releaseAfterWork(granted.lease());
        }
    }

    private void releaseAfterWork(Lease lease) {
        try {
            release(lease);
        } catch (LockStoreException failed) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "worked under the lock on {0}, but could not release it; it ends by itself with its lease",
                    lease.key(),
                    failed);
        }
    }

    /** Who holds the key now. */
    public List<LockView> holders(LockKey key) {
        return store.holders(key);
    }

    public Optional<LockView> find(String tenant, UUID lockId) {
        return store.find(tenant, lockId);
    }

    public LockPage find(LockQuery query) {
        return store.find(query);
    }

    /**
     * Ends somebody else's lock: exactly the grant with this id, and no other that may have followed it.
     *
     * @param operator display name of who does it; the holder is told
     * @param reason why; the holder is told; 1 to 200 chars
     */
    public ForceRelease forceRelease(String tenant, UUID lockId, String operator, String reason) {
        refuseInsideTransaction("forceRelease");
        return store.forceRelease(
                tenant, lockId, Text.checked("operator", operator, 1, 255), Text.checked("reason", reason, 1, 200));
    }

    /** Tidies up what has expired, see {@link LockStore#sweep}. */
    public int sweep(int limit) {
        return store.sweep(limit);
    }

    public LockPolicy policyOf(String type) {
        return policies.of(type);
    }

    /** Ends the background renewals; locks that are held stay until their leases end. */
    @Override
    public void close() {
        renewal.close();
    }

    private GrantRequest withPolicy(LockRequest request) {
        LockPolicy policy = policyOf(request.key().type());
        Duration lease = leaseFor(request);
        Duration first =
                policy.renewal() == RenewalMode.FIXED || request.firstLease() == null ? lease : request.firstLease();
        return new GrantRequest(
                UUID.randomUUID(),
                Token.random(),
                request.key(),
                request.owner(),
                request.mode(),
                request.reason(),
                new LeaseTerms(lease, policy.renewal(), policy.expiry()),
                notLongerThanHold("firstLease", first, policy),
                policy.maximumHold(),
                request.continueHere());
    }

    private Duration leaseFor(LockRequest request) {
        LockPolicy policy = policyOf(request.key().type());
        return request.lease() == null ? policy.lease() : notLongerThanHold("lease", request.lease(), policy);
    }

    private static Duration notLongerThanHold(String field, Duration time, LockPolicy policy) {
        if (time.compareTo(policy.maximumHold()) > 0) {
            throw new IllegalArgumentException("%s must be at most the maximum hold of %s, but is %s"
                    .formatted(field, policy.maximumHold(), time));
        }
        return time;
    }

    private void refuseInsideTransaction(String operation) {
        if (transactionActive.getAsBoolean()) {
            throw new IllegalStateException(
                    operation + " must not be called inside a transaction: it needs a connection"
                            + " of its own, and what this transaction has read may be older than the lock. Call it before the"
                            + " transaction begins or after it has ended (with Spring: outside the @Transactional method)");
        }
    }

    /** Work that runs under a lock. */
    @FunctionalInterface
    public interface LockedWork<T extends @Nullable Object, X extends Exception> {
        /**
         * Does the work.
         *
         * @param lease to be shown to {@link Guard#verify} by every write
         */
        T run(Lease lease) throws X;
    }
}
