package io.heldby.jdbc.unitofwork;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A version that cannot grow any more is refused with a clear word, and before anything is written where that is known. */
final class VersionRoom {

    private static final String OUT_OF_RANGE = "22003";

    private VersionRoom() {}

    static void require(VersionedTable<?> table, Object id, long version) {
        if (version == Long.MAX_VALUE) {
            throw full(table, id, version, null);
        }
    }

    /** A column of type INTEGER is full much earlier, and only the database knows its type. */
    static void explain(SQLException failed, VersionedTable<?> table, Object id, long version) {
        if (OUT_OF_RANGE.equals(failed.getSQLState()) && version == Integer.MAX_VALUE) {
            throw full(table, id, version, failed);
        }
    }

    private static IllegalArgumentException full(
            VersionedTable<?> table, Object id, long version, @Nullable SQLException failed) {
        return new IllegalArgumentException(
                "%s %s cannot be saved: its version %d is the greatest that column %s of %s can hold. Nothing was written"
                        .formatted(table.entity(), id, version, table.version(), table.name()),
                failed);
    }
}
