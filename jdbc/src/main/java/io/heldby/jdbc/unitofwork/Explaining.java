package io.heldby.jdbc.unitofwork;

import io.heldby.version.Conflict;
import io.heldby.version.ConflictException;
import io.heldby.version.RetryableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Looks up what has become of the records of a unit of work that was refused.
 *
 * @param suspects those that may have changed
 * @param members all of the unit of work
 * @param givenUp the error by which the database gave up; null when versions did not match
 */
record Explaining(
        List<Registered<?>> suspects,
        List<RegisteredMember<?>> members,
        @Nullable SQLException givenUp) implements ConflictException.Explainer {

    @Override
    public List<Conflict> explain(Connection connection, List<Conflict> unexplained) throws SQLException {
        List<Conflict> conflicts = new ArrayList<>();
        for (Registered<?> suspect : suspects) {
            Conflict conflict = explained(connection, suspect);
            if (conflict != null) {
                conflicts.add(suspect.role() == Registered.Role.READ ? conflict.onlyRead() : conflict);
            }
        }
        if (conflicts.isEmpty()) {
            throw unchanged();
        }
        return conflicts;
    }

    private <T> @Nullable Conflict explained(Connection connection, Registered<T> suspect) throws SQLException {
        Conflict unexplained =
                Conflict.unexplained(suspect.mapper().entity(), suspect.id().toString(), suspect.expected());
        Versioned<T> current = suspect.mapper().find(connection, suspect.id()).orElse(null);
        Aggregate<T> aggregate = Aggregate.of(suspect, members);
        if (current == null) {
            return comparison(suspect, null, null).deleted(connection, unexplained);
        }
        if (current.version() == suspect.expected()) {
            return null;
        }
        Conflict modified = unexplained.modified(current.version(), current.modifiedBy(), current.modifiedAt());
        Aggregate.Stored stored = aggregate.stored(connection, current.value());
        boolean changes = suspect.role() == Registered.Role.DIRTY || suspect.role() == Registered.Role.TOUCHED;
        return comparison(suspect, aggregate.base(stored.theirs()), changes ? aggregate.mine() : null)
                .with(connection, modified, stored.theirs(), stored.parts());
    }

    private static Comparison comparison(
            Registered<?> suspect,
            @Nullable Map<String, @Nullable Object> base,
            @Nullable Map<String, @Nullable Object> mine) {
        return new Comparison(suspect.mapper().table(), suspect.id().toString(), suspect.expected(), base, mine);
    }

    private RuntimeException unchanged() {
        String names = suspects.stream()
                .limit(5)
                .map(suspect ->
                        "%s %s (version %d)".formatted(suspect.mapper().entity(), suspect.id(), suspect.expected()))
                .collect(Collectors.joining(", "));
        if (givenUp != null) {
            return new RetryableException(
                    "the database gave the commit up because of other transactions, but nothing has changed that it depends on: %s. Repeat the whole, loading included"
                            .formatted(names),
                    givenUp);
        }
        return new IllegalStateException(
                "saving changed no row of %s, although it has the expected version. Either a trigger or a row-level"
                                .formatted(names)
                        + " security rule kept the row from being written, or it was deleted and created again with the"
                        + " same version (see VersionedTable.freshVersionsFrom). Nothing was written");
    }
}
