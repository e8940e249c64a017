package io.heldby.jdbc.changelog;

import io.heldby.version.FieldChange;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Inserts changes: where arrays can be bound all of them in one statement, elsewhere in a batch of heads and one of fields. */
final class ChangeInsert {

    /** A field of one of the changes, as it will be kept. */
    private record FieldRow(
            Change change, int seq, String field, boolean masked, LoggedValue before, LoggedValue after) {}

    private final ChangeSql sql;
    private final String tenant;
    private final List<Change> heads;
    private final List<FieldRow> fields = new ArrayList<>();

    /** @throws IllegalArgumentException when a value cannot be kept; says which, and what to do */
    ChangeInsert(ChangeSql sql, String tenant, List<Change> changes) {
        this.sql = sql;
        this.tenant = tenant;
        heads = changes;
        for (Change change : changes) {
            int seq = 0;
            for (FieldChange field : change.fields()) {
                fields.add(new FieldRow(
                        change,
                        ++seq,
                        field.field(),
                        field.masked(),
                        kept(change, field, field.before()),
                        kept(change, field, field.after())));
            }
        }
    }

    private static LoggedValue kept(Change change, FieldChange field, @Nullable Object value) {
        if (field.masked()) {
            return LoggedValue.NONE;
        }
        try {
            return LoggedValue.of(value);
        } catch (IllegalArgumentException unknown) {
            throw new IllegalArgumentException(
                    ("%s %s cannot be logged: its field %s is a %s, but the change log keeps texts, numbers, booleans, enums,"
                                    + " UUIDs, bytes, dates and times, and lists and sets of these. Give one of these where"
                                    + " the field's value is taken from the object, or mask the field")
                            .formatted(change.entity(), change.id(), field.field(), unknown.getMessage()),
                    unknown);
        }
    }

    void atOnce(Connection connection) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(sql.insertAtOnce)) {
            Arrays arrays = new Arrays(connection, insert);
            arrays.tenant();
            arrays.bind("text", heads, Change::entity);
            arrays.bind("text", heads, Change::id);
            arrays.bind("bigint", heads, Change::version);
            arrays.bind("text", heads, change -> change.action().name());
            arrays.bind("bigint", heads, Change::basedOn);
            arrays.bind("text", heads, Change::by);
            arrays.bind("text", heads, Change::saveId);
            arrays.tenant();
            arrays.bind("text", fields, row -> row.change.entity());
            arrays.bind("text", fields, row -> row.change.id());
            arrays.bind("bigint", fields, row -> row.change.version());
            arrays.bind("integer", fields, FieldRow::seq);
            arrays.bind("text", fields, FieldRow::field);
            arrays.bind("boolean", fields, FieldRow::masked);
            arrays.bind("text", fields, row -> row.before.type());
            arrays.bind("text", fields, row -> row.before.text());
            arrays.bind("text", fields, row -> row.after.type());
            arrays.bind("text", fields, row -> row.after.text());
            insert.executeUpdate();
        }
    }

    /** Binds one array after the other. */
    private final class Arrays {

        private final Connection connection;
        private final PreparedStatement insert;
        private int last;

        Arrays(Connection connection, PreparedStatement insert) {
            this.connection = connection;
            this.insert = insert;
        }

        void tenant() throws SQLException {
            insert.setString(++last, tenant);
        }

        <T> void bind(String type, List<T> rows, Function<T, @Nullable Object> value) throws SQLException {
            Object[] values = rows.stream().map(value).toArray();
            insert.setArray(++last, connection.createArrayOf(type, values));
        }
    }

    void inBatches(Connection connection) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(sql.insertHead)) {
            for (Change change : heads) {
                bindVersion(insert, change);
                insert.setString(5, change.action().name());
                insert.setObject(6, change.basedOn(), Types.BIGINT);
                insert.setString(7, change.by());
                insert.setString(8, change.saveId());
                insert.addBatch();
            }
            insert.executeBatch();
        }
        if (fields.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement(sql.insertField)) {
            for (FieldRow row : fields) {
                bindVersion(insert, row.change);
                insert.setInt(5, row.seq);
                insert.setString(6, row.field);
                insert.setBoolean(7, row.masked);
                insert.setString(8, row.before.type());
                insert.setString(9, row.before.text());
                insert.setString(10, row.after.type());
                insert.setString(11, row.after.text());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private void bindVersion(PreparedStatement insert, Change change) throws SQLException {
        insert.setString(1, tenant);
        insert.setString(2, change.entity());
        insert.setString(3, change.id());
        insert.setLong(4, change.version());
    }
}
