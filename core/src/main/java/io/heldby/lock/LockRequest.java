package io.heldby.lock;

import java.time.Duration;
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
 */
public record LockRequest(
        LockKey key,
        Owner owner,
        LockMode mode,
        @Nullable String reason,
        @Nullable Duration lease,
        @Nullable Duration firstLease,
        boolean continueHere) {

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
    }

    public static LockRequest of(LockKey key, Owner owner) {
        return new LockRequest(key, owner, LockMode.EXCLUSIVE, null, null, null, false);
    }

    public LockRequest reason(@Nullable String newReason) {
        return new LockRequest(key, owner, mode, newReason, lease, firstLease, continueHere);
    }

    public LockRequest lease(@Nullable Duration newLease) {
        return new LockRequest(key, owner, mode, reason, newLease, firstLease, continueHere);
    }

    public LockRequest firstLease(@Nullable Duration newFirstLease) {
        return new LockRequest(key, owner, mode, reason, lease, newFirstLease, continueHere);
    }

    /** "Continue here": take the key over from another session of the same user. */
    public LockRequest continuingHere() {
        return new LockRequest(key, owner, mode, reason, lease, firstLease, true);
    }
}
