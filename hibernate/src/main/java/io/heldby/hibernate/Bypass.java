package io.heldby.hibernate;

/** A versioned table that a statement writes without regard to its version. */
record Bypass(TableName table, Kind kind) {

    enum Kind {
        /** The table has the version, and the statement neither compares nor raises it. */
        UNCHECKED,
        /** The version is in another table of the same entity, which the statement does not ask. */
        PART,
        /** Nobody can tell. */
        UNREADABLE
    }
}
