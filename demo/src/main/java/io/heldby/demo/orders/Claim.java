package io.heldby.demo.orders;

import io.heldby.jdbc.unitofwork.Versioned;
import io.heldby.lock.Lease;
import io.heldby.lock.LockView;

/** The answer to a picker who wants an order. */
sealed interface Claim {

    /** It is theirs. The order was loaded after the lock was granted. */
    record Yours(Lease lease, Versioned<Order> order) implements Claim {}

    /** Somebody else was faster. */
    record PickedBy(LockView holder) implements Claim {}

    /** There is nothing left to pick. */
    record AlreadyDone(Versioned<Order> order) implements Claim {}
}
