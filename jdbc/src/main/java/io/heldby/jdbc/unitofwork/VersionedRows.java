package io.heldby.jdbc.unitofwork;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rows that have a version: many in one statement. */
record VersionedRows<T>(VersionedMapper<T> mapper, Bulk bulk) implements Rows<T> {

    @Override
    public Map<String, Long> versions(Connection connection, List<Object> ids, Look look) throws SQLException {
        return bulk.versions(connection, mapper.shape(), ids, look);
    }

    @Override
    public boolean updatesInOrder() {
        return bulk.updatesInOrder();
    }

    @Override
    public void insert(Connection connection, List<Registered<T>> records, String by, Outcome outcome)
            throws SQLException {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (Registered<T> record : records) {
            long version = mapper.firstVersion(connection, record.id());
            outcome.written(record, version);
            rows.add(record.row(version));
        }
        bulk.insert(connection, mapper.shape(), rows, by);
    }

    @Override
    public void delete(Connection connection, List<Registered<T>> records, Outcome outcome) throws SQLException {
        boolean[] deleted = bulk.delete(connection, mapper.shape(), keys(records));
        for (int i = 0; i < deleted.length; i++) {
            if (!deleted[i]) {
                outcome.stale(records.get(i));
            }
        }
    }

    @Override
    public void update(Connection connection, List<Registered<T>> records, String by, Outcome outcome)
            throws SQLException {
        List<@Nullable Object[]> rows =
                records.stream().map(record -> record.row(record.expected())).toList();
        tell(bulk.update(connection, mapper.shape(), rows, by), records, outcome);
    }

    @Override
    public void touch(Connection connection, List<Registered<T>> records, String by, Outcome outcome)
            throws SQLException {
        tell(bulk.update(connection, mapper.shape().versionOnly(), keys(records), by), records, outcome);
    }

    private static <T> List<@Nullable Object[]> keys(List<Registered<T>> records) {
        return records.stream()
                .map(record -> new @Nullable Object[] {record.id(), record.expected()})
                .toList();
    }

    private static <T> void tell(boolean[] changed, List<Registered<T>> records, Outcome outcome) {
        for (int i = 0; i < changed.length; i++) {
            if (changed[i]) {
                outcome.written(records.get(i), records.get(i).expected() + 1);
            } else {
                outcome.stale(records.get(i));
            }
        }
    }
}
