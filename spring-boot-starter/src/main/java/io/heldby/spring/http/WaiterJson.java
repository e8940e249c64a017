package io.heldby.spring.http;

import io.heldby.lock.Waiter;
import java.time.Instant;

/** Somebody who waits in line, as everybody reads it. */
record WaiterJson(OwnerJson who, Instant since) {

    static WaiterJson of(Waiter waiter) {
        return new WaiterJson(OwnerJson.of(waiter.owner()), waiter.since());
    }
}
