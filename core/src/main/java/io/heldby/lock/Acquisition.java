package io.heldby.lock;

import java.util.Optional;
import java.util.function.Function;

/** The answer to an acquire: somebody else holding the key is an answer, not an error. */
public sealed interface Acquisition permits Acquisition.Granted, Denied {

    /**
     * The key is yours.
     *
     * @param reentrant whether this editing session held the key already
     */
    record Granted(Lease lease, boolean reentrant) implements Acquisition {}

    /** The lease, when it was granted. */
    default Optional<Lease> ifGranted() {
        return this instanceof Granted granted ? Optional.of(granted.lease()) : Optional.empty();
    }

    default <T> T fold(Function<Granted, T> granted, Function<Denied, T> denied) {
        return this instanceof Granted won ? granted.apply(won) : denied.apply((Denied) this);
    }
}
