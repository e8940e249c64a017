package io.heldby.lock;

/** What renewing does to the end of a lease. */
public enum RenewalMode {
    /** Each heartbeat moves the end on, up to the maximum hold. */
    HEARTBEAT,
    /** The end is fixed when the lock is granted: closing the page does not free it, and working on does not extend it. */
    FIXED
}
