package io.heldby.jdbc.unitofwork;

import io.heldby.jdbc.changelog.Comparison;
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
            Conflict conflict = isEnough(suspect) ? explained(connection, suspect) : null;
            if (conflict != null) {
                conflicts.add(conflict);
            }
        }
        if (conflicts.isEmpty()) {
            throw unchanged();
        }
        return conflicts;
    }

    /** Where versions are not enforced, another one alone is no reason to refuse the commit. */
    private boolean isEnough(Registered<?> suspect) {
        return givenUp == null || suspect.mapper().table().enforces();
    }

    private <T> @Nullable Conflict explained(Connection connection, Registered<T> suspect) throws SQLException {
        Versioned<T> current = suspect.mapper().find(connection, suspect.id()).orElse(null);
        if (current != null && current.version() == suspect.expected()) {
            return null;
        }
        Conflict conflict = current == null
                ? gone(connection, suspect)
                : compared(connection, suspect, current, modified(suspect, current));
        return suspect.role() == Registered.Role.READ ? conflict.onlyRead() : conflict;
    }

    /** What would be said if it had been refused. */
    <T> Conflict late(Connection connection, Registered<T> record, @Nullable Versioned<T> stored) throws SQLException {
        Conflict conflict = stored == null
                ? gone(connection, record)
                : Refused.orWithoutFields(
                        modified(record, stored), modified -> compared(connection, record, stored, modified));
        return record.role() == Registered.Role.READ ? conflict.onlyRead() : conflict;
    }

    private static Conflict gone(Connection connection, Registered<?> suspect) throws SQLException {
        return comparison(suspect, null, null).deleted(connection, unexplained(suspect));
    }

    private static Conflict modified(Registered<?> suspect, Versioned<?> current) {
        return Refused.modified(unexplained(suspect), current);
    }

    private static Conflict unexplained(Registered<?> suspect) {
        return Conflict.unexplained(suspect.mapper().entity(), suspect.id().toString(), suspect.expected());
    }

    private <T> Conflict compared(Connection connection, Registered<T> suspect, Versioned<T> current, Conflict modified)
            throws SQLException {
        Aggregate<T> aggregate = Aggregate.of(suspect, members);
        Aggregate.Stored stored = aggregate.stored(connection, current.value());
        boolean changes = suspect.role() == Registered.Role.DIRTY || suspect.role() == Registered.Role.TOUCHED;
        return comparison(suspect, aggregate.base(stored.theirs()), changes ? aggregate.mine() : null)
                .with(connection, modified, stored.theirs(), stored.parts());
    }

    private static Comparison comparison(
            Registered<?> suspect,
            @Nullable Map<String, @Nullable Object> base,
            @Nullable Map<String, @Nullable Object> mine) {
        return suspect.mapper().table().comparison(suspect.id(), suspect.expected(), base, mine);
    }

    private RuntimeException unchanged() {
        String names = suspects.stream()
                .limit(5)
                .map(suspect ->
                        "%s %s (version %d)".formatted(suspect.mapper().entity(), suspect.id(), suspect.expected()))
                .collect(Collectors.joining(", "));
        if (givenUp != null) {
            return new RetryableException(
                    "the database gave the commit up because of other transactions, but nothing has changed that it depends on%s: %s. Repeat the whole, loading included"
                            .formatted(
                                    suspects.stream()
                                                    .allMatch(suspect -> suspect.mapper()
                                                            .table()
                                                            .enforces())
                                            ? ""
                                            : ", where versions are enforced",
                                    names),
                    givenUp);
        }
        return Refused.keptOut(names);
    }
}
