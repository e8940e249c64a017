package io.heldby.spring.http;

import io.heldby.lock.LockView;

/** A lock that an operator ended. */
record BrokenJson(String lockId, String type, String id, OwnerJson holder, String reason) {

    static BrokenJson of(LockView broken, String reason) {
        return new BrokenJson(
                broken.lockId().toString(),
                broken.key().type(),
                broken.key().id(),
                OwnerJson.of(broken.owner()),
                reason);
    }
}
