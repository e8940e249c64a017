package io.heldby.demo.conflict;

/** What a person takes where both sides changed something. */
public enum Choice {
    THEIRS,
    MINE,
    /** Neither: what they type instead. */
    EDIT
}
