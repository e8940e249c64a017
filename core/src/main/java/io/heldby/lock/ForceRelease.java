package io.heldby.lock;

/** The answer to an operator who ends somebody else's lease. */
public enum ForceRelease {
    BROKEN,
    /** It will end: its holder is told with the next heartbeat, and may finish until then. */
    BREAKING,
    /** The lock that was shown is over, perhaps with a new holder: nothing was changed. */
    CHANGED_HANDS,
    /** A save under this lock is being written at this moment: nothing was changed, try again in a second. */
    BUSY
}
