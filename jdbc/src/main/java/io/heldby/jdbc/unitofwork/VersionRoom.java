package io.heldby.jdbc.unitofwork;

import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A version that cannot grow any more is refused with a clear word, and before anything is written where that is known. */
final class VersionRoom {

    private static final String OUT_OF_RANGE = "22003";

    private VersionRoom() {}

    static void require(Registered<?> record) {
        if (record.changesItsRow() && record.expected() == Long.MAX_VALUE) {
            throw full(record, null);
        }
    }

    /** A column of type INTEGER is full much earlier, and only the database knows its type. */
    static void explain(SQLException failed, List<Registered<?>> records) {
        if (OUT_OF_RANGE.equals(failed.getSQLState())) {
            records.stream()
                    .filter(record -> record.changesItsRow() && record.expected() == Integer.MAX_VALUE)
                    .findFirst()
                    .ifPresent(record -> {
                        throw full(record, failed);
                    });
        }
    }

    private static IllegalArgumentException full(Registered<?> record, @Nullable SQLException failed) {
        return new IllegalArgumentException(
                "%s %s cannot be saved: its version %d is the greatest that column %s of %s can hold. Nothing was written"
                        .formatted(
                                record.mapper().entity(),
                                record.id(),
                                record.expected(),
                                record.mapper().shape().version(),
                                record.mapper().shape().table()),
                failed);
    }
}
