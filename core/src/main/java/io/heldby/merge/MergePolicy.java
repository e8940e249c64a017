package io.heldby.merge;

/** What becomes of a field that both sides changed, each to another value. */
public enum MergePolicy {
    /** A person chooses. The default. */
    ASK,
    /** The value of the save that came too late. */
    MINE,
    /** The value that is stored. */
    THEIRS,
    /**
     * A number to which both add: 100, with 5 taken by one and 3 put in by the other, is 98. Also when both came to the same:
     * 100, with 5 taken by each, is 90.
     */
    ADD,
    /** A collection without order: what either side put in is in it, what either side took out is not. */
    UNION,
    /** Text, by lines and within lines by words. Where both changed the same words, a person chooses. */
    TEXT,
    /** A person chooses even when only they changed it, because what I saw when I decided was something else. */
    NEVER
}
