package io.heldby.jdbc.unitofwork;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Rows without a version, one by one: each is read with its texts and locked, then written if it still has them all. */
record AllFieldsRows<T>(AllFields<T> fields, Bulk bulk) implements Rows<T> {

    @Override
    public Map<String, Long> versions(Connection connection, List<Object> ids, Look look) throws SQLException {
        Map<String, Long> versions = new HashMap<>();
        for (Object id : ids) {
            fields.load(connection, id, bulk.forWhom(look))
                    .ifPresent(loaded ->
                            versions.put(id.toString(), loaded.versioned().version()));
        }
        return versions;
    }

    @Override
    public boolean updatesInOrder() {
        return false;
    }

    @Override
    public void insert(Connection connection, List<Registered<T>> records, String by, Outcome outcome)
            throws SQLException {
        for (Registered<T> record : records) {
            outcome.written(record, fields.insert(connection, record.required()));
        }
    }

    @Override
    public void delete(Connection connection, List<Registered<T>> records, Outcome outcome) throws SQLException {
        for (Registered<T> record : records) {
            Optional<AllFields.Loaded<T>> before = expected(connection, record);
            if (before.isEmpty() || fields.delete(connection, before.get()) != 1) {
                outcome.stale(record);
            }
        }
    }

    @Override
    public void update(Connection connection, List<Registered<T>> records, String by, Outcome outcome)
            throws SQLException {
        for (Registered<T> record : records) {
            Optional<AllFields.Loaded<T>> before = expected(connection, record);
            if (before.isEmpty() || fields.update(connection, before.get(), record.required()) != 1) {
                outcome.stale(record);
            } else {
                outcome.written(record, fields.versionNow(connection, record.required()));
            }
        }
    }

    /** Nothing to be raised: that it was locked and compared is all that can be done for it. */
    @Override
    public void touch(Connection connection, List<Registered<T>> records, String by, Outcome outcome) {
        records.forEach(record -> outcome.written(record, record.expected()));
    }

    private Optional<AllFields.Loaded<T>> expected(Connection connection, Registered<T> record) throws SQLException {
        return fields.load(connection, record.id(), bulk.forWhom(Look.FOR_WRITER))
                .filter(loaded -> loaded.versioned().version() == record.expected());
    }
}
