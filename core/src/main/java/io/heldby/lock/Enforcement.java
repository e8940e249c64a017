package io.heldby.lock;

/**
 * What the guard does with a save whose lease is not good. Acquiring and showing locks always tell the truth, and a
 * policy of locks never switches off version checks: those have an enforcement of their own, which each versioned table
 * declares.
 */
public enum Enforcement {
    /** The guard looks at nothing. */
    OFF,
    /** The guard lets every save pass and reports the ones it would have refused, with their call site. */
    OBSERVE,
    /** The guard refuses. */
    ENFORCE
}
