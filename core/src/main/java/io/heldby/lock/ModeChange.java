package io.heldby.lock;

import java.util.Optional;

/** The answer to an upgrade or downgrade. */
public sealed interface ModeChange {

    /** Held in the mode that was asked for. An upgrade has a new, greater fence; lock id and token stay. */
    record Changed(Lease lease) implements ModeChange {}

    /** Others share the key, or it is being saved at this moment. The lock is held as before. */
    record Refused(Denied denied) implements ModeChange {}

    /** The lease is over. */
    record Lost(Loss loss) implements ModeChange {}

    /** The changed lease, if it was changed. */
    default Optional<Lease> ifChanged() {
        return this instanceof Changed changed ? Optional.of(changed.lease()) : Optional.empty();
    }
}
