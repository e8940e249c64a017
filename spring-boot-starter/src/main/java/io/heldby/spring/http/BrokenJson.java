package io.heldby.spring.http;

import io.heldby.lock.LockView;
import java.util.UUID;

/** A lock that an operator ended. */
record BrokenJson(UUID lockId, String type, String id, OwnerJson holder, String reason) {

    static BrokenJson of(LockView broken, String reason) {
        return new BrokenJson(
                broken.lockId(), broken.key().type(), broken.key().id(), OwnerJson.of(broken.owner()), reason);
    }
}
