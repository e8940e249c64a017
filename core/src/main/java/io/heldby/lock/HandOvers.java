package io.heldby.lock;

import io.heldby.lock.HandOverRequest.Addressee;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How locks change hands: applies the policies, and refuses clearly what the store cannot do, before anything is done. */
final class HandOvers {

    static final Duration LONGEST_GRACE = Duration.ofMinutes(10);

    private final LockStore store;
    private final LockPolicies policies;
    private final Wishes wishes;

    HandOvers(LockStore store, LockPolicies policies, Wishes wishes) {
        this.store = store;
        this.policies = policies;
        this.wishes = wishes;
    }

    ForceRelease forceRelease(LockId lockId, String operator, String reason, Duration grace) {
        Text.checked("operator", operator, 1, 255);
        Text.checked("reason", reason, 1, 200);
        if (grace.isNegative() || grace.compareTo(LONGEST_GRACE) > 0) {
            throw new IllegalArgumentException("grace must be 0 to 10 minutes, but is " + grace);
        }
        if (grace.isZero()) {
            return store.forceRelease(lockId, operator, reason);
        }
        return capable(lockId.key(), "forceRelease with a grace").forceRelease(lockId, operator, reason, grace);
    }

    Asked request(LockId lockId, Owner asker, @Nullable String message) {
        return ask(
                lockId, asker, Addressee.HOLDER, message, policyOf(lockId.key()).requestLife());
    }

    /** Operators may come much later than a holder; so it waits for as long as the lock can last. */
    Asked requestRelease(LockId lockId, Owner asker, String reason) {
        return ask(
                lockId,
                asker,
                Addressee.OPERATORS,
                reason,
                policies.of(lockId.key().type()).maximumHold());
    }

    private Asked ask(LockId lockId, Owner asker, Addressee addressee, @Nullable String message, Duration life) {
        checkedMessage(message);
        return capable(lockId.key(), "requestHandOver")
                .requestHandOver(new HandOverWish(UUID.randomUUID(), lockId, asker, addressee, message, life));
    }

    private static void checkedMessage(@Nullable String message) {
        if (message != null) {
            Text.checked("message", message, 1, 200);
        }
    }

    Answered declineRelease(LockId lockId, UUID requestId, String operator, @Nullable String message) {
        Text.checked("operator", operator, 1, 255);
        checkedMessage(message);
        return capable(lockId.key(), "declineRelease").declineRelease(lockId, requestId, operator, message);
    }

    List<HandOverRequest> releaseRequests(String tenant, int limit) {
        if (limit < 1 || limit > 500) {
            throw new IllegalArgumentException("limit must be 1 to 500, but is " + limit);
        }
        return capable(store.capabilities(), "releaseRequests")
                .releaseRequests(Text.checked("tenant", tenant, 0, 100), limit);
    }

    Answered answer(UUID requestId, LeaseClaim claim, HandOverAnswer answer) {
        LockPolicy policy = policies.of(claim.key().type());
        Succession succession = new Succession(
                LockId.random(claim.key()), Token.random().hash(), wishes.termsOf(claim.key()), policy.maximumHold());
        return capable(claim.key(), "answer").answer(requestId, claim, answer, succession);
    }

    Optional<HandOverRequest> find(LockId lockId, UUID requestId) {
        return capable(lockId.key(), "request").handOverRequest(lockId, requestId);
    }

    /** @param request at its root */
    Acquisition takeOver(LockId lockId, LockRequest request, String reason, boolean byOperator) {
        Text.checked("reason", reason, 1, 200);
        if (!lockId.key().equals(request.key())) {
            throw new IllegalArgumentException(
                    "lockId belongs to %s, but the request is for %s".formatted(lockId.key(), request.key()));
        }
        LockStore able = capable(lockId.key(), "takeOver");
        Takeover takeover = policyOf(request.key()).takeover();
        @Nullable Duration unanswered = null;
        if (takeover == Takeover.NEVER) {
            return new Denied.NotPermitted(request.key(), "Nobody may take this lock from its holder.");
        } else if (takeover == Takeover.OPERATOR && !byOperator) {
            return new Denied.NotPermitted(request.key(), "Only an operator may take this lock from its holder.");
        } else if (takeover instanceof Takeover.AfterNoAnswer after && !byOperator) {
            unanswered = after.patience();
        }
        return able.takeOver(lockId, wishes.withPolicy(request), reason, unanswered);
    }

    Waiting waitFor(LockKey key, Owner owner) {
        return capable(key, "waitFor")
                .waitFor(new WaitRequest(
                        UUID.randomUUID(),
                        key,
                        owner,
                        LockManager.WAITER_LIVES,
                        policyOf(key).reservedFor()));
    }

    Waiting renewWaiter(LockKey key, UUID waiterId, Owner owner) {
        return capable(key, "renewWaiter").renewWaiter(key, waiterId, owner);
    }

    boolean stopWaiting(LockKey key, UUID waiterId, Owner owner) {
        return capable(key, "stopWaiting").stopWaiting(key, waiterId, owner);
    }

    Demand demand(LockKey key) {
        return capable(key, "demand").demand(key);
    }

    private HandOverPolicy policyOf(LockKey key) {
        return policies.of(key.type()).handOver();
    }

    private LockStore capable(LockKey key, String operation) {
        return capable(store.capabilities(key.type()), operation);
    }

    private LockStore capable(Set<StoreCapability> capabilities, String operation) {
        if (!capabilities.contains(StoreCapability.HAND_OVER)) {
            throw StoreCapability.HAND_OVER.missing(operation);
        }
        return store;
    }
}
