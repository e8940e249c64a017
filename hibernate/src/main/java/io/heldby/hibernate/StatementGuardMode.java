package io.heldby.hibernate;

/** What becomes of a statement that goes around the version of an entity. */
public enum StatementGuardMode {
    /** Nobody looks. */
    OFF,
    /** It is executed, counted, and logged once for each place in the code. */
    WARN,
    /** It is refused before it is executed. */
    FAIL
}
