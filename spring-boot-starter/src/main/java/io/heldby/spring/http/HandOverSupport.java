package io.heldby.spring.http;

import io.heldby.lock.LockManager;
import io.heldby.lock.StoreCapability;

/** Asking, waiting and taking over, which not every lock store can. */
final class HandOverSupport {

    private HandOverSupport() {}

    static boolean isIn(LockManager locks) {
        return locks.capabilities().contains(StoreCapability.HAND_OVER);
    }

    /** @throws Refusal 501 when the store cannot */
    static void needed(LockManager locks) {
        if (!isIn(locks)) {
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
