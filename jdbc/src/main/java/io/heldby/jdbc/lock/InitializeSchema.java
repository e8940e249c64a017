package io.heldby.jdbc.lock;

/** Whether Heldby creates its tables when it starts and they are not there. */
public enum InitializeSchema {
    /** Only in a database that lives in this process (H2 in memory or embedded). */
    EMBEDDED,
    ALWAYS,
    /** Somebody else runs the schema files, for example a migration tool. */
    NEVER
}
