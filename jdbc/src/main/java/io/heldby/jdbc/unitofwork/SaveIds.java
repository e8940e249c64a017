package io.heldby.jdbc.unitofwork;

import io.heldby.jdbc.changelog.ChangeLog;
import io.heldby.version.ChangeRecord;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalLong;

/** Finds saves that were sent again because their answer was lost. */
final class SaveIds {

    private SaveIds() {}

    /** The version that a save of this name has made of the record, if that is still the last one. */
    static OptionalLong lastVersionMadeBy(Connection connection, VersionedTable<?> table, String id, String saveId)
            throws SQLException {
        ChangeLog log = requireLog(table);
        OptionalLong last = log.lastVersion(connection, table.entity(), id);
        if (last.isEmpty()) {
            return last;
        }
        Optional<ChangeRecord> made = log.find(connection, table.entity(), id, last.getAsLong());
        return made.isPresent() && saveId.equals(made.get().saveId()) ? last : OptionalLong.empty();
    }

    private static ChangeLog requireLog(VersionedTable<?> table) {
        ChangeLog log = table.changeLog();
        if (log == null) {
            throw new IllegalStateException(
                    "a saveId is remembered with the change log, but %s has none: declare VersionedTable.logged, or leave the saveId out"
                            .formatted(table.entity()));
        }
        return log;
    }
}
