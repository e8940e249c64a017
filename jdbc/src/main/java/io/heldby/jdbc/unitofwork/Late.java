package io.heldby.jdbc.unitofwork;

import io.heldby.version.Conflict;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A record of a unit of work that has another version than was expected, in a table that does not enforce versions; locked.
 *
 * @param record as the unit of work has it
 * @param now the same over what is stored now; null when that is nothing, and nothing is left to be done
 * @param before what is stored now; null when it is nothing, or only read
 * @param conflict what would have been refused; null when nobody is to be told
 */
record Late(
        Registered<?> record,
        @Nullable Registered<?> now,
        @Nullable Map<String, @Nullable Object> before,
        @Nullable Conflict conflict) {

    /** Looks at what is stored, before anything is written. */
    static <T> Late of(Connection connection, Bulk bulk, Registered<T> record, Explaining explaining)
            throws SQLException {
        VersionedMapper<T> mapper = record.mapper();
        boolean written = record.changesItsRow();
        Versioned<T> stored = mapper.find(
                        connection, record.id(), bulk.forWhom(written ? Rows.Look.FOR_WRITER : Rows.Look.FOR_READER))
                .orElse(null);
        Conflict conflict = mapper.table().observer() == null ? null : explaining.late(connection, record, stored);
        return new Late(
                record,
                stored == null ? null : record.over(stored.version()),
                stored == null || !written ? null : mapper.values(stored.value()),
                conflict);
    }

    /** Whether it is gone, though it was to be changed. */
    static boolean isHopeless(Registered<?> record, @Nullable Long version) {
        return version == null && (record.role() == Registered.Role.DIRTY || record.role() == Registered.Role.TOUCHED);
    }

    /** Told when nothing can get in between any more. */
    static void report(List<Late> all, String by) {
        for (Late late : all) {
            OverwriteObserver observer = late.record.mapper().table().observer();
            if (observer != null && late.conflict != null) {
                observer.report(late.conflict, late.record.role() == Registered.Role.REMOVED, by);
            }
        }
    }
}
