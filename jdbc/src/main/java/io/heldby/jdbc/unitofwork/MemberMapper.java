package io.heldby.jdbc.unitofwork;

import io.heldby.merge.MergeRules;
import io.heldby.version.ConflictException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Data Mapper for the members of an aggregate with a shared version. Nothing can be written without the
 * {@link AggregateWrite} that raises that version, so no member's change goes unnoticed by whoever edits another one.
 *
 * <p>A concrete mapper says in which table, and how a row becomes an object, as with {@link VersionedMapper}. All calls run
 * in the caller's transaction; when one throws, it must be rolled back. Safe for use by many threads.
 *
 * @param <T> what it maps; neither its id nor its aggregate ever changes
 */
public abstract class MemberMapper<T> {

    private final MemberTable<T> table;
    private final Shape shape;
    private final String find;
    private final String findAll;
    private final String insert;
    private final String update;
    private final String delete;

    protected MemberMapper(MemberTable<T> table) {
        this.table = table;
        this.shape = Shape.of(table);
        List<String> all = new ArrayList<>();
        table.columns().forEach(column -> all.add(column.name()));
        String set = all.stream().map(column -> column + " = ?").collect(Collectors.joining(", "));
        String id = table.id().name();
        String versionId = table.versionId().name();
        all.addAll(List.of(id, versionId));
        String select = "SELECT %s FROM %s WHERE ".formatted(String.join(", ", all), table.name());
        find = select + id + " = ?";
        findAll = select + versionId + " = ? ORDER BY " + id;
        insert = "INSERT INTO %s (%s) VALUES (%s)"
                .formatted(
                        table.name(), String.join(", ", all), String.join(", ", Collections.nCopies(all.size(), "?")));
        update = "UPDATE %s SET %s WHERE %s = ? AND %s = ?".formatted(table.name(), set, id, versionId);
        delete = "DELETE FROM %s WHERE %s = ? AND %s = ?".formatted(table.name(), id, versionId);
    }

    /** Makes an object of the current row, which has all columns of the table's definition, by name. */
    protected abstract T read(ResultSet row) throws SQLException;

    public final Optional<T> find(Connection connection, Object id) throws SQLException {
        return query(connection, find, id).stream().findFirst();
    }

    /** All members of an aggregate that are in this table, by id. */
    public final List<T> findAll(Connection connection, Object versionId) throws SQLException {
        return query(connection, findAll, versionId);
    }

    /**
     * Stores a new member and raises the aggregate's version.
     *
     * @throws ConflictException when somebody has written any member since
     * @throws IllegalArgumentException when the member belongs to another aggregate
     */
    public final void insert(AggregateWrite write, T member) throws SQLException {
        raiseVersion(write, member);
        try (PreparedStatement statement = write.connection().prepareStatement(insert)) {
            bind(statement, member, write);
            statement.executeUpdate();
        }
    }

    /** Overwrites a member and raises the aggregate's version; throws as {@link #insert} does. */
    public final void update(AggregateWrite write, T member) throws SQLException {
        raiseVersion(write, member);
        try (PreparedStatement statement = write.connection().prepareStatement(update)) {
            bind(statement, member, write);
            requireOne(statement.executeUpdate(), idOf(member), write);
        }
    }

    /** Deletes a member and raises the aggregate's version; throws as {@link #insert} does. */
    public final void delete(AggregateWrite write, Object id) throws SQLException {
        long unused = write.raiseVersion();
        try (PreparedStatement statement = write.connection().prepareStatement(delete)) {
            VersionedMapper.bind(statement, 1, id);
            statement.setString(2, write.versionId());
            requireOne(statement.executeUpdate(), id, write);
        }
    }

    private void raiseVersion(AggregateWrite write, T member) throws SQLException {
        Object versionId = rootIdOf(member);
        if (!write.versionId().equals(versionId)) {
            throw new IllegalArgumentException(
                    "%s %s belongs to the aggregate with version row %s, but this write is of %s; begin a write of its own"
                            .formatted(table.name(), idOf(member), versionId, write.versionId()));
        }
        long unused = write.raiseVersion();
    }

    private void bind(PreparedStatement statement, T member, AggregateWrite write) throws SQLException {
        int index = 1;
        for (VersionedTable.Column<T> column : table.columns()) {
            VersionedMapper.bind(statement, index++, column.value().apply(member));
        }
        VersionedMapper.bind(statement, index, idOf(member));
        statement.setString(index + 1, write.versionId());
    }

    /** The version was the expected one, so nobody deleted it meanwhile: it was not there when it was loaded. */
    private void requireOne(int rows, Object id, AggregateWrite write) {
        if (rows != 1) {
            throw new IllegalStateException(
                    "%s %s is not in the aggregate with version row %s (%d rows matched): roll back; it was removed before the aggregate was loaded, or its id is not unique"
                            .formatted(table.name(), id, write.versionId(), rows));
        }
    }

    private List<T> query(Connection connection, String sql, Object parameter) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            VersionedMapper.bind(statement, 1, parameter);
            List<T> members = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    members.add(read(row));
                }
            }
            return members;
        }
    }

    final Shape shape() {
        return shape;
    }

    final String name() {
        return table.name();
    }

    /** What a member says about its fields, by their names. */
    final Map<String, @Nullable Object> values(T member) {
        return Fields.of(table.columns(), member);
    }

    final List<String> fields() {
        return table.columns().stream().map(VersionedTable.Column::field).toList();
    }

    final MergeRules mergeRules() {
        return table.mergeRules();
    }

    final boolean masks(String field) {
        return table.masks(field);
    }

    /** The values of {@link Shape#all()}. */
    final @Nullable Object[] row(T member) {
        return Fields.row(idOf(member), rootIdOf(member), table.columns(), member);
    }

    /** The id of the aggregate that it is in. */
    final Object rootIdOf(T member) {
        return Objects.requireNonNull(
                table.versionId().value().apply(member),
                () -> "this member of %s does not say to which aggregate it belongs".formatted(table.name()));
    }

    final Object idOf(T member) {
        return Objects.requireNonNull(
                table.id().value().apply(member), () -> "this member of %s has no id".formatted(table.name()));
    }
}
