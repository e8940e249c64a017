package io.heldby.jdbc.unitofwork;

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
import java.util.Map;
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
                Conflict.unexplained(mapper.entity(), id.toString(), expectedVersion),
                (connection, unexplained) -> List.of(explained(connection, unexplained.get(0), refused)));
        if (refused != null) {
            conflict.initCause(refused);
        }
        return conflict;
    }

    private Conflict explained(Connection connection, Conflict unexplained, @Nullable SQLException refused)
            throws SQLException {
        Comparison comparison = new Comparison(
                mapper.table(), id.toString(), expectedVersion, null, mine == null ? null : mapper.values(mine));
        Versioned<T> current = mapper.find(connection, id).orElse(null);
        if (current == null) {
            return comparison.deleted(connection, unexplained);
        }
        if (current.version() == expectedVersion) {
            requireNotOvertaken(connection, current);
            throw unchanged(refused);
        }
        Map<String, @Nullable Object> theirs = mapper.values(current.value());
        return comparison.with(
                connection,
                unexplained.modified(current.version(), current.modifiedBy(), current.modifiedAt()),
                theirs,
                List.of(new Comparison.Part(
                        "", List.copyOf(theirs.keySet()), mapper.table().mergeRules())));
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

    /** The version is the one that was expected, so there is nothing to show to a person as a conflict. */
    private RuntimeException unchanged(@Nullable SQLException refused) {
        if (refused != null) {
            return new RetryableException(
                    "%s %s could not be saved because of other transactions, but still has version %d: repeat the whole transaction"
                            .formatted(mapper.entity(), id, expectedVersion),
                    refused);
        }
        return new IllegalStateException(
                "saving %s %s changed no row, although it has the expected version %d. Either a trigger or a row-level"
                                .formatted(mapper.entity(), id, expectedVersion)
                        + " security rule kept the row from being written, or it was deleted and created again with the"
                        + " same version (see VersionedTable.freshVersionsFrom). Nothing was written");
    }
}
