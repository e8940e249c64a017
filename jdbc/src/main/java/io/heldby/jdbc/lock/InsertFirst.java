package io.heldby.jdbc.lock;

import io.heldby.lock.Grant;
import io.heldby.lock.GrantRequest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The first attempt at a key: inserts its head row, or learns which row is in the way. */
final class InsertFirst {

    /** What became of an insert. */
    sealed interface Attempt {
        /** @param fenceInOrder whether nobody drew a fence between ours and our insert */
        record Won(HeadRows.Row row, boolean fenceInOrder) implements Attempt {}

        /** @param inTheWay null when it has vanished already */
        record Taken(HeadRows.@Nullable Row inTheWay) implements Attempt {}
    }

    /** A statement that takes longer than this has waited for somebody. */
    private static final Duration A_WAIT = Duration.ofMillis(100);

    private final Dialect dialect;
    private final HeadRows heads;
    private final Sql sql;

    InsertFirst(Dialect dialect, HeadRows heads) {
        this.dialect = dialect;
        this.heads = heads;
        this.sql = dialect.sql;
    }

    /** @throws RowIsLocked when somebody else keeps the free key inserted for longer than the bound */
    Attempt run(Connection connection, GrantRequest request) throws SQLException {
        if (dialect.insertWaits()) {
            return insert(connection, request, sql.insertFirst);
        }
        try {
            return insert(connection, request, sql.insertFirst);
        } catch (RowIsLocked atOnce) {
            HeadRows.Row locked = heads.read(connection, request.key());
            return locked == null ? insert(connection, request, sql.insertBehind) : new Attempt.Taken(locked);
        }
    }

    private Attempt insert(Connection connection, GrantRequest request, String insert) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(insert)) {
            dialect.bindBehindInsert(sql.rows.bindInsert(statement, request), request);
            try (ResultSet answer = statement.executeQuery()) {
                if (!dialect.nextAnswer(answer)) {
                    return new Attempt.Taken(null);
                }
                Instant now = sql.rows.instant(answer, "store_now");
                return answer.getBoolean("granted")
                        ? new Attempt.Won(
                                inserted(sql.rows.inserted(answer, request), now), answer.getBoolean("fence_in_order"))
                        : new Attempt.Taken(new HeadRows.Row(sql.rows.read(answer), now));
            }
        } catch (SQLException failed) {
            if (dialect.isDuplicateKey(failed)) {
                return new Attempt.Taken(heads.read(connection, request.key()));
            }
            if (dialect.isLockTimeout(failed)) {
                throw new RowIsLocked(failed);
            }
            throw failed;
        }
    }

    /**
     * A lease begins when the statement began. Where it then had to wait for somebody else's row, the caller is told the time
     * after the wait, so that nobody counts on the time that is gone.
     */
    private static HeadRows.Row inserted(Grant grant, Instant now) {
        boolean waited = Duration.between(grant.acquiredAt(), now).compareTo(A_WAIT) > 0;
        return new HeadRows.Row(grant, waited ? now : grant.acquiredAt());
    }
}
