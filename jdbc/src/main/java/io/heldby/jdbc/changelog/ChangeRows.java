package io.heldby.jdbc.changelog;

import io.heldby.version.ChangeRecord;
import io.heldby.version.FieldChange;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes changes of rows: each row is a change and one of its fields, and those of one change follow each other. */
final class ChangeRows {

    private ChangeRows() {}

    static List<ChangeRecord> read(PreparedStatement query, Database database) throws SQLException {
        List<ChangeRecord> changes = new ArrayList<>();
        List<FieldChange> fields = new ArrayList<>();
        ChangeRecord head = null;
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                ChangeRecord next = head(row, database);
                if (!next.equals(head)) {
                    add(changes, head, fields);
                    head = next;
                }
                if (row.getString("field") != null) {
                    fields.add(field(row));
                }
            }
        }
        add(changes, head, fields);
        return changes;
    }

    private static void add(List<ChangeRecord> changes, @Nullable ChangeRecord head, List<FieldChange> fields) {
        if (head != null) {
            changes.add(new ChangeRecord(
                    head.entity(),
                    head.id(),
                    head.version(),
                    head.action(),
                    head.basedOn(),
                    head.by(),
                    head.at(),
                    head.saveId(),
                    fields));
            fields.clear();
        }
    }

    private static ChangeRecord head(ResultSet row, Database database) throws SQLException {
        Instant at = database.time(row, "at");
        long number = row.getLong("based_on");
        Long basedOn = row.wasNull() ? null : number;
        return new ChangeRecord(
                row.getString("entity"),
                row.getString("id"),
                row.getLong("version"),
                ChangeRecord.Action.valueOf(row.getString("action")),
                basedOn,
                row.getString("by_name"),
                at,
                row.getString("save_id"),
                List.of());
    }

    private static FieldChange field(ResultSet row) throws SQLException {
        return new FieldChange(
                row.getString("field"),
                new LoggedValue(row.getString("old_type"), row.getString("old_value")).value(),
                new LoggedValue(row.getString("new_type"), row.getString("new_value")).value(),
                row.getBoolean("masked"));
    }
}
