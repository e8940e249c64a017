package io.heldby.jdbc.lock;

import io.heldby.lock.HandOverRequest;
import io.heldby.lock.HandOverWish;
import io.heldby.lock.LockId;
import io.heldby.lock.LockKey;
import io.heldby.lock.Owner;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Reads and writes requests for hand-overs. Whoever reads them in order to decide, or writes them, has the head row of their
 * key locked.
 */
final class RequestRows {

    private final Sql sql;

    RequestRows(Sql sql) {
        this.sql = sql;
    }

    /** All of the key, also of grants that are over; the oldest first. */
    List<HandOverRequest> of(Connection connection, LockKey key) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql.demand.requests)) {
            sql.rows.bindKey(statement, key);
            return read(statement);
        }
    }

    List<HandOverRequest> of(Connection connection, LockId lockId) throws SQLException {
        return of(connection, lockId.key()).stream()
                .filter(request -> request.lockId().equals(lockId))
                .toList();
    }

    Optional<HandOverRequest> find(Connection connection, LockId lockId, UUID requestId) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql.demand.request)) {
            Binder bind = sql.bind(statement);
            GrantRow.id(bind, lockId);
            bind.value(requestId);
            return read(statement).stream().findFirst();
        }
    }

    /** What the operators are asked for in this tenant and have not answered, also when its time is over; the oldest first. */
    List<HandOverRequest> ofOperators(Connection connection, String tenant) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql.demand.ofOperators)) {
            sql.bind(statement).text(tenant);
            return read(statement);
        }
    }

    /** The standing request of this editing session, or a new one. */
    HandOverRequest asked(Connection connection, HandOverWish wish, Instant now) throws SQLException {
        Optional<HandOverRequest> standing = of(connection, wish.lockId()).stream()
                .filter(request -> request.answers(wish, now))
                .findFirst();
        if (standing.isPresent()) {
            return standing.get();
        }
        HandOverRequest request = HandOverRequest.of(wish, now);
        insert(connection, request);
        return request;
    }

    private void insert(Connection connection, HandOverRequest request) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql.demand.ask)) {
            Binder bind = sql.bind(statement).value(request.requestId());
            GrantRow.id(bind, request.lockId());
            GrantRow.owner(bind, request.asker());
            bind.text(request.addressee().name())
                    .text(request.message())
                    .time(request.askedAt())
                    .time(request.expiresAt())
                    .text(request.state().name())
                    .time(request.answeredAt())
                    .text(request.answer())
                    .time(request.keepUntil());
            statement.executeUpdate();
        }
    }

    void answered(Connection connection, HandOverRequest request) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql.demand.answer)) {
            sql.bind(statement)
                    .text(request.state().name())
                    .time(request.answeredAt())
                    .text(request.answer())
                    .time(request.keepUntil())
                    .value(request.requestId());
            statement.executeUpdate();
        }
    }

    /** What was asked of a grant ends with it. */
    void grantEnded(Connection connection, LockId lockId) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql.demand.grantEnded)) {
            sql.rows.bindId(statement, lockId);
            statement.executeUpdate();
        }
    }

    void askerLeft(Connection connection, String tenant, String user, String session) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql.demand.askerLeft)) {
            sql.bind(statement).text(tenant).text(user).text(session);
            statement.executeUpdate();
        }
    }

    private List<HandOverRequest> read(PreparedStatement statement) throws SQLException {
        List<HandOverRequest> requests = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                Owner asker = GrantRow.owner(row);
                requests.add(new HandOverRequest(
                        row.getObject("request_id", UUID.class),
                        GrantRow.id(row),
                        asker,
                        HandOverRequest.Addressee.valueOf(row.getString("addressee")),
                        row.getString("message"),
                        sql.rows.instant(row, "asked_at"),
                        sql.rows.instant(row, "expires_at"),
                        HandOverRequest.State.valueOf(row.getString("state")),
                        sql.rows.instantOrNull(row, "answered_at"),
                        row.getString("answer"),
                        sql.rows.instantOrNull(row, "keep_until")));
            }
        }
        return requests;
    }
}
