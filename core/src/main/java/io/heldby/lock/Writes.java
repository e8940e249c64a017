package io.heldby.lock;

/** Who may write a record of a type without having checked it out. */
public enum Writes {
    /** Nobody: every write needs a lease. */
    LEASE_REQUIRED,
    /** Whoever checks the version, while nobody holds the record. */
    LEASE_OR_FREE
}
