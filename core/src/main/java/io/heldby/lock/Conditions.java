package io.heldby.lock;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a grant must also satisfy, besides nobody else holding the key: the quota, and the version that the asker has
 * loaded. The version is read after the grant, in a fresh snapshot: read before, it could be old by the time of the grant.
 */
final class Conditions {

    private final LockStore store;
    private final LockPolicies policies;

    Conditions(LockStore store, LockPolicies policies) {
        this.store = store;
        this.policies = policies;
    }

    /** Spares a grant that would be taken back at once, and perhaps had ended somebody's expired lease. */
    Optional<Denied> before(LockRequest request) {
        if (isCounted(request)
                && store.count(request.key().tenant(), request.owner().user()) >= policies.locksPerPerson()
                && store.holders(request.key()).stream()
                        .noneMatch(held -> held.owner().sameUserAs(request.owner()))) {
            return Optional.of(new Denied.QuotaExceeded(request.key(), policies.locksPerPerson()));
        }
        return Optional.empty();
    }

    /**
     * Counts again, because others of the same user may have been granted at the same moment: too few rather than too many.
     *
     * @param granted a new grant, not a repeated one
     */
    Optional<Denied> after(LockRequest request, Acquisition.Granted granted) {
        if (!granted.reentrant()
                && isCounted(request)
                && store.count(request.key().tenant(), request.owner().user()) > policies.locksPerPerson()) {
            return Optional.of(new Denied.QuotaExceeded(request.key(), policies.locksPerPerson()));
        }
        return staleVersion(request);
    }

    /** For a batch: counts what it would add before anything is granted. */
    Optional<Denied> beforeAll(List<LockRequest> requests) {
        Map<List<String>, Integer> held = new HashMap<>();
        for (LockRequest request : requests) {
            String tenant = request.key().tenant();
            String user = request.owner().user();
            if (!isCounted(request)) {
                continue;
            }
            held.computeIfAbsent(List.of(tenant, user), ignored -> store.count(tenant, user));
            if (held.merge(List.of(tenant, user), 1, Integer::sum) > policies.locksPerPerson()) {
                return Optional.of(new Denied.QuotaExceeded(request.key(), policies.locksPerPerson()));
            }
        }
        return Optional.empty();
    }

    Optional<Denied> staleVersion(LockRequest request) {
        Long expected = request.ifVersion();
        if (expected == null) {
            return Optional.empty();
        }
        OptionalLong current = policies.currentVersion(request.key());
        return current.equals(OptionalLong.of(expected))
                ? Optional.empty()
                : Optional.of(new Denied.StaleVersion(request.key(), expected, current));
    }

    private boolean isCounted(LockRequest request) {
        return policies.locksPerPerson() != LockPolicies.UNLIMITED
                && request.owner().actorKind() == ActorKind.PERSON;
    }
}
