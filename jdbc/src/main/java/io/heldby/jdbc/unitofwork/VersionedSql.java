package io.heldby.jdbc.unitofwork;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The statements of one mapper, built once from checked names. Every statement that changes or deletes a row names its
 * id <em>and its version</em>; a fenced one also that no later lock has saved.
 */
record VersionedSql(
        String find,
        String insert,
        String update,
        String delete,
        String fenceOf,
        @Nullable String fencedUpdate,
        @Nullable String fencedDelete) {

    private static final String FIND = """
            SELECT %s
              FROM %s
             WHERE %s = ?""";

    private static final String INSERT = """
            INSERT INTO %s (%s)
            VALUES (%s, CURRENT_TIMESTAMP)""";

    private static final String UPDATE = """
            UPDATE %s
               SET %s%s = %s + 1, %s = ?, %s%s = CURRENT_TIMESTAMP
             WHERE %s = ?
               AND %s = ?""";

    private static final String DELETE = """
            DELETE FROM %s
             WHERE %s = ?
               AND %s = ?""";

    private static final String NOT_OVERTAKEN = "\n   AND %s <= ?";

    static VersionedSql of(VersionedTable<?> table) {
        String name = table.name();
        String id = table.id().name();
        String version = table.version();
        String by = table.modifiedBy();
        String at = table.modifiedAt();
        List<String> all = new ArrayList<>();
        all.add(id);
        table.columns().forEach(column -> all.add(column.name()));
        all.addAll(List.of(version, by, at));
        String marks = String.join(", ", Collections.nCopies(all.size() - 1, "?"));
        String set =
                table.columns().stream().map(column -> column.name() + " = ?, ").collect(Collectors.joining());
        String update = UPDATE.formatted(name, set, version, version, by, "", at, id, version);
        String delete = DELETE.formatted(name, id, version);
        String fence = table.fence();
        if (fence == null) {
            return new VersionedSql(
                    FIND.formatted(String.join(", ", all), name, id),
                    INSERT.formatted(name, String.join(", ", all), marks),
                    update,
                    delete,
                    "",
                    null,
                    null);
        }
        String notOvertaken = NOT_OVERTAKEN.formatted(fence);
        return new VersionedSql(
                FIND.formatted(String.join(", ", all), name, id),
                INSERT.formatted(name, String.join(", ", all), marks),
                update,
                delete,
                FIND.formatted(fence, name, id),
                UPDATE.formatted(name, set, version, version, by, fence + " = ?, ", at, id, version) + notOvertaken,
                delete + notOvertaken);
    }

    /** Finds so many at once. */
    String findAll(int ids) {
        return find.substring(0, find.lastIndexOf("= ?")) + "IN (" + String.join(", ", Collections.nCopies(ids, "?"))
                + ")";
    }
}
