package io.heldby.jdbc.unitofwork;

import io.heldby.version.Conflict;
import java.sql.SQLException;

/** What is to be said of a record that could not be saved as it was to be. */
final class Refused {

    private Refused() {}

    /** What happened to a record that has this version now. */
    static Conflict modified(Conflict unexplained, Versioned<?> current) {
        return unexplained.modified(current.version(), current.modifiedBy(), current.modifiedAt());
    }

    /**
     * What is only to be reported: with what can be known about its fields, but a save that goes on must not fail because they
     * cannot be compared, and of one that named no version nothing can be told.
     */
    static Conflict orWithoutFields(Conflict modified, Compare compare) throws SQLException {
        if (modified.expectedVersion() == Versioned.UNKNOWN) {
            return modified;
        }
        try {
            return compare.fields(modified);
        } catch (RuntimeException incomparable) {
            System.getLogger(Refused.class.getName())
                    .log(System.Logger.Level.DEBUG, "an observed conflict is told without its fields", incomparable);
            return modified;
        }
    }

    interface Compare {
        Conflict fields(Conflict modified) throws SQLException;
    }

    /**
     * A write that changed no row, and nothing that explains it.
     *
     * @param names of the records, with their versions
     */
    static IllegalStateException keptOut(String names) {
        return new IllegalStateException(
                "saving changed no row of %s, although it has the expected version. Either a trigger or a row-level"
                                .formatted(names)
                        + " security rule kept the row from being written, or it was deleted and created again with the"
                        + " same version (see VersionedTable.freshVersionsFrom). Nothing was written");
    }
}
