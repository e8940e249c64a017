package io.heldby.jdbc.lock;

import io.heldby.lock.Answered;
import io.heldby.lock.Grant;
import io.heldby.lock.HandOverRequest;
import io.heldby.lock.LockId;
import io.heldby.lock.LockKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the operators are asked to end, and their no. Their yes is the end of the lock, and needs nothing here. */
final class ReleaseRequests {

    private final OwnConnection connections;
    private final HeadRows heads;
    private final Keys keys;
    private final RequestRows requests;
    private final EventLog events;
    private final boolean eventLog;

    ReleaseRequests(OwnConnection connections, Dialect dialect, Keys keys, EventLog events, boolean eventLog) {
        this.connections = connections;
        this.heads = new HeadRows(dialect);
        this.keys = keys;
        this.requests = new RequestRows(dialect.sql);
        this.events = events;
        this.eventLog = eventLog;
    }

    Answered decline(LockId lockId, UUID requestId, String operator, @Nullable String message) {
        try {
            return connections.transaction(connection -> {
                Optional<LockedKey> key = keys.lock(connection, lockId.key());
                Optional<Grant> grant = key.flatMap(held -> held.alive(lockId));
                Optional<HandOverRequest> open = requests.find(connection, lockId, requestId)
                        .filter(request -> grant.isPresent()
                                && request.openToOperatorsAt(key.orElseThrow().now()));
                if (open.isEmpty()) {
                    return new Answered.Gone();
                }
                HandOverRequest declined =
                        open.get().declined(message, key.orElseThrow().now());
                requests.answered(connection, declined);
                if (eventLog) {
                    events.releaseDeclined(connection, grant.orElseThrow(), declined, operator);
                }
                return new Answered.Done(declined);
            });
        } catch (RowIsLocked saving) {
            return new Answered.Busy();
        }
    }

    /** Of a grant that is over nothing is open any more, even if nobody has written that down yet. */
    List<HandOverRequest> open(String tenant, int limit) {
        return connections.statement(connection -> {
            List<HandOverRequest> asked = requests.ofOperators(connection, tenant);
            Map<LockKey, HeadRows.Row> rows = heads.readAll(
                    connection, asked.stream().map(HandOverRequest::key).collect(Collectors.toSet()));
            List<HandOverRequest> open = new ArrayList<>();
            for (HandOverRequest request : asked) {
                if (open.size() < limit && isOpen(connection, request, rows.get(request.key()))) {
                    open.add(request);
                }
            }
            return open;
        });
    }

    private boolean isOpen(Connection connection, HandOverRequest request, HeadRows.@Nullable Row head)
            throws SQLException {
        Optional<LockedKey> key = keys.complete(connection, head);
        return key.flatMap(held -> held.alive(request.lockId())).isPresent()
                && request.openToOperatorsAt(key.orElseThrow().now());
    }
}
