package io.heldby.jdbc.unitofwork;

import io.heldby.merge.MergeRules;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where a {@link MemberMapper} keeps its objects.
 *
 * <pre>{@code
 * MemberTable.of("coverage", "id", Coverage::id, "version_id", Coverage::versionId)
 *         .column("kind", Coverage::kind)
 * }</pre>
 *
 * <p>Immutable: each method gives a new definition.
 *
 * @param <T> what is kept in it
 */
public final class MemberTable<T> {

    private final String name;
    private final VersionedTable.Column<T> id;
    private final VersionedTable.Column<T> versionId;
    private final List<VersionedTable.Column<T>> columns;

    private final MergeRules mergeRules;
    private final Set<String> masked;

    private MemberTable(
            String name,
            VersionedTable.Column<T> id,
            VersionedTable.Column<T> versionId,
            List<VersionedTable.Column<T>> columns,
            MergeRules mergeRules,
            Set<String> masked) {
        this.mergeRules = mergeRules;
        this.masked = masked;
        this.name = SqlName.qualified("table", name);
        this.id = id;
        this.versionId = versionId;
        this.columns = List.copyOf(columns);
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

    /**
     * A table without columns yet.
     *
     * @param name the table's, with or without its schema
     * @param versionIdColumn the column that names the row with the aggregate's version: one of {@link SharedVersions}, or
     *     the aggregate's root
     */
    public static <T> MemberTable<T> of(
            String name,
            String idColumn,
            Function<? super T, ?> id,
            String versionIdColumn,
            Function<? super T, ?> versionId) {
        return new MemberTable<>(
                name,
                new VersionedTable.Column<>(idColumn, idColumn, id),
                new VersionedTable.Column<>(versionIdColumn, versionIdColumn, versionId),
                List.of(),
                MergeRules.ask(),
                Set.of());
    }

    /** Adds a column; see {@link VersionedTable#column(String, Function)}. */
    public MemberTable<T> column(String column, Function<? super T, ? extends @Nullable Object> value) {
        return column(column, column, value);
    }

    /** Adds a column; see {@link VersionedTable#column(String, String, Function)}. */
    public MemberTable<T> column(String column, String field, Function<? super T, ? extends @Nullable Object> value) {
        List<VersionedTable.Column<T>> more = new ArrayList<>(columns);
        more.add(new VersionedTable.Column<>(column, field, value));
        return new MemberTable<>(name, id, versionId, more, mergeRules, masked);
    }

    /** What becomes of fields that two people changed; see {@link VersionedTable#merging}. */
    public MemberTable<T> merging(MergeRules rules) {
        return new MemberTable<>(name, id, versionId, columns, rules, masked);
    }

    /** Fields whose values the log does not keep; see {@link VersionedTable#masked}. */
    public MemberTable<T> masked(String... fields) {
        return new MemberTable<>(name, id, versionId, columns, mergeRules, Fields.named(name, columns, fields));
    }

    MergeRules mergeRules() {
        return mergeRules;
    }

    boolean masks(String field) {
        return masked.contains(field);
    }

    String name() {
        return name;
    }

    VersionedTable.Column<T> id() {
        return id;
    }

    VersionedTable.Column<T> versionId() {
        return versionId;
    }

    List<VersionedTable.Column<T>> columns() {
        return columns;
    }
}
