package io.heldby.lock;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
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

    /** How many keys one {@link #acquireAll} takes at most. */
    public static final int LARGEST_BATCH = 1_000;

    /** How long a place in line lasts without a heartbeat of {@link #renewWaiter}. */
    public static final Duration WAITER_LIVES = Duration.ofMinutes(3);

    private static final System.Logger LOG = System.getLogger(LockManager.class.getName());

    private final LockStore store;
    private final LockPolicies policies;
    private final HandlerNames handlers;
    private final Wishes wishes;
    private final Conditions conditions;
    private final BooleanSupplier transactionActive;
    private final BackgroundRenewal renewal = new BackgroundRenewal(this);
    private final Batches batches;
    private final BatchWork batchWork;
    private final HandOvers handOvers;
    private final Map<Working, Lease> working = new ConcurrentHashMap<>();
    private volatile LockActivity activity = LockActivity.UNWATCHED;
    private final List<Consumer<Lease>> grantListeners = new CopyOnWriteArrayList<>();

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
     * @throws UnsupportedOperationException when a policy names an expiry handler, but the store has not
     *     {@link StoreCapability#EXPIRY_HANDLER}
     */
    public LockManager(LockStore store, LockPolicies policies, BooleanSupplier transactionActive) {
        this.store = store;
        this.policies = policies;
        this.handlers = new HandlerNames(store, policies);
        this.wishes = new Wishes(policies, handlers);
        this.conditions = new Conditions(store, policies);
        this.batches = new Batches(store, wishes, conditions);
        this.batchWork = new BatchWork(this, renewal, wishes);
        this.handOvers = new HandOvers(store, policies, wishes);
        this.transactionActive = transactionActive;
    }

    /** For use where there are no transactions. */
    public LockManager(LockStore store, LockPolicies policies) {
        this(store, policies, () -> false);
    }

    /**
     * Grants the key or says who has it; never waits. A member of an aggregate is locked by locking its root.
     *
     * @throws IllegalStateException inside an active transaction
     * @throws IllegalArgumentException when the wanted lease is longer than the type's maximum hold, or when a version is
     *     expected of a type whose versions nobody can read, or when an expiry handler is named that no {@link ExpiryWorker} of
     *     this node has
     * @throws UnsupportedOperationException when an expiry handler is named, but the store has not
     *     {@link StoreCapability#EXPIRY_HANDLER}
     * @throws LockStoreException when the store fails; nothing is granted then, or it ends by itself
     */
    public Acquisition acquire(LockRequest request) {
        refuseInsideTransaction("acquire");
        return granted(request, atRoot -> store.acquire(wishes.withPolicy(atRoot)));
    }

    private Acquisition granted(LockRequest request, Function<LockRequest, Acquisition> granting) {
        LockRequest atRoot = wishes.atRoot(request);
        Acquisition answer = answered(atRoot, granting);
        if (answer instanceof Denied denied) {
            activity.denied(atRoot, denied);
        } else {
            activity.changed();
        }
        if (answer instanceof Acquisition.Granted granted) {
            try {
                told(granted.lease());
            } catch (RuntimeException failed) {
                giveBack(granted);
                throw failed;
            }
        }
        return answer;
    }

    private Acquisition answered(LockRequest request, Function<LockRequest, Acquisition> granting) {
        Optional<Denied> refused = conditions.before(request);
        if (refused.isPresent()) {
            return refused.get();
        }
        Acquisition acquisition = granting.apply(request);
        return acquisition instanceof Acquisition.Granted granted ? kept(request, granted) : acquisition;
    }

    /** A grant that turns out not to be wanted is given back, unless the same session held it before it asked. */
    private Acquisition kept(LockRequest request, Acquisition.Granted granted) {
        Optional<Denied> refused;
        try {
            refused = conditions.after(request, granted);
        } catch (RuntimeException failed) {
            giveBack(granted);
            throw failed;
        }
        if (refused.isEmpty()) {
            return granted;
        }
        giveBack(granted);
        return refused.get();
    }

    /**
     * Has somebody told of every lease that is granted through this manager, on the thread of whoever asked for it and before they
     * go on: to forget what was cached of the record, which may be older than the lock.
     *
     * @param listener must be quick; what it throws reaches the caller, and a lease that was asked for alone is given back
     */
    public void whenGranted(Consumer<Lease> listener) {
        grantListeners.add(listener);
    }

    private void told(Lease lease) {
        grantListeners.forEach(listener -> listener.accept(lease));
    }

    private void giveBack(Acquisition.Granted granted) {
        if (!granted.reentrant()) {
            store.release(granted.lease().claim());
        }
    }

    /**
     * Grants all keys or none; never waits. The order of the requests does not matter: they are locked in the order of
     * their keys, so that two batches never wait for each other in a circle.
     *
     * @param requests 1 to {@value #LARGEST_BATCH}; several that lead to one key or root get one lease
     * @return leases in the order of the requests, or everything that is in the way
     * @throws IllegalArgumentException when there are too many, or when two owners ask for one key
     */
    public BatchAcquisition acquireAll(List<LockRequest> requests) {
        refuseInsideTransaction("acquireAll");
        if (requests.isEmpty() || requests.size() > LARGEST_BATCH) {
            throw new IllegalArgumentException(
                    "requests must be 1 to %d, but are %d".formatted(LARGEST_BATCH, requests.size()));
        }
        BatchAcquisition answer = changed(batches.acquireAll(requests));
        answer.ifGranted().ifPresent(leases -> leases.forEach(this::told));
        return answer;
    }

    /** What the store has answered, passed on to whoever follows what happens. */
    private <T> T changed(T answer) {
        activity.changed();
        return answer;
    }

    /** Who is told of everything from now on. */
    void follow(LockActivity newActivity) {
        activity = newActivity;
    }

    /** Told by whoever has written past this manager, in a save. */
    void changedBySave() {
        activity.changed();
    }

    /** {@link #changeMode} to {@link LockMode#EXCLUSIVE}: fails fast while others share the key. */
    public ModeChange upgrade(Lease lease) {
        return changeMode(lease.claim(), LockMode.EXCLUSIVE);
    }

    /** {@link #changeMode} to {@link LockMode#SHARED}: lets others share the key from now on. */
    public ModeChange downgrade(Lease lease) {
        return changeMode(lease.claim(), LockMode.SHARED);
    }

    /** Upgrades or downgrades a lease in one step: at no moment is the key free or held in both modes. */
    public ModeChange changeMode(LeaseClaim claim, LockMode mode) {
        refuseInsideTransaction("changeMode");
        return changed(store.changeMode(claim, mode));
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
        return renewAll(List.of(Heartbeat.of(claim))).getOrDefault(claim.lockId(), new Renewal.Lost(Loss.unknown()));
    }

    public Renewal renew(Lease lease) {
        return renew(lease.claim());
    }

    /** One heartbeat for many leases; an answer for each, by lock id. One that was overtaken is answered with the lease as it is. */
    public Map<LockId, Renewal> renewAll(List<Heartbeat> heartbeats) {
        refuseInsideTransaction("renew");
        return store.renewAll(heartbeats);
    }

    /** Gives a lock back. Changes nothing when it is not the caller's any more, so it may be repeated. */
    public Release release(LeaseClaim claim) {
        refuseInsideTransaction("release");
        return changed(store.release(claim));
    }

    public Release release(Lease lease) {
        return release(lease.claim());
    }

    /**
     * The page was left: the lease ends in {@code grace}, so that a reload can still reclaim it.
     *
     * @param seenBeat as in a {@link Heartbeat}; when the page is back or another one has the lock since, nothing changes
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
        return changed(
                store.releaseSession(tenant, owner.user(), owner.session(), Text.checked("reason", reason, 1, 200)));
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
        LockRequest atRoot = wishes.atRoot(request);
        Working me = Working.of(atRoot);
        Lease outer = working.get(me);
        // Every acquire adds a token and pushes out the eighth before it, so nested calls in a loop must not acquire.
        if (outer != null && suffices(outer, atRoot) && !(renew(outer) instanceof Renewal.Lost)) {
            return work.run(outer);
        }
        Acquisition acquisition = acquire(atRoot);
        if (acquisition instanceof Denied denied) {
            throw new LockedException(denied);
        }
        Acquisition.Granted granted = (Acquisition.Granted) acquisition;
        if (granted.reentrant()) {
            return work.run(granted.lease());
        }
        BackgroundRenewal.Running renewing = renewal.start(granted.lease(), wishes.leaseFor(atRoot));
        working.put(me, granted.lease());
        try {
            return work.run(granted.lease());
        } finally {
            working.remove(me);
            renewing.close();
            releaseAfterWork(granted.lease());
        }
    }

    /** Whether what the outer call holds is what the inner one asks for; if not, the store says. */
    private static boolean suffices(Lease outer, LockRequest inner) {
        return inner.onceId() == null
                && inner.ifVersion() == null
                && (outer.mode() == LockMode.EXCLUSIVE || inner.mode() == LockMode.SHARED);
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

    /**
     * As {@link #withLock}, for several keys: all or none, see {@link #acquireAll}. The work gets a lease for each request,
     * in their order; what its owner held before is not released.
     *
     * @throws LockedException when one of them is held by somebody else; the work is not run
     */
    public <T extends @Nullable Object, X extends Exception> T withLocks(
            List<LockRequest> requests, BatchLockedWork<T, X> work) throws X {
        return batchWork.run(requests, work);
    }

    /** Who holds the key, or the aggregate that it belongs to, now; oldest first. */
    public List<LockView> holders(LockKey key) {
        return store.holders(rootOf(key));
    }

    /** The key that is really locked when this one is asked for, see {@link LockPolicies#withRoot}. */
    public LockKey rootOf(LockKey key) {
        return policies.rootOf(key);
    }

    public Optional<LockView> find(LockId lockId) {
        return store.find(lockId);
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
    public ForceRelease forceRelease(LockId lockId, String operator, String reason) {
        return forceRelease(lockId, operator, reason, Duration.ZERO);
    }

    /**
     * As {@link #forceRelease(LockId, String, String)}, but lets the holder finish first. They are told with the next
     * heartbeat; when the grace is over, so is the lock, and nothing can move that on. Said twice, the earlier end counts.
     *
     * @param grace 0 to 10 min
     * @throws UnsupportedOperationException when the store can end locks only at once
     */
    public ForceRelease forceRelease(LockId lockId, String operator, String reason, Duration grace) {
        refuseInsideTransaction("forceRelease");
        return changed(handOvers.forceRelease(lockId, operator, reason, grace));
    }

    /**
     * Asks the holder for the lock; they are told with the next heartbeat, see {@link Renewal.Renewed#requests}.
     *
     * @param lockId of the lock that the asker was shown
     * @param asker who gets the lock if the holder says yes: with the next {@link #acquire} in this editing session
     * @param message at most 200 chars
     * @throws UnsupportedOperationException when the store cannot keep requests, as all methods down to {@link #demand}
     */
    public Asked requestHandOver(LockId lockId, Owner asker, @Nullable String message) {
        refuseInsideTransaction("requestHandOver");
        return changed(handOvers.request(lockId, asker, message));
    }

    /**
     * The holder's answer to somebody who asks. If it is yes, the lock is the asker's at once, with a greater fence, and the
     * holder's tokens are dead: save before.
     *
     * @param claim proves that the answer is the holder's
     * @throws IllegalArgumentException when the same person is told to wait a second time, without a message
     */
    public Answered answer(UUID requestId, LeaseClaim claim, HandOverAnswer answer) {
        refuseInsideTransaction("answer");
        return changed(handOvers.answer(requestId, claim, answer));
    }

    /**
     * Asks the operators to end the lock. The request ends with the lock, however that ends.
     *
     * @param lockId of the lock that the asker was shown
     * @param reason why; the operators read it; 1 to 200 chars
     */
    public Asked requestRelease(LockId lockId, Owner asker, String reason) {
        refuseInsideTransaction("requestRelease");
        return changed(handOvers.requestRelease(lockId, asker, Text.checked("reason", reason, 1, 200)));
    }

    /**
     * The operators do not end the lock. If they do, with {@link #forceRelease}, the request ends with it.
     *
     * @param operator display name of who says so
     * @param message why not; the asker reads it; at most 200 chars
     */
    public Answered declineRelease(LockId lockId, UUID requestId, String operator, @Nullable String message) {
        refuseInsideTransaction("declineRelease");
        return changed(handOvers.declineRelease(lockId, requestId, operator, message));
    }

    /**
     * What the operators are asked for and have not answered yet, the oldest first.
     *
     * @param limit 1 to 500
     */
    public List<HandOverRequest> releaseRequests(String tenant, int limit) {
        return handOvers.releaseRequests(tenant, limit);
    }

    /** What became of a request; empty when there is none of this lock, or it is long over. */
    public Optional<HandOverRequest> request(LockId lockId, UUID requestId) {
        return handOvers.find(lockId, requestId);
    }

    /**
     * Takes the lock from its holder, where the policy lets the asker, see {@link Takeover}. Takes exactly the lock that was
     * shown; if that is over, this is an {@link #acquire} and takes nothing from anybody.
     *
     * @param request for the same key
     * @param reason why; the former holder is told; 1 to 200 chars
     * @param byOperator whether the asker has the rights of an operator, which the caller has checked
     * @return {@link Denied.NotPermitted} when the policy says no
     */
    public Acquisition takeOver(LockId lockId, LockRequest request, String reason, boolean byOperator) {
        refuseInsideTransaction("takeOver");
        return granted(request, atRoot -> handOvers.takeOver(lockId, atRoot, reason, byOperator));
    }

    /**
     * A place in the line for a key that somebody holds. The first in line gets it when it becomes free: it is then reserved
     * for them for a moment. Repeating it in the same editing session keeps the place and is a heartbeat.
     */
    public Waiting waitFor(LockKey key, Owner owner) {
        refuseInsideTransaction("waitFor");
        return changed(handOvers.waitFor(rootOf(key), owner));
    }

    /** A waiter's heartbeat, at least every {@link #WAITER_LIVES}; says when it is their turn. */
    public Waiting renewWaiter(LockKey key, UUID waiterId, Owner owner) {
        refuseInsideTransaction("renewWaiter");
        return changed(handOvers.renewWaiter(rootOf(key), waiterId, owner));
    }

    /** Leaves the line, or lets the turn pass; says whether there was anything to leave. */
    public boolean stopWaiting(LockKey key, UUID waiterId, Owner owner) {
        refuseInsideTransaction("stopWaiting");
        return changed(handOvers.stopWaiting(rootOf(key), waiterId, owner));
    }

    /** Who wants the key, besides those who hold it. */
    public Demand demand(LockKey key) {
        return handOvers.demand(rootOf(key));
    }

    /**
     * The emergency switch: for a while, the {@link Guard} lets writes pass without a lease. Version checks stay on.
     *
     * @param type null for all types of the tenant
     * @param operator display name of who does it
     * @param reason why; shown on every screen; 1 to 200 chars
     * @param time 1 s to 8 h
     */
    public Suspension suspend(String tenant, @Nullable String type, String operator, String reason, Duration time) {
        refuseInsideTransaction("suspend");
        if (LockPolicy.checkedTime("time", time).compareTo(Suspension.LONGEST) > 0) {
            throw new IllegalArgumentException("time must be at most 8 hours, but is " + time);
        }
        if (type != null) {
            Text.checked("type", type, 1, 100);
        }
        return changed(store.suspend(
                Text.checked("tenant", tenant, 0, 100),
                type,
                Text.checked("operator", operator, 1, 255),
                Text.checked("reason", reason, 1, 200),
                time));
    }

    /** Ends a suspension before its time; says whether there was one. */
    public boolean resume(String tenant, @Nullable String type, String operator) {
        refuseInsideTransaction("resume");
        return changed(store.resume(tenant, type, Text.checked("operator", operator, 1, 255)));
    }

    /** What is suspended now, to be shown on every screen. */
    public List<Suspension> suspensions(String tenant) {
        return store.suspensions(tenant);
    }

    /** Tidies up what has expired, see {@link LockStore#sweep}. */
    public int sweep(int limit) {
        return changed(store.sweep(limit));
    }

    /** What the store can do besides what every store can. */
    public Set<StoreCapability> capabilities() {
        return store.capabilities();
    }

    /** What it can do with locks of this type. */
    public Set<StoreCapability> capabilities(String type) {
        return store.capabilities(type);
    }

    /**
     * Locks that are over and wait for their {@link ExpiryHandler}, or are with it: for operators, who see here which keep
     * failing and why.
     *
     * @param limit 1 to 1,000; those that are due first
     * @throws UnsupportedOperationException when the store cannot put such tasks down
     */
    public List<ExpiryTask> expiryTasks(String tenant, int limit) {
        if (limit < 1 || limit > 1_000) {
            throw new IllegalArgumentException("limit must be 1 to 1000, but is " + limit);
        }
        return store.expiryTasks().pending(Text.checked("tenant", tenant, 0, 100), limit);
    }

    /** Whether the store puts tasks down for expiry handlers. */
    boolean canHandleExpiry() {
        return store.capabilities().contains(StoreCapability.EXPIRY_HANDLER);
    }

    /** Which expiry handlers this node has from now on. */
    void expiryHandlers(Set<String> names) {
        handlers.are(names);
    }

    ExpiryTasks tasks() {
        return store.expiryTasks();
    }

    boolean extend(LockId lockId, Duration time) {
        refuseInsideTransaction("Extension.by");
        return store.expiryTasks().extend(lockId, LockPolicy.checkedTime("time", time));
    }

    public LockPolicy policyOf(String type) {
        return policies.of(type);
    }

    /** Ends the background renewals; locks that are held stay until their leases end. */
    @Override
    public void close() {
        renewal.close();
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

    /** Work that runs under several locks. */
    @FunctionalInterface
    public interface BatchLockedWork<T extends @Nullable Object, X extends Exception> {
        T run(List<Lease> leases) throws X;
    }
}
