package io.heldby.lock;

import java.util.function.Function;

/** The answer to opening a record for editing. */
public sealed interface EditResult permits EditResult.Editing, EditResult.Refused {

    /** It is yours: load it now, in a transaction that begins after this. */
    record Editing(Lease lease) implements EditResult {
        public EditHandle handle() {
            return lease.handle();
        }
    }

    /** Somebody else has it: show who, since when, and the record for reading. */
    record Refused(Denied denied) implements EditResult {}

    default <T> T fold(Function<Editing, T> editing, Function<Denied, T> denied) {
        return this instanceof Editing yes ? editing.apply(yes) : denied.apply(((Refused) this).denied());
    }
}
