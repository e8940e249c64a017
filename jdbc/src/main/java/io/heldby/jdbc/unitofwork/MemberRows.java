package io.heldby.jdbc.unitofwork;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the members of aggregates for a unit of work, all of one table in one statement; their roots are locked. */
final class MemberRows {

    private MemberRows() {}

    static void insert(Connection connection, Bulk bulk, String table, List<RegisteredMember<?>> members)
            throws SQLException {
        for (Map.Entry<Shape, List<RegisteredMember<?>>> batch :
                of(members, table, Registered.Role.NEW).entrySet()) {
            bulk.insert(connection, batch.getKey(), rows(batch.getValue()), "");
        }
    }

    static void update(
            Connection connection, Bulk bulk, String table, List<RegisteredMember<?>> members, Outcome outcome)
            throws SQLException {
        for (Map.Entry<Shape, List<RegisteredMember<?>>> batch :
                of(members, table, Registered.Role.DIRTY).entrySet()) {
            requireAll(bulk.update(connection, batch.getKey(), rows(batch.getValue()), ""), batch.getValue(), outcome);
        }
    }

    static void delete(
            Connection connection, Bulk bulk, String table, List<RegisteredMember<?>> members, Outcome outcome)
            throws SQLException {
        for (Map.Entry<Shape, List<RegisteredMember<?>>> batch :
                of(members, table, Registered.Role.REMOVED).entrySet()) {
            int keys = batch.getKey().keys().size();
            List<@Nullable Object[]> rows = rows(batch.getValue()).stream()
                    .map(row -> Arrays.copyOf(row, keys))
                    .toList();
            requireAll(bulk.delete(connection, batch.getKey(), rows), batch.getValue(), outcome);
        }
    }

    private static List<@Nullable Object[]> rows(List<RegisteredMember<?>> members) {
        return members.stream().map(RegisteredMember::row).toList();
    }

    private static Map<Shape, List<RegisteredMember<?>>> of(
            List<RegisteredMember<?>> members, String table, Registered.Role role) {
        Map<Shape, List<RegisteredMember<?>>> batches = new LinkedHashMap<>();
        for (RegisteredMember<?> member : members) {
            Shape shape = member.mapper().shape();
            if (member.role() == role && shape.table().equals(table)) {
                batches.computeIfAbsent(shape, each -> new ArrayList<>()).add(member);
            }
        }
        return batches;
    }

    /**
     * The root had its version, so nobody has removed its members meanwhile. Where it had another, which was let pass, a member
     * that is gone cannot be written over.
     */
    private static void requireAll(boolean[] changed, List<RegisteredMember<?>> batch, Outcome outcome) {
        for (int i = 0; i < changed.length; i++) {
            if (!changed[i]) {
                RegisteredMember<?> member = batch.get(i);
                if (outcome.late().stream().anyMatch(late -> late.record() == member.root())) {
                    outcome.stale(member.root());
                    continue;
                }
                throw new IllegalStateException(
                        "%s %s is not in the aggregate %s %s, although that has the expected version: somebody removed it without raising the version, or a trigger or rule keeps it. Roll back"
                                .formatted(
                                        member.mapper().name(),
                                        member.id(),
                                        member.root().mapper().entity(),
                                        member.root().id()));
            }
        }
    }
}
