package io.heldby.lock;

/** How a lease can end. Closed on purpose: a screen has a sentence for each. */
public enum LossCause {
    /** Its time ran out. */
    EXPIRED,
    /** Somebody took the record: its time had run out, or the policy lets them, and then they say why. */
    TAKEN_OVER,
    /** Its owner continued in another tab. */
    CONTINUED_ELSEWHERE,
    /** Its holder gave it back, or signed out. */
    RELEASED,
    /** Its holder gave it to somebody who had asked. */
    HANDED_OVER,
    /** An operator ended it. */
    BROKEN,
    /** No such lease, as far as this caller may know. */
    UNKNOWN
}
