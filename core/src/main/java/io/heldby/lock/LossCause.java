package io.heldby.lock;

/** How a lease can end. Closed on purpose: a screen has a sentence for each. */
public enum LossCause {
    /** Its time ran out. */
    EXPIRED,
    /** Its time had run out and somebody took the record. */
    TAKEN_OVER,
    /** Its owner continued in another tab. */
    CONTINUED_ELSEWHERE,
    /** Its holder gave it back, or signed out. */
    RELEASED,
    /** An operator ended it. */
    BROKEN,
    /** No such lease, as far as this caller may know. */
    UNKNOWN
}
