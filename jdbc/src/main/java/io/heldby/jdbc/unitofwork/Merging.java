package io.heldby.jdbc.unitofwork;

import io.heldby.jdbc.changelog.Comparison;
import io.heldby.merge.Merge;
import io.heldby.version.Conflict;
import io.heldby.version.ConflictException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Merges what somebody made from an old version with what is stored now.
 *
 * @param expected the version that mine was made from
 */
record Merging<T>(UnitOfWork unit, VersionedMapper<T> mapper, T mine, long expected) {

    /**
     * Registers the result.
     *
     * @param shown the version by which was decided; null when nobody has
     */
    T with(@Nullable Long shown, Map<String, ? extends @Nullable Object> decisions) throws SQLException {
        Object id = mapper.idOf(mine);
        mapper.requireKnownVersion(expected, id);
        Merged<T> merged = unit.read(connection -> merged(connection, id, shown, decisions));
        unit.foundNow(mapper, id, merged.current());
        unit.registerDirty(mapper, merged.object());
        return merged.object();
    }

    private Merged<T> merged(
            Connection connection, Object id, @Nullable Long shown, Map<String, ? extends @Nullable Object> decisions)
            throws SQLException {
        Conflict unexplained = Conflict.unexplained(mapper.entity(), id.toString(), expected);
        Versioned<T> current = mapper.find(connection, id).orElse(null);
        Map<String, @Nullable Object> wanted = new LinkedHashMap<>(mapper.values(mine));
        boolean shownAnother = shown != null && current != null && current.version() != shown;
        if (shownAnother) {
            wanted.putAll(decisions);
        }
        Comparison comparison = mapper.table().comparison(id, expected, unit.base(mapper, id, expected), wanted);
        if (current == null) {
            throw ConflictException.of(List.of(comparison.deleted(connection, unexplained)));
        }
        if (unit.hasMade(connection, mapper, id, current.version())) {
            return new Merged<>(current, current.value()); // The commit will find that out, too, and write nothing.
        }
        if (current.version() == expected && !shownAnother) {
            return new Merged<>(
                    current, decisions.isEmpty() ? mine : mapper.with(mine, new LinkedHashMap<>(decisions)));
        }
        Conflict conflict = comparison.with(
                connection,
                Refused.modified(unexplained, current),
                mapper.values(current.value()),
                mapper.table().mergeRules());
        Merge merge = conflict.merge();
        if (shownAnother || (shown == null && !merge.complete())) {
            throw ConflictException.of(List.of(conflict));
        }
        return new Merged<>(current, mapper.with(mine, merge.decided(decisions)));
    }

    /** @param object what the current one is to be */
    private record Merged<T>(Versioned<T> current, T object) {}
}
