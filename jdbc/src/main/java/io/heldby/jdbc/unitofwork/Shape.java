package io.heldby.jdbc.unitofwork;

import java.util.ArrayList;
import java.util.List;

/**
 * What the statements for many rows of one table are made of.
 *
 * @param keys the columns that a row is found by, the version among them: each of them must match
 * @param columns those that are written
 * @param version the column that every update raises; empty for tables whose version is kept elsewhere
 * @param by the column that says who; empty like the version
 * @param at the column that says when
 */
record Shape(String table, List<String> keys, List<String> columns, String version, String by, String at) {

    Shape {
        keys = List.copyOf(keys);
        columns = List.copyOf(columns);
    }

    /** Records with a version of their own. */
    static Shape of(VersionedTable<?> table) {
        return new Shape(
                table.name(),
                List.of(table.id().name(), table.version()),
                table.columns().stream().map(VersionedTable.Column::name).toList(),
                table.version(),
                table.modifiedBy(),
                table.modifiedAt());
    }

    /** Members of an aggregate. */
    static Shape of(MemberTable<?> table) {
        return new Shape(
                table.name(),
                List.of(table.id().name(), table.versionId().name()),
                table.columns().stream().map(VersionedTable.Column::name).toList(),
                "",
                "",
                "");
    }

    /** The same of rows in which nothing changes but the version. */
    Shape versionOnly() {
        return new Shape(table, keys, List.of(), version, by, at);
    }

    boolean versioned() {
        return !version.isEmpty();
    }

    /** Keys and columns: what an insert writes, and what each row of an update brings. */
    List<String> all() {
        List<String> all = new ArrayList<>(keys);
        all.addAll(columns);
        return all;
    }
}
