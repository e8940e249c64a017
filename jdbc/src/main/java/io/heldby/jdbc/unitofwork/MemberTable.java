package io.heldby.jdbc.unitofwork;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/**
 * Where a {@link MemberMapper} keeps its objects.
 *
 * <pre>{@code
 * MemberTable.of("coverage", "id", Coverage::id, "version_id", Coverage::versionId)
 *         .column("kind", Coverage::kind)
 * }</pre>
 *
 * @param name the table's, with or without its schema
 * @param versionId the column that names the aggregate's row of {@link SharedVersions}
 * @param columns the others
 */
public record MemberTable<T>(
        String name,
        VersionedTable.Column<T> id,
        VersionedTable.Column<T> versionId,
        List<VersionedTable.Column<T>> columns) {

    public MemberTable {
        SqlName.qualified("table", name);
        columns = List.copyOf(columns);
        Set<String> seen = new HashSet<>();
        List<VersionedTable.Column<T>> all = new ArrayList<>(columns);
        all.add(id);
        all.add(versionId);
        for (VersionedTable.Column<T> column : all) {
            if (!seen.add(column.name().toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException("column %s of %s is named twice".formatted(column.name(), name));
            }
        }
    }

    public static <T> MemberTable<T> of(
            String name,
            String idColumn,
            Function<? super T, ?> id,
            String versionIdColumn,
            Function<? super T, String> versionId) {
        return new MemberTable<>(
                name,
                new VersionedTable.Column<>(idColumn, id),
                new VersionedTable.Column<>(versionIdColumn, versionId),
                List.of());
    }

    /** Adds a column; see {@link VersionedTable#column}. */
    public MemberTable<T> column(String column, Function<? super T, ?> value) {
        List<VersionedTable.Column<T>> more = new ArrayList<>(columns);
        more.add(new VersionedTable.Column<>(column, value));
        return new MemberTable<>(name, id, versionId, more);
    }
}
