package io.heldby.lock;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Turns what callers wish into what a store is asked: the root's key, the policy's times, a new id and secret. */
final class Wishes {

    private final LockPolicies policies;
    private final HandlerNames handlers;

    Wishes(LockPolicies policies, HandlerNames handlers) {
        this.policies = policies;
        this.handlers = handlers;
    }

    /** Asks for the root in place of the member. */
    LockRequest atRoot(LockRequest request) {
        LockKey root = policies.rootOf(request.key());
        return root.equals(request.key()) ? request : request.at(root);
    }

    /** @param request at its root */
    GrantRequest withPolicy(LockRequest request) {
        LockPolicy policy = policies.of(request.key().type());
        Duration lease = leaseFor(request);
        Duration first =
                policy.renewal() == RenewalMode.FIXED || request.firstLease() == null ? lease : request.firstLease();
        return new GrantRequest(
                LockId.random(request.key()),
                Token.random(),
                request.owner(),
                request.mode(),
                request.reason(),
                new LeaseTerms(
                        lease, policy.renewal(), policy.expiry(), handlers.of(request.key(), request.expiryHandler())),
                notLongerThanHold("firstLease", first, policy),
                policy.maximumHold(),
                request.continueHere(),
                request.onceId());
    }

    /** What the type's policy says about a lock that nobody has asked for by a request of their own. */
    LeaseTerms termsOf(LockKey key) {
        LockPolicy policy = policies.of(key.type());
        return new LeaseTerms(policy.lease(), policy.renewal(), policy.expiry(), handlers.of(key, null));
    }

    Duration leaseFor(LockRequest request) {
        LockPolicy policy = policies.of(request.key().type());
        return request.lease() == null ? policy.lease() : notLongerThanHold("lease", request.lease(), policy);
    }

    /**
     * One request per key in key order; where several members meet at one root, the stronger mode is asked for.
     *
     * @param requests at their roots
     * @throws IllegalArgumentException when two owners ask for one key, which cannot both be granted
     */
    Map<LockKey, LockRequest> oncePerKey(List<LockRequest> requests) {
        Map<LockKey, LockRequest> byKey = new TreeMap<>();
        for (LockRequest request : requests) {
            byKey.merge(request.key(), request, (one, other) -> {
                if (!one.owner().sameEditingSessionAs(other.owner())) {
                    throw new IllegalArgumentException("%s is asked for by %s and by %s in one batch; ask in two"
                            .formatted(
                                    one.key(),
                                    one.owner().displayName(),
                                    other.owner().displayName()));
                }
                return one.mode() == LockMode.EXCLUSIVE ? one : other;
            });
        }
        return new LinkedHashMap<>(byKey);
    }

    private static Duration notLongerThanHold(String field, Duration time, LockPolicy policy) {
        if (time.compareTo(policy.maximumHold()) > 0) {
            throw new IllegalArgumentException("%s must be at most the maximum hold of %s, but is %s"
                    .formatted(field, policy.maximumHold(), time));
        }
        return time;
    }
}
