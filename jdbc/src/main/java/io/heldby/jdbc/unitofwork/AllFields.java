package io.heldby.jdbc.unitofwork;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The statements of a table that has no version and cannot get one: what is written must still have all the fields that
 * were loaded. They are read as the server's own texts, together with the record, and compared as such in the WHERE of the
 * statement that writes, on the same connection; byte by byte, whatever the column's collation, and NULL equals NULL.
 */
final class AllFields<T> {

    private static final Set<Integer> COMPARABLE = Set.of(
            Types.CHAR,
            Types.VARCHAR,
            Types.LONGVARCHAR,
            Types.NCHAR,
            Types.NVARCHAR,
            Types.LONGNVARCHAR,
            Types.BIT,
            Types.BOOLEAN,
            Types.TINYINT,
            Types.SMALLINT,
            Types.INTEGER,
            Types.BIGINT,
            Types.NUMERIC,
            Types.DECIMAL,
            Types.DOUBLE,
            Types.DATE,
            Types.TIME,
            Types.TIME_WITH_TIMEZONE,
            Types.TIMESTAMP,
            Types.TIMESTAMP_WITH_TIMEZONE);

    /** Of PostgreSQL's and H2's own types, those whose text says all. */
    private static final Set<String> COMPARABLE_BY_NAME = Set.of("uuid", "citext");

    private final VersionedMapper<T> mapper;
    private final VersionedTable<T> table;
    private volatile @Nullable Statements statements;

    AllFields(VersionedMapper<T> mapper, VersionedTable<T> table) {
        this.mapper = mapper;
        this.table = table;
    }

    /** @param texts of the columns, as the server writes them */
    record Loaded<T>(Versioned<T> versioned, List<@Nullable String> texts) {}

    /** The statements, and whether the columns can be compared at all. */
    Statements prepare(Connection connection) throws SQLException {
        Statements known = statements;
        if (known == null) {
            requireComparable(connection);
            known = Statements.of(
                    table, connection.getMetaData().getDatabaseProductName().toLowerCase(Locale.ROOT));
            statements = known;
        }
        return known;
    }

    Optional<Loaded<T>> load(Connection connection, Object id, String forWhom) throws SQLException {
        String find = prepare(connection).find();
        try (PreparedStatement select = connection.prepareStatement(forWhom.isEmpty() ? find : find + " " + forWhom)) {
            VersionedMapper.bind(select, 1, id);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    return Optional.empty();
                }
                T object = mapper.read(row);
                List<@Nullable String> texts = new ArrayList<>();
                for (int i = 0; i < table.columns().size(); i++) {
                    texts.add(row.getString(Statements.TEXT + i));
                }
                long version = Fingerprint.of(mapper.values(object).values());
                return Optional.of(new Loaded<>(new Versioned<>(object, version, null, null), texts));
            }
        }
    }

    /** Answers the version. */
    long insert(Connection connection, T object) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement(prepare(connection).insert())) {
            VersionedMapper.bind(insert, 1, mapper.idOf(object));
            mapper.bindColumns(insert, 2, object);
            insert.executeUpdate();
        }
        return versionNow(connection, object);
    }

    /** Answers how many rows still had all that was loaded. */
    int update(Connection connection, Loaded<T> before, T object) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement(prepare(connection).update())) {
            int next = mapper.bindColumns(update, 1, object);
            bindLoaded(update, next, before);
            return update.executeUpdate();
        }
    }

    int delete(Connection connection, Loaded<T> before) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement(prepare(connection).delete())) {
            bindLoaded(delete, 1, before);
            return delete.executeUpdate();
        }
    }

    /** Of what the database has made of the values, which it may have rounded. */
    long versionNow(Connection connection, T object) throws SQLException {
        return load(connection, mapper.idOf(object), "")
                .map(loaded -> loaded.versioned().version())
                .orElseThrow(() ->
                        new IllegalStateException("%s %s was stored and is not there: a trigger or rule keeps it out"
                                .formatted(table.entity(), mapper.idOf(object))));
    }

    private void bindLoaded(PreparedStatement statement, int first, Loaded<T> before) throws SQLException {
        int next = first;
        VersionedMapper.bind(statement, next++, mapper.idOf(before.versioned().value()));
        for (String text : before.texts()) {
            statement.setString(next++, text);
        }
    }

    private void requireComparable(Connection connection) throws SQLException {
        String columns =
                table.columns().stream().map(VersionedTable.Column::name).collect(Collectors.joining(", "));
        boolean mariadb = connection.getMetaData().getDatabaseProductName().equals("MariaDB");
        try (Statement statement = connection.createStatement();
                ResultSet none =
                        statement.executeQuery("SELECT %s FROM %s WHERE 1 = 0".formatted(columns, table.name()))) {
            ResultSetMetaData about = none.getMetaData();
            for (int i = 1; i <= about.getColumnCount(); i++) {
                int type = about.getColumnType(i);
                String typeName = about.getColumnTypeName(i);
                boolean comparable = COMPARABLE.contains(type)
                        || COMPARABLE_BY_NAME.contains(typeName.toLowerCase(Locale.ROOT))
                        || (type == Types.REAL && !mariadb); // Whose text of a FLOAT has six digits only.
                if (!comparable) {
                    throw new IllegalStateException(
                            "column %s of %s has type %s, which cannot be compared in a WHERE clause so that no change goes unseen: leave it out of the mapper's columns, or give the table a version column"
                                    .formatted(table.columns().get(i - 1).name(), table.name(), typeName));
                }
            }
        }
    }

    /** For one database. */
    record Statements(String find, String insert, String update, String delete) {

        static final String TEXT = "heldby_text_";

        private static Statements of(VersionedTable<?> table, String product) {
            String id = table.id().name();
            List<String> columns =
                    table.columns().stream().map(VersionedTable.Column::name).toList();
            StringBuilder texts = new StringBuilder();
            StringBuilder unchanged = new StringBuilder();
            for (int i = 0; i < columns.size(); i++) {
                texts.append(", %s AS %s%d".formatted(text(product, columns.get(i)), TEXT, i));
                unchanged.append("\n   AND ").append(equal(product, columns.get(i)));
            }
            List<String> all = new ArrayList<>(List.of(id));
            all.addAll(columns);
            String set = columns.stream().map(column -> column + " = ?").collect(Collectors.joining(", "));
            return new Statements(
                    "SELECT %s%s FROM %s WHERE %s = ?".formatted(String.join(", ", all), texts, table.name(), id),
                    "INSERT INTO %s (%s) VALUES (%s)"
                            .formatted(
                                    table.name(),
                                    String.join(", ", all),
                                    String.join(", ", Collections.nCopies(all.size(), "?"))),
                    "UPDATE %s SET %s WHERE %s = ?%s".formatted(table.name(), set, id, unchanged),
                    "DELETE FROM %s WHERE %s = ?%s".formatted(table.name(), id, unchanged));
        }

        private static String text(String product, String column) {
            return switch (product) {
                case "postgresql" -> "CAST(%s AS TEXT) COLLATE \"C\"".formatted(column);
                case "mariadb", "mysql" -> "CONVERT(%s USING utf8mb4) COLLATE utf8mb4_nopad_bin".formatted(column);
                default -> "CAST(%s AS VARCHAR)".formatted(column);
            };
        }

        private static String equal(String product, String column) {
            return product.equals("mariadb") || product.equals("mysql")
                    ? "%s <=> ?".formatted(text(product, column))
                    : "%s IS NOT DISTINCT FROM ?".formatted(text(product, column));
        }
    }
}
