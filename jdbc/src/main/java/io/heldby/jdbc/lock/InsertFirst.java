package io.heldby.jdbc.lock;

import io.heldby.lock.Grant;
import io.heldby.lock.GrantRequest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
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

    private final Dialect dialect;
    private final HeadRows heads;
    private final Sql sql;

    InsertFirst(Dialect dialect, HeadRows heads) {
        this.dialect = dialect;
        this.heads = heads;
        this.sql = dialect.sql;
    }

    /** Whether it is better to look first when the key is probably held. */
    boolean disturbsHolder() {
        return dialect.insertDisturbsHolder();
    }

    /** Whether {@link #alone} can be called. */
    boolean canBeAlone() {
        return sql.insertAlone.isPresent();
    }

    /**
     * {@link #within} in one round trip that is a transaction of its own, with its event.
     *
     * @throws RowIsLocked when somebody else keeps the free key inserted for longer than the bound
     */
    Attempt alone(Connection connection, GrantRequest request) throws SQLException {
        return firstOrBehind(
                connection,
                request,
                () -> alone(connection, request, sql.insertAlone.orElseThrow()),
                () -> alone(connection, request, sql.insertAloneBehind.orElseThrow()));
    }

    private Attempt alone(Connection connection, GrantRequest request, String insert) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(insert)) {
            dialect.bindBehindInsertAlone(sql.rows.bindInsert(statement, request), request, sql.eventLog);
            return attempt(connection, request, statement);
        } catch (SQLException | RowIsLocked failed) {
            abandon(connection, failed);
            throw failed;
        }
    }

    private void abandon(Connection connection, Exception failed) {
        try {
            dialect.abandonInsertAlone(connection);
        } catch (SQLException alsoFailed) {
            failed.addSuppressed(alsoFailed);
        }
    }

    /**
     * Inserts in the caller's transaction.
     *
     * @throws RowIsLocked when somebody else keeps the free key inserted for longer than the bound
     */
    Attempt within(Connection connection, GrantRequest request) throws SQLException {
        return firstOrBehind(
                connection,
                request,
                () -> within(connection, request, sql.insertFirst),
                () -> within(connection, request, sql.insertBehind));
    }

    private Attempt within(Connection connection, GrantRequest request, String insert) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(insert)) {
            dialect.bindBehindInsert(sql.rows.bindInsert(statement, request), request);
            return attempt(connection, request, statement);
        }
    }

    /** Where the first insert does not wait, a locked row is read, and only one that cannot be seen yet is waited for. */
    private Attempt firstOrBehind(Connection connection, GrantRequest request, Insert first, Insert behind)
            throws SQLException {
        if (dialect.insertWaits()) {
            return first.attempt();
        }
        try {
            return first.attempt();
        } catch (RowIsLocked atOnce) {
            HeadRows.Row locked = heads.read(connection, request.key());
            return locked == null ? behind.attempt() : new Attempt.Taken(locked);
        }
    }

    private Attempt attempt(Connection connection, GrantRequest request, PreparedStatement statement)
            throws SQLException {
        try (ResultSet answer = statement.executeQuery()) {
            if (!dialect.nextAnswer(answer) || !answer.getBoolean("granted")) {
                return new Attempt.Taken(heads.read(connection, request.key()));
            }
            Grant grant = sql.rows.inserted(answer, request);
            // A lease begins when the statement began. After a wait the caller is told the time, so that nobody
            // counts on what is gone of it.
            Instant now = answer.getBoolean("waited") ? heads.now(connection) : grant.acquiredAt();
            return new Attempt.Won(new HeadRows.Row(grant, now), answer.getBoolean("fence_in_order"));
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

    /** One way to insert. */
    @FunctionalInterface
    private interface Insert {
        Attempt attempt() throws SQLException;
    }
}
