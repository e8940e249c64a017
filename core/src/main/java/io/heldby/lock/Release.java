package io.heldby.lock;

/** The answer to a release, which may be repeated at will. */
public enum Release {
    RELEASED,
    /** There was nothing of this caller's to release: released before, or lost. */
    NOTHING_TO_RELEASE,
    /** A save under this lock is being written at this moment; it releases or the lease ends by itself. */
    BUSY
}
