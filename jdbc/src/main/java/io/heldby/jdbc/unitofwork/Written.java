package io.heldby.jdbc.unitofwork;

import io.heldby.jdbc.changelog.Change;
import io.heldby.jdbc.changelog.ChangeLog;
import io.heldby.jdbc.changelog.Saved;
import io.heldby.jdbc.changelog.SavedEvents;
import io.heldby.version.ChangeRecord;
import io.heldby.version.FieldChange;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One record that a transaction has written, for the log and for those who have it open.
 *
 * @param version that it made
 * @param basedOn see {@link ChangeRecord}
 */
record Written(
        VersionedTable<?> table,
        String id,
        long version,
        ChangeRecord.Action action,
        @Nullable Long basedOn,
        List<FieldChange> fields) {

    /** Tells the log and the events of each table, in the transaction that has written. */
    static void tell(Connection connection, String by, @Nullable String saveId, List<Written> all) throws SQLException {
        Map<ChangeLog, List<Change>> changes = new LinkedHashMap<>();
        Map<SavedEvents, List<Saved>> saves = new LinkedHashMap<>();
        for (Written one : all) {
            ChangeLog log = one.table.changeLog();
            if (log != null) {
                changes.computeIfAbsent(log, each -> new ArrayList<>()).add(one.change(by, saveId));
            }
            SavedEvents events = one.table.savedEvents();
            if (events != null) {
                saves.computeIfAbsent(events, each -> new ArrayList<>()).add(one.saved(connection, by));
            }
        }
        for (Map.Entry<ChangeLog, List<Change>> entry : changes.entrySet()) {
            entry.getKey().write(connection, entry.getValue());
        }
        for (Map.Entry<SavedEvents, List<Saved>> entry : saves.entrySet()) {
            entry.getKey().append(connection, entry.getValue());
        }
    }

    private Change change(String by, @Nullable String saveId) {
        return new Change(table.entity(), id, version, action, basedOn, by, saveId, fields);
    }

    private Saved saved(Connection connection, String by) throws SQLException {
        return new Saved(table.entity(), id, version, null, by, overwritten(connection));
    }

    /** Whose versions have been overwritten, as far as the log knows. */
    private List<String> overwritten(Connection connection) throws SQLException {
        ChangeLog log = table.changeLog();
        if (action != ChangeRecord.Action.FORCED || log == null || basedOn == null) {
            return List.of();
        }
        return log.since(connection, table.entity(), id, basedOn).stream()
                .filter(change -> change.version() < version)
                .map(ChangeRecord::by)
                .distinct()
                .toList();
    }
}
