package io.heldby.jdbc.unitofwork;

import io.heldby.jdbc.changelog.Comparison;
import io.heldby.lock.LockLostException;
import io.heldby.lock.Loss;
import io.heldby.lock.LossCause;
import io.heldby.version.Conflict;
import io.heldby.version.ConflictException;
import io.heldby.version.RetryableException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An update or delete that hit no row. What is to be said about it shows only after the rollback, on another connection.
 *
 * @param mine what was to be stored; null when it was to be deleted
 * @param fencing the fence that was compared; null when none was
 */
record FailedWrite<T>(
        VersionedMapper<T> mapper,
        Object id,
        long expectedVersion,
        @Nullable T mine,
        @Nullable Fencing fencing) {

    /** For the moment a conflict without an explanation. */
    ConflictException conflict(@Nullable SQLException refused) {
        ConflictException conflict = ConflictException.unexplained(
                unexplained(),
                (connection, unexplained) -> List.of(explained(connection, unexplained.get(0), refused)));
        if (refused != null) {
            conflict.initCause(refused);
        }
        return conflict;
    }

    /** The same of a write that compared another version than the one that it was based on. */
    FailedWrite<T> against(long version) {
        return version == expectedVersion ? this : new FailedWrite<>(mapper, id, version, mine, fencing);
    }

    /** What would be said if it had been refused: there is another version, which is locked. */
    Conflict late(Connection connection, Versioned<T> stored) throws SQLException {
        return Refused.orWithoutFields(
                Refused.modified(unexplained(), stored), modified -> compared(connection, modified, stored));
    }

    /** What would be said if it had been refused: there is none any more. */
    Conflict gone(Connection connection) throws SQLException {
        return comparison().deleted(connection, unexplained());
    }

    private Conflict explained(Connection connection, Conflict unexplained, @Nullable SQLException refused)
            throws SQLException {
        Versioned<T> current = mapper.find(connection, id).orElse(null);
        if (current == null) {
            return comparison().deleted(connection, unexplained);
        }
        boolean another = current.version() != expectedVersion;
        if (!another || (refused != null && !mapper.table().enforces())) {
            requireNotOvertaken(connection, current);
            throw unchanged(refused, another);
        }
        return compared(connection, Refused.modified(unexplained, current), current);
    }

    private Conflict compared(Connection connection, Conflict modified, Versioned<T> current) throws SQLException {
        return comparison()
                .with(
                        connection,
                        modified,
                        mapper.values(current.value()),
                        mapper.table().mergeRules());
    }

    private Comparison comparison() {
        return mapper.table().comparison(id, expectedVersion, null, mine == null ? null : mapper.values(mine));
    }

    private Conflict unexplained() {
        return Conflict.unexplained(mapper.entity(), id.toString(), expectedVersion);
    }

    private void requireNotOvertaken(Connection connection, Versioned<T> current) throws SQLException {
        String fence = mapper.table().fence();
        if (fencing != null
                && fence != null
                && storedFence(connection, fence) > fencing.fence().value()) {
            throw new LockLostException(
                    fencing.key(), new Loss(LossCause.TAKEN_OVER, current.modifiedBy(), current.modifiedAt(), null));
        }
    }

    private long storedFence(Connection connection, String fence) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(mapper.sql().fenceOf())) {
            VersionedMapper.bind(select, 1, id);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? new OwnColumns(mapper.table()).fence(row, fence, id) : 0;
            }
        }
    }

    /** There is nothing to show to a person as a conflict. */
    private RuntimeException unchanged(@Nullable SQLException refused, boolean another) {
        if (refused != null) {
            return new RetryableException(
                    "%s %s could not be saved because of other transactions, %s: repeat the whole transaction"
                            .formatted(
                                    mapper.entity(),
                                    id,
                                    another
                                            ? "and versions are not enforced"
                                            : "but still has version " + expectedVersion),
                    refused);
        }
        return Refused.keptOut("%s %s (version %d)".formatted(mapper.entity(), id, expectedVersion));
    }
}
