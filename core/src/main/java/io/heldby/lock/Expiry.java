package io.heldby.lock;

/** What an expired lease is still good for. */
public enum Expiry {
    /** As long as nobody has taken the record, its former holder may still renew and save, until the maximum hold. */
    LENIENT,
    /** Expired is over: nothing can be renewed or saved any more. */
    STRICT
}
