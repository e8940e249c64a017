package io.heldby.lock;

import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A wish to hold a key. Everything but key and owner has a sensible default from the type's policy.
 *
 * @param reason what the next person reads, such as {@code editing}; at most 200 chars
 * @param lease a lease other than the policy's, 1 s to the policy's maximum hold
 * @param firstLease how long the first lease lasts when it differs from the following ones, see
 *     {@link LockPolicy#pageLease()}
 * @param continueHere when the same user holds the key in another session, end that grant and take it over; its tokens
 *     are dead at once
 * @param ifVersion grant only if the record still has this version; see {@link LockPolicies#withVersions}
 * @param onceId for a lock that nobody may acquire again while it lasts, not even its holder; names this request, so that
 *     repeating it after a lost answer gives the same grant; 1 to 100 chars
 * @param expiryHandler the name of the {@link ExpiryHandler} that is told when this lock expires or is taken over, in the
 *     place of the policy's; 1 to 100 chars; null for the policy's. A lock that the session holds already keeps the one that
 *     it has
 */
public record LockRequest(
        LockKey key,
        Owner owner,
        LockMode mode,
        @Nullable String reason,
        @Nullable Duration lease,
        @Nullable Duration firstLease,
        boolean continueHere,
        @Nullable Long ifVersion,
        @Nullable String onceId,
        @Nullable String expiryHandler) {

    public LockRequest {
        if (reason != null) {
            Text.checked("reason", reason, 0, 200);
        }
        if (lease != null) {
            LockPolicy.checkedTime("lease", lease);
        }
        if (firstLease != null) {
            LockPolicy.checkedTime("firstLease", firstLease);
        }
        if (ifVersion != null && ifVersion < 0) {
            throw new IllegalArgumentException("ifVersion must be 0 or more, but is " + ifVersion);
        }
        if (onceId != null) {
            Text.checked("onceId", onceId, 1, 100);
        }
        if (expiryHandler != null) {
            HandlerNames.checked(expiryHandler);
        }
    }

    public static LockRequest of(LockKey key, Owner owner) {
        return new LockRequest(key, owner, LockMode.EXCLUSIVE, null, null, null, false, null, null, null);
    }

    public LockRequest mode(LockMode newMode) {
        return new LockRequest(
                key, owner, newMode, reason, lease, firstLease, continueHere, ifVersion, onceId, expiryHandler);
    }

    public LockRequest reason(@Nullable String newReason) {
        return new LockRequest(
                key, owner, mode, newReason, lease, firstLease, continueHere, ifVersion, onceId, expiryHandler);
    }

    public LockRequest lease(@Nullable Duration newLease) {
        return new LockRequest(
                key, owner, mode, reason, newLease, firstLease, continueHere, ifVersion, onceId, expiryHandler);
    }

    public LockRequest firstLease(@Nullable Duration newFirstLease) {
        return new LockRequest(
                key, owner, mode, reason, lease, newFirstLease, continueHere, ifVersion, onceId, expiryHandler);
    }

    /** "Continue here": take the key over from another session of the same user. */
    public LockRequest continuingHere() {
        return new LockRequest(key, owner, mode, reason, lease, firstLease, true, ifVersion, onceId, expiryHandler);
    }

    /** Grant only if the record still has the version that the asker has loaded. */
    public LockRequest ifVersion(long version) {
        return new LockRequest(
                key, owner, mode, reason, lease, firstLease, continueHere, version, onceId, expiryHandler);
    }

    /** Refuse everybody until the lock ends, the holder too. Keep the request, to repeat it after a lost answer. */
    public LockRequest onlyOnce() {
        return onlyOnce(UUID.randomUUID().toString());
    }

    /** As {@link #onlyOnce()}, for callers that have an id of the request already. */
    public LockRequest onlyOnce(String requestId) {
        return new LockRequest(
                key, owner, mode, reason, lease, firstLease, continueHere, ifVersion, requestId, expiryHandler);
    }

    /** Tell another {@link ExpiryHandler} than the policy's when this lock expires or is taken over. */
    public LockRequest expiryHandler(@Nullable String name) {
        return new LockRequest(key, owner, mode, reason, lease, firstLease, continueHere, ifVersion, onceId, name);
    }

    LockRequest at(LockKey root) {
        return new LockRequest(
                root, owner, mode, reason, lease, firstLease, continueHere, ifVersion, onceId, expiryHandler);
    }
}
