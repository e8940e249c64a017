package io.heldby.jdbc.unitofwork;

import io.heldby.version.ChangeRecord;
import io.heldby.version.Conflict;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a write of one record is against. In an enforced table that is the version which it names, and the statement that writes
 * finds out whether it is still there. In another table it is whatever is stored: that is locked before, so that the write
 * replaces what was compared and nothing else.
 *
 * @param version that the statement which writes compares
 * @param before what it replaces; null where nobody has asked
 * @param basedOn see {@link ChangeRecord}
 * @param late what would have been refused; null when nothing would, or nobody is to be told
 */
record Against<T>(
        long version,
        @Nullable T before,
        ChangeRecord.Action action,
        @Nullable Long basedOn,
        @Nullable Conflict late) {

    static <T> Against<T> expected(long version, @Nullable T before) {
        return new Against<>(version, before, ChangeRecord.Action.CHANGED, version, null);
    }

    /** Locks what is stored; empty when there is nothing. */
    static <T> Optional<Against<T>> stored(Connection connection, FailedWrite<T> asIfFailed) throws SQLException {
        try {
            Versioned<T> stored = asIfFailed
                    .mapper()
                    .find(connection, asIfFailed.id(), "FOR UPDATE")
                    .orElse(null);
            return stored == null ? Optional.empty() : Optional.of(over(connection, stored, asIfFailed));
        } catch (SQLException refused) {
            if (GivenUp.isCauseOf(refused)) {
                throw asIfFailed.conflict(refused);
            }
            throw refused;
        }
    }

    private static <T> Against<T> over(Connection connection, Versioned<T> stored, FailedWrite<T> asIfFailed)
            throws SQLException {
        long expected = asIfFailed.expectedVersion();
        if (stored.version() == expected) {
            return expected(expected, stored.value());
        }
        Conflict late = asIfFailed.mapper().table().observer() == null ? null : asIfFailed.late(connection, stored);
        boolean older = isOlder(expected, stored.version());
        return new Against<>(
                stored.version(),
                stored.value(),
                older ? ChangeRecord.Action.FORCED : ChangeRecord.Action.CHANGED,
                older ? Long.valueOf(expected) : null,
                late);
    }

    /** Whether the writer had a version before them that this record has had, and others have saved since. */
    static boolean isOlder(long expected, long stored) {
        return 0 <= expected && expected < stored;
    }
}
