package io.heldby.demo.newsroom;

import io.heldby.jdbc.unitofwork.Versioned;
import io.heldby.lock.Denied;
import io.heldby.lock.Lease;

/** The answer to somebody who wants to edit a record. */
sealed interface CheckOut<T> {

    /** It is theirs. The record was loaded after the lock was granted. */
    record Yours<T>(Lease lease, Versioned<T> record) implements CheckOut<T> {}

    /** Somebody else has it, so nothing was loaded. */
    record Taken<T>(Denied denied) implements CheckOut<T> {}
}
