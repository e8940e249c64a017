package io.heldby.lock;

import java.sql.Connection;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Opening and saving a record, from the GET that shows a form to the POST that stores it. Safe for use by many threads.
 *
 * <pre>{@code
 * EditResult edit = edits.begin("policy", "12345");      // before the record is loaded
 * edits.save(handle, version, save -> policies.update(save.connection(), policy, save.expectedVersion()));
 * }</pre>
 */
public final class Edits {

    private static final System.Logger LOG = System.getLogger(Edits.class.getName());

    private final LockManager locks;
    private final Guard guard;
    private final Transactions transactions;
    private final OwnerResolver owners;
    private final Function<LockKey, String> editingSessions;

    /**
     * With an editing session per caller and key, so that a reloaded page is the same session.
     *
     * @param editingSessions the editing session in which the current caller opens a key
     */
    public Edits(
            LockManager locks,
            Guard guard,
            Transactions transactions,
            OwnerResolver owners,
            Function<LockKey, String> editingSessions) {
        this.locks = locks;
        this.guard = guard;
        this.transactions = transactions;
        this.owners = owners;
        this.editingSessions = editingSessions;
    }

    /** Every call is an editing session of its own. */
    public Edits(LockManager locks, Guard guard, Transactions transactions, OwnerResolver owners) {
        this(locks, guard, transactions, owners, key -> UUID.randomUUID().toString());
    }

    /**
     * Checks the record out for the signed-in user. Load it after this, not before.
     *
     * @throws IllegalStateException when nobody is signed in, or when a transaction is active
     */
    public EditResult begin(String type, String id) {
        return begin(type, id, null);
    }

    /**
     * As {@link #begin(String, String)}, saying why.
     *
     * @param reason what the next person reads next to the name, such as {@code renewal}
     */
    public EditResult begin(String type, String id, @Nullable String reason) {
        LockKey key = rootOf(type, id);
        return begin(LockRequest.of(key, ownerFor(key)).reason(reason));
    }

    /** "Continue here": takes the record over from another session of the same user. */
    public EditResult continueHere(String type, String id, @Nullable String reason) {
        LockKey key = rootOf(type, id);
        return begin(LockRequest.of(key, ownerFor(key)).reason(reason).continuingHere());
    }

    /** For callers that know the owner themselves. The first lease is the policy's page lease unless the request says. */
    public EditResult begin(LockRequest request) {
        LockRequest paged = request.firstLease() != null
                ? request
                : request.firstLease(locks.policyOf(request.key().type()).pageLease());
        return locks.acquire(paged)
                .<EditResult>fold(granted -> new EditResult.Editing(granted.lease()), EditResult.Refused::new);
    }

    /**
     * The handle that a page carried, for the user who is signed in now.
     *
     * @throws IllegalArgumentException when a part cannot be what the page was given; names the part
     */
    public EditHandle handle(String type, String id, String lockId, String token, String session) {
        given("lockId", lockId);
        given("token", token);
        given("session", session);
        LockKey key = rootOf(type, id);
        LockId parsed = LockId.parse(key.tenant(), lockId);
        if (!parsed.key().equals(key)) {
            throw new IllegalArgumentException(
                    "lockId belongs to %s, but the page is about %s".formatted(parsed.key(), key));
        }
        return new EditHandle(parsed, new Token(token), owner(session));
    }

    /** A form that was sent without its hidden fields. */
    private static void given(String part, @Nullable String value) {
        if (value == null) {
            throw new IllegalArgumentException(
                    "%s is missing: the page must send back the handle that it was opened with".formatted(part));
        }
    }

    /**
     * Saves: one transaction that verifies the lease, runs the work, verifies again, gives the lock back and commits; where
     * the lock cannot be given back in it, it is released right after. When anything throws, nothing is written and the
     * lock is kept.
     *
     * <p>A lease that expired, and that somebody took and gave back meanwhile, is acquired again in the same transaction;
     * if they have changed the record, that is a conflict and not a lost lock, so that a person can merge.
     *
     * @throws LockLostException when the lease is over for good
     * @throws io.heldby.version.ConflictException from the work, when the record has a newer version
     * @throws OutcomeUnknownException when the connection was lost during the commit
     * @throws IllegalStateException when the work never asked for {@link Save#expectedVersion()}
     */
    public <X extends Exception> void save(EditHandle handle, long expectedVersion, Work<X> work) throws X {
        Boolean unused = this.<Boolean, X>saveReturning(handle, expectedVersion, save -> {
            work.run(save);
            return true;
        });
    }

    /** As {@link #save}, for work that has a result. */
    public <T extends @Nullable Object, X extends Exception> T saveReturning(
            EditHandle handle, long expectedVersion, ReturningWork<T, X> work) throws X {
        Saved<T> saved = transactions.run(connection -> {
            Save save = verified(connection, handle, expectedVersion);
            T result = work.run(save);
            transactions.flush(); // While the lock is still held.
            save.requireVersionUsed();
            if (guard.demandsFence(handle.key().type())) {
                save.requireFenceUsed();
            }
            // Without a fence the first check let it pass without looking, and has said so.
            boolean released = save.fence().isPresent() && guard.verifyAndRelease(connection, save.handle());
            return new Saved<>(result, save.handle(), released);
        });
        if (saved.released()) {
            locks.changedBySave();
        } else {
            releaseAfterCommit(saved.handle());
        }
        return saved.result();
    }

    /** @param handle of the lease that it was saved under, which may be a recovered one */
    private record Saved<T extends @Nullable Object>(T result, EditHandle handle, boolean released) {}

    private Save verified(Connection connection, EditHandle handle, long expectedVersion) {
        try {
            return new Save(connection, handle, guard.verify(connection, handle), expectedVersion);
        } catch (LockLostException lost) {
            Lease again = guard.recover(connection, handle, lost.loss()).orElseThrow(() -> lost);
            return new Save(connection, again.handle(), Optional.of(again.fence()), expectedVersion);
        }
    }

    /** Gives the record back without saving. May be repeated. */
    public void cancel(EditHandle handle) {
        locks.release(handle.claim());
    }

    private LockKey rootOf(String type, String id) {
        return locks.rootOf(new LockKey(owners.tenant(), type, id));
    }

    /**
     * In whose name, and in which editing session, this record is worked on now.
     *
     * @param key at its root
     * @throws IllegalStateException when nobody is signed in
     */
    public Owner ownerFor(LockKey key) {
        return owner(editingSessions.apply(key));
    }

    private void releaseAfterCommit(EditHandle handle) {
        try {
            locks.release(handle.claim());
        } catch (LockStoreException failed) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "saved {0}, but could not release its lock; it ends by itself with its lease",
                    handle.key(),
                    failed);
        }
    }

    private Owner owner(String session) {
        return owners.owner(session)
                .orElseThrow(() -> new IllegalStateException(
                        "nobody is signed in, so nobody can own a lock; sign in, or pass an owner in a LockRequest"));
    }

    /** The writes of a save. */
    @FunctionalInterface
    public interface Work<X extends Exception> {
        void run(Save save) throws X;
    }

    /** The writes of a save that has a result. */
    @FunctionalInterface
    public interface ReturningWork<T extends @Nullable Object, X extends Exception> {
        T run(Save save) throws X;
    }
}
