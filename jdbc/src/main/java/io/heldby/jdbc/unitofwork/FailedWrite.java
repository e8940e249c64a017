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
import org.jspecify.annotations.Nullable;

/**
 * An update or delete that hit no row. What is to be said about it shows only after the rollback, on another connection.
 *
 * @param fencing the fence that was compared; null when none was
 */
record FailedWrite(
        VersionedTable<?> table,
        VersionedSql sql,
        Object id,
        long expectedVersion,
        @Nullable Fencing fencing) {

    /** For the moment a conflict without an explanation. */
    ConflictException conflict(@Nullable SQLException refused) {
        ConflictException conflict = ConflictException.unexplained(
                Conflict.unexplained(table.entity(), id.toString(), expectedVersion),
                (connection, unexplained) -> List.of(explained(connection, unexplained.get(0), refused)));
        if (refused != null) {
            conflict.initCause(refused);
        }
        return conflict;
    }

    private Conflict explained(Connection connection, Conflict unexplained, @Nullable SQLException refused)
            throws SQLException {
        OwnColumns columns = new OwnColumns(table);
        try (PreparedStatement become = connection.prepareStatement(sql.become())) {
            VersionedMapper.bind(become, 1, id);
            try (ResultSet row = become.executeQuery()) {
                if (!row.next()) {
                    return unexplained.deleted();
                }
                long current = columns.version(row, id);
                String by = columns.modifiedBy(row);
                if (current != expectedVersion) {
                    return unexplained.modified(current, by, columns.modifiedAt(row));
                }
                String fence = table.fence();
                if (fencing != null
                        && fence != null
                        && columns.fence(row, fence, id) > fencing.fence().value()) {
                    throw new LockLostException(
                            fencing.key(), new Loss(LossCause.TAKEN_OVER, by, columns.modifiedAt(row), null));
                }
                throw unchanged(refused);
            }
        }
    }

    /** The version is the one that was expected, so there is nothing to show to a person as a conflict. */
    private RuntimeException unchanged(@Nullable SQLException refused) {
        if (refused != null) {
            return new RetryableException(
                    "%s %s could not be saved because of other transactions, but still has version %d: repeat the whole transaction"
                            .formatted(table.entity(), id, expectedVersion),
                    refused);
        }
        return new IllegalStateException(
                "saving %s %s changed no row, although it has the expected version %d. Either a trigger or a row-level"
                                .formatted(table.entity(), id, expectedVersion)
                        + " security rule kept the row from being written, or it was deleted and created again with the"
                        + " same version (see VersionedTable.freshVersionsFrom). Nothing was written");
    }
}
