package io.heldby.lock;

/** How a lease can end. Closed on purpose: a screen has a sentence for each. */
public enum LossCause {
    /** Its time ran out. */
    EXPIRED,
    /** Its time had run out and somebody else took the record, or its owner continued in another tab. */
    TAKEN_OVER,
    /** Its holder gave it back, or signed out. */
    RELEASED,
    /** An operator ended it. */
    BROKEN,
    /** No such lease, as far as this caller may know. */
    UNKNOWN
}
