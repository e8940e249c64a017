package io.heldby.jdbc.unitofwork;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * In which order tables are written and locked.
 *
 * <p>Written: what others refer to first, as the foreign keys in the database say; deleted the other way round. Tables that
 * refer to each other in a circle keep the order in which they were named. Locked: rows that are nothing but a version first,
 * then by the tables' names, which is the same order in every program, so that two units of work do not wait for each other.
 */
final class TableOrder {

    private final List<String> written;
    private final List<VersionedMapper<?>> mappers;
    private final List<VersionedMapper<?>> locked;

    private TableOrder(List<String> written, List<VersionedMapper<?>> mappers) {
        this.written = written;
        this.mappers = List.copyOf(mappers);
        this.locked = mappers.stream()
                .sorted(Comparator.<VersionedMapper<?>, Boolean>comparing(
                                mapper -> !(mapper instanceof SharedVersions.Rows))
                        .thenComparing(mapper -> mapper.shape().table()))
                .toList();
    }

    static TableOrder of(Connection connection, List<VersionedMapper<?>> mappers, List<MemberMapper<?>> members)
            throws SQLException {
        Set<String> tables = new LinkedHashSet<>();
        mappers.forEach(mapper -> tables.add(mapper.shape().table()));
        members.forEach(member -> tables.add(member.shape().table()));
        List<String> written = new ArrayList<>();
        Set<String> visited = new HashSet<>();
        for (String table : tables) {
            visit(connection, table, tables, visited, written);
        }
        return new TableOrder(written, mappers);
    }

    private static void visit(
            Connection connection, String table, Set<String> tables, Set<String> visited, List<String> written)
            throws SQLException {
        if (visited.add(table)) {
            for (String referred : referredBy(connection, table, tables)) {
                visit(connection, referred, tables, visited, written);
            }
            written.add(table);
        }
    }

    private static List<String> referredBy(Connection connection, String table, Set<String> tables)
            throws SQLException {
        DatabaseMetaData about = connection.getMetaData();
        int dot = table.indexOf('.');
        String schema = dot < 0 ? connection.getSchema() : stored(about, table.substring(0, dot));
        List<String> referred = new ArrayList<>();
        try (ResultSet keys =
                about.getImportedKeys(connection.getCatalog(), schema, stored(about, table.substring(dot + 1)))) {
            while (keys.next()) {
                String name = keys.getString("PKTABLE_NAME");
                tables.stream()
                        .filter(other -> other.substring(other.indexOf('.') + 1).equalsIgnoreCase(name))
                        .forEach(referred::add);
            }
        }
        return referred;
    }

    private static @Nullable String stored(DatabaseMetaData about, String name) throws SQLException {
        return about.storesUpperCaseIdentifiers()
                ? name.toUpperCase(Locale.ROOT)
                : about.storesLowerCaseIdentifiers() ? name.toLowerCase(Locale.ROOT) : name;
    }

    boolean knows(VersionedMapper<?> mapper) {
        return mappers.contains(mapper);
    }

    /** All tables, those first that others refer to. */
    List<String> written() {
        return written;
    }

    List<VersionedMapper<?>> of(String table) {
        return mappers.stream()
                .filter(mapper -> mapper.shape().table().equals(table))
                .toList();
    }

    /** The mappers in the order in which rows are locked. */
    List<VersionedMapper<?>> locked() {
        return locked;
    }
}
