package io.heldby.jdbc.unitofwork;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the rows were before they were written, of tables that log it. */
final class Before {

    private final Map<Registered.Key, Map<String, @Nullable Object>> values = new HashMap<>();

    private Before() {}

    /**
     * As they were loaded, else read now. They are at the expected version, or the commit is refused; so nobody can have changed
     * them in between.
     */
    static Before of(Connection connection, List<Registered<?>> records, List<Late> late) throws SQLException {
        Before before = new Before();
        for (Late one : late) {
            if (one.before() != null) {
                before.values.put(one.record().key(), one.before());
            }
        }
        Map<VersionedMapper<?>, List<Object>> unknown = new HashMap<>();
        for (Registered<?> record : records) {
            boolean changes = record.role() == Registered.Role.DIRTY || record.role() == Registered.Role.REMOVED;
            if (changes && record.mapper().table().changeLog() != null && !before.values.containsKey(record.key())) {
                Map<String, @Nullable Object> loaded = record.loaded();
                if (loaded != null) {
                    before.values.put(record.key(), loaded);
                } else {
                    unknown.computeIfAbsent(record.mapper(), each -> new ArrayList<>())
                            .add(record.id());
                }
            }
        }
        for (Map.Entry<VersionedMapper<?>, List<Object>> entry : unknown.entrySet()) {
            before.read(connection, entry.getKey(), entry.getValue());
        }
        return before;
    }

    private <T> void read(Connection connection, VersionedMapper<T> mapper, List<Object> ids) throws SQLException {
        for (Map.Entry<String, Versioned<T>> found :
                mapper.findAll(connection, ids).entrySet()) {
            values.put(
                    new Registered.Key(mapper, found.getKey()),
                    mapper.values(found.getValue().value()));
        }
    }

    /** Null for a new record. */
    @Nullable
    Map<String, @Nullable Object> of(Registered<?> record) {
        return values.get(record.key());
    }
}
