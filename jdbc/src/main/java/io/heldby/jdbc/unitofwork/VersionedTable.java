package io.heldby.jdbc.unitofwork;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where a {@link VersionedMapper} keeps its objects: the table, and for each column what the object says about it.
 *
 * <pre>{@code
 * VersionedTable.of("customer", "id", Customer::id)
 *         .column("name", Customer::name)
 *         .column("city", Customer::city)
 * }</pre>
 *
 * The version and the two columns that tell who and when are not listed; the mapper writes them itself. They are
 *
 * <pre>{@code
 * version      BIGINT NOT NULL,             -- INTEGER works too, until it is full
 * modified_by  VARCHAR(255),
 * modified_at  TIMESTAMP WITH TIME ZONE
 * }</pre>
 *
 * <p>All names are plain SQL names; a quoted or composed one is refused, because names become part of the statements.
 *
 * @param name the table's, with or without its schema
 * @param entity what the records are called in a {@link io.heldby.version.Conflict}; the table's name unless given
 * @param columns without id, version, modified by and modified at
 * @param freshVersions see {@link #freshVersionsFrom}; null for tables whose ids never come back
 * @param fence see {@link #fenceColumn}; null for tables whose locks are kept in the same database
 */
public record VersionedTable<T>(
        String name,
        String entity,
        Column<T> id,
        List<Column<T>> columns,
        String version,
        String modifiedBy,
        String modifiedAt,
        @Nullable String freshVersions,
        @Nullable String fence) {

    public VersionedTable {
        SqlName.qualified("table", name);
        SqlName.column(version);
        SqlName.column(modifiedBy);
        SqlName.column(modifiedAt);
        if (freshVersions != null) {
            SqlName.qualified("sequence", freshVersions);
        }
        columns = List.copyOf(columns);
        List<String> own = new ArrayList<>(List.of(version, modifiedBy, modifiedAt));
        if (fence != null) {
            own.add(SqlName.column(fence));
        }
        requireDistinct(name, id, columns, own);
    }

    /** A table without columns yet, and with the default names {@code version}, {@code modified_by}, {@code modified_at}. */
    public static <T> VersionedTable<T> of(String name, String idColumn, Function<? super T, ?> id) {
        String entity = name.substring(name.lastIndexOf('.') + 1);
        return new VersionedTable<>(
                name,
                entity,
                new Column<>(idColumn, id),
                List.of(),
                "version",
                "modified_by",
                "modified_at",
                null,
                null);
    }

    /**
     * Adds a column.
     *
     * @param value what to store, of a type that the driver binds; an {@link java.time.Instant} is stored as its moment
     *     in UTC; null is SQL's NULL
     */
    public VersionedTable<T> column(String column, Function<? super T, ? extends @Nullable Object> value) {
        List<Column<T>> more = new ArrayList<>(columns);
        more.add(new Column<>(column, value));
        return new VersionedTable<>(name, entity, id, more, version, modifiedBy, modifiedAt, freshVersions, fence);
    }

    /** What people call these records, such as {@code policy} for a table {@code t_pol_main}. */
    public VersionedTable<T> entity(String entity) {
        return new VersionedTable<>(name, entity, id, columns, version, modifiedBy, modifiedAt, freshVersions, fence);
    }

    /** Other names for the three columns that the mapper writes itself. */
    public VersionedTable<T> versionColumns(String version, String modifiedBy, String modifiedAt) {
        return new VersionedTable<>(name, entity, id, columns, version, modifiedBy, modifiedAt, freshVersions, fence);
    }

    /**
     * For ids that can come back after a delete, such as a licence plate: a form opened before the delete must not
     * overwrite the record that was created after it. Without this every record starts at version 0, and the form that was
     * opened at version 0 would.
     *
     * <p>A new record then starts at the sequence's next value times a million, so its versions cannot meet an earlier
     * record's unless that one was saved a million times. The version column must be BIGINT.
     *
     * @param sequence one that counts up; in PostgreSQL without {@code CACHE}, which is its default
     */
    public VersionedTable<T> freshVersionsFrom(String sequence) {
        return new VersionedTable<>(name, entity, id, columns, version, modifiedBy, modifiedAt, sequence, fence);
    }

    /**
     * For records whose locks are kept elsewhere, such as in Redis: then nothing keeps the lock from ending while the save
     * is written. The column holds the fence of the last save, {@code fence BIGINT NOT NULL DEFAULT 0}, and the statement
     * that writes compares it, so that who has been overtaken cannot save any more.
     *
     * <p>Every save and delete must then say its fence.
     */
    public VersionedTable<T> fenceColumn(String column) {
        return new VersionedTable<>(name, entity, id, columns, version, modifiedBy, modifiedAt, freshVersions, column);
    }

    private static void requireDistinct(
            String table, Column<?> id, List<? extends Column<?>> columns, List<String> own) {
        Set<String> seen = new HashSet<>();
        own.forEach(name -> requireNew(seen, table, name));
        requireNew(seen, table, id.name());
        columns.forEach(column -> requireNew(seen, table, column.name()));
    }

    private static void requireNew(Set<String> seen, String table, String column) {
        if (!seen.add(column.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException(
                    "column %s of %s is named twice; id, version, modified by, modified at and fence are written without being listed"
                            .formatted(column, table));
        }
    }

    /** A column and what an object says about it. */
    public record Column<T>(String name, Function<? super T, ? extends @Nullable Object> value) {

        public Column {
            SqlName.column(name);
        }
    }
}
