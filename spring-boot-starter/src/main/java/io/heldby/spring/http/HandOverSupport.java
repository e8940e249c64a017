package io.heldby.spring.http;

import io.heldby.lock.LockKey;
import io.heldby.lock.LockManager;
import io.heldby.lock.StoreCapability;
import java.util.Set;

/** Asking, waiting and taking over, which not every lock store can. */
final class HandOverSupport {

    private HandOverSupport() {}

    static boolean isFor(LockKey key, LockManager locks) {
        return locks.capabilities(key.type()).contains(StoreCapability.HAND_OVER);
    }

    /** @throws Refusal 501 when the store cannot do so with locks of this type */
    static void needed(LockKey key, LockManager locks) {
        needed(locks.capabilities(key.type()));
    }

    /** @throws Refusal 501 when the store cannot do so with any locks */
    static void needed(LockManager locks) {
        needed(locks.capabilities());
    }

    private static void needed(Set<StoreCapability> capabilities) {
        if (!capabilities.contains(StoreCapability.HAND_OVER)) {
            throw Problem.of(
                            501,
                            "not-supported",
                            "Not supported",
                            "The locks here are kept in a store that knows no requests and no queue."
                                    + " Try again later, or ask the holder yourself.")
                    .refusal();
        }
    }
}
