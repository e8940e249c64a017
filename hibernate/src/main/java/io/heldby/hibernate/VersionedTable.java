package io.heldby.hibernate;

/**
 * A table of a versioned entity.
 *
 * @param name of this table
 * @param root the table with the version: this one, or, for a joined subclass and a secondary table, another
 * @param column in which the root keeps the version, without quotes and in lower case
 * @param temporal whether the version is a time, which is raised by setting it to the present one
 */
record VersionedTable(TableName name, TableName root, String column, boolean temporal) {

    VersionedTable {
        if (column.isBlank()) {
            throw new IllegalArgumentException("column of the version of " + root + " is blank");
        }
    }

    boolean hasVersion() {
        return name.equals(root);
    }
}
