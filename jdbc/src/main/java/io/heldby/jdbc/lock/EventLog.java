package io.heldby.jdbc.lock;

import io.heldby.lock.Breaking;
import io.heldby.lock.Grant;
import io.heldby.lock.HandOverRequest;
import io.heldby.lock.LeaseClaim;
import io.heldby.lock.LockMode;
import io.heldby.lock.Loss;
import io.heldby.lock.LossCause;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Appends what happens to {@code heldby_event}, in the transaction that makes it happen. The endings among the events are
 * also the store's memory of former holders: they keep the token hashes, so that only a former holder is told.
 *
 * <p>What an ending means for the grant's expiry handler is written down in the same breath, so that no way to end a grant can
 * forget it.
 */
final class EventLog {

    private final Sql sql;
    private final TaskRows tasks;

    EventLog(Sql sql) {
        this.sql = sql;
        this.tasks = new TaskRows(sql);
    }

    void acquired(Connection connection, Grant grant) throws SQLException {
        append(connection, grant, "ACQUIRED", null, grant.reason(), grant.acquiredAt(), null, sql.event);
    }

    void modeChanged(Connection connection, Grant grant, Instant now) throws SQLException {
        append(
                connection,
                grant,
                grant.mode() == LockMode.EXCLUSIVE ? "UPGRADED" : "DOWNGRADED",
                null,
                null,
                now,
                null,
                sql.event);
    }

    void requested(Connection connection, Grant grant, HandOverRequest request) throws SQLException {
        String asker = request.asker().displayName();
        String kind = request.addressee() == HandOverRequest.Addressee.HOLDER ? "REQUESTED" : "RELEASE_REQUESTED";
        append(connection, grant, kind, asker, request.message(), request.askedAt(), null, sql.event);
    }

    void kept(Connection connection, Grant grant, HandOverRequest request) throws SQLException {
        String asker = request.asker().displayName();
        append(
                connection,
                grant,
                "KEPT",
                asker,
                request.answer(),
                Objects.requireNonNull(request.answeredAt()),
                null,
                sql.event);
    }

    void releaseDeclined(Connection connection, Grant grant, HandOverRequest request, String operator)
            throws SQLException {
        Instant at = Objects.requireNonNull(request.answeredAt());
        append(connection, grant, "RELEASE_DECLINED", operator, request.answer(), at, null, sql.event);
    }

    void breaking(Connection connection, Grant grant, Breaking breaking) throws SQLException {
        append(connection, grant, "BREAKING", breaking.by(), breaking.reason(), breaking.since(), null, sql.event);
    }

    /** @param place for whom the key is kept, see {@link Grant#reservedFor} */
    void reserved(Connection connection, Grant place) throws SQLException {
        append(connection, place, "RESERVED", null, null, place.acquiredAt(), null, sql.event);
    }

    /** @param kind {@code SUSPENDED} or {@code RESUMED} */
    void switched(
            Connection connection,
            String kind,
            String tenant,
            String type,
            String operator,
            @Nullable String reason,
            Instant now)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql.event)) {
            sql.bind(statement)
                    .text(tenant)
                    .text(type)
                    .text("")
                    .text(kind)
                    .uuid(null)
                    .noNumber()
                    .text(null)
                    .text(null)
                    .text(operator)
                    .text(reason)
                    .time(now)
                    .bytes(null)
                    .time(null);
            statement.executeUpdate();
        }
    }

    /** A lenient grant has expired but may still be revived, so this is news, not an ending. */
    void lapsed(Connection connection, Grant grant) throws SQLException {
        append(connection, grant, "LAPSED", null, null, grant.expiresAt(), null, sql.event);
    }

    void ended(Connection connection, Grant grant, Loss loss, Instant now) throws SQLException {
        ended(connection, grant, loss, now, sql.event);
        tasks.ended(connection, grant, loss);
    }

    /** {@link #ended} without the event, for endings that are news only where those are not logged. */
    void endedUnlogged(Connection connection, Grant grant, Loss loss) throws SQLException {
        tasks.ended(connection, grant, loss);
    }

    /** {@link #ended} of a grant that has no task, and the end of the transaction, in one round trip. */
    void endedAndCommitted(Connection connection, Grant grant, Loss loss, Instant now) throws SQLException {
        ended(connection, grant, loss, now, sql.eventAndCommit);
    }

    private void ended(Connection connection, Grant grant, Loss loss, Instant now, String insert) throws SQLException {
        append(
                connection,
                grant,
                loss.cause().name(),
                loss.by(),
                loss.reason(),
                loss.at() == null ? now : loss.at(),
                GrantRow.bytes(grant.tokens()),
                insert);
    }

    /** What the one who makes this claim may know of how the lock ended. */
    Loss lossOf(Connection connection, LeaseClaim claim) throws SQLException {
        return endingOf(connection, claim).loss();
    }

    /** As {@link #lossOf}, in a transaction that may have an older snapshot. */
    Loss currentLossOf(Connection connection, LeaseClaim claim) throws SQLException {
        return endingOf(connection, claim, sql.currentEnding).loss();
    }

    /**
     * How a lock ended.
     *
     * @param maxUntil when it would have ended in any case; null when unknown
     */
    record Ending(Loss loss, @Nullable Instant maxUntil) {}

    Ending endingOf(Connection connection, LeaseClaim claim) throws SQLException {
        return endingOf(connection, claim, sql.ending);
    }

    private Ending endingOf(Connection connection, LeaseClaim claim, String query) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            sql.rows.bindId(statement, claim.lockId());
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()
                        || !row.getString("user_id").equals(claim.user())
                        || !GrantRow.hashes(row.getBytes("token_hashes"))
                                .contains(claim.token().hash())) {
                    return new Ending(Loss.unknown(), null);
                }
                return new Ending(
                        new Loss(
                                LossCause.valueOf(row.getString("kind")),
                                row.getString("by_name"),
                                sql.rows.instant(row, "at"),
                                row.getString("reason")),
                        sql.rows.instant(row, "max_until"));
            }
        }
    }

    private void append(
            Connection connection,
            Grant grant,
            String kind,
            @Nullable String by,
            @Nullable String reason,
            Instant at,
            byte @Nullable [] tokenHashes,
            String insert)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(insert)) {
            sql.bind(statement)
                    .text(grant.key().tenant())
                    .text(grant.key().type())
                    .text(grant.key().id())
                    .text(kind)
                    .value(grant.lockId().grant())
                    .number(grant.fence().value())
                    .text(grant.owner().user())
                    .text(grant.owner().displayName())
                    .text(by)
                    .text(reason)
                    .time(at)
                    .bytes(tokenHashes)
                    .time(tokenHashes == null ? null : grant.maxUntil());
            statement.executeUpdate();
        }
    }
}
