package io.heldby.hibernate;

import io.heldby.lock.Guard;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockPolicies;
import io.heldby.lock.OfflineLocked;
import io.heldby.lock.Owner;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What is needed to verify the locks of entities that are written.
 *
 * @param guard of the database that keeps both the locks and the entities
 * @param policies the guard's
 * @param writer in whose name, and in which editing session, a key is written now
 * @param tenant whose data is worked on now; empty where an application has no tenants
 */
record ImplicitLocks(
        Guard guard, Supplier<LockPolicies> policies, Function<LockKey, Owner> writer, Supplier<String> tenant) {

    /** Whether entities of this type are locked: their class says so, or somebody has given the type a policy or a root. */
    boolean cover(Class<?> entity, String type) {
        if (Mapped.annotation(entity, OfflineLocked.class) != null) {
            return true;
        }
        LockPolicies known = policies.get();
        return known.byType().containsKey(type) || known.roots().containsKey(type);
    }

    LockKey key(String type, Object id) {
        return policies.get().rootOf(new LockKey(tenant.get(), type, id.toString()));
    }
}
