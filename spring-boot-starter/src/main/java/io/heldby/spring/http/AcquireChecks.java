package io.heldby.spring.http;

import io.heldby.lock.LockKey;
import io.heldby.lock.LockManager;
import io.heldby.lock.LockPolicies;
import io.heldby.lock.LockRequest;
import io.heldby.spring.LockPermissions;

/** What is refused before anything is locked. */
record AcquireChecks(LockManager locks, LockPolicies policies, LockPermissions permissions) {

    void refuseWhatMayNotBe(LockRequest wish) {
        refuseWhoMayNotLock(wish.key());
        if (wish.ifVersion() != null && !hasReadableVersion(wish.key())) {
            throw Problem.badField(
                            "ifVersion",
                            "Versions of type %s cannot be read here: leave ifVersion out."
                                    .formatted(wish.key().type()))
                    .refusal();
        }
    }

    void refuseWhoMayNotLock(LockKey key) {
        if (!permissions.mayLock(key)) {
            throw Problems.notPermitted("You may not edit " + key + ".").refusal();
        }
    }

    private boolean hasReadableVersion(LockKey key) {
        return policies.versions().containsKey(locks.rootOf(key).type());
    }
}
