package io.heldby.spring;

/** How long a {@link Locked} method's lock is held. */
public enum LockedUntil {

    /**
     * For a command that reads, decides and writes within one call. The lock is renewed while the method runs and released
     * when it returns or throws, after the commit of the transaction that it ran in: nothing outlives the call, so nothing
     * can be forgotten.
     */
    AFTER_CALL,

    /**
     * For a method that opens a form, whose lock must last until another request saves it: until {@code Edits.save} or
     * {@code Edits.cancel}, the end of the HTTP session, or that of its lease. The page carries the {@link
     * io.heldby.lock.EditHandle} that such a method can declare as a parameter. When the method throws, there is no page to
     * save, and what it has acquired is released.
     */
    SAVED
}
