package io.heldby.jdbc.lock;

import io.heldby.lock.Grant;
import io.heldby.lock.LockId;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockMode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The sweep: exclusive grants at once, where the database can; shares, and all grants elsewhere, one by one. */
final class Sweeping {

    /** How long requests are remembered that are over. */
    private static final Duration REMEMBERED = Duration.ofDays(30);

    private final Dialect dialect;
    private final Sql sql;
    private final OwnConnection connections;
    private final HeadRows heads;
    private final Keys keys;
    private final EventLog events;
    private final LockLists lists;
    private final AtOnce atOnce;
    private final boolean eventLog;

    Sweeping(
            OwnConnection connections,
            HeadRows heads,
            Keys keys,
            EventLog events,
            LockLists lists,
            AtOnce atOnce,
            boolean eventLog,
            Dialect dialect) {
        this.dialect = dialect;
        this.sql = dialect.sql;
        this.connections = connections;
        this.heads = heads;
        this.keys = keys;
        this.events = events;
        this.lists = lists;
        this.atOnce = atOnce;
        this.eventLog = eventLog;
    }

    int sweep(int limit) {
        int tidied = atOnce.sweep(limit);
        if (tidied < limit) {
            tidied += oneByOne(limit - tidied);
        }
        if (tidied < limit) {
            forgetDemand(); // With the last batch, not with each.
        }
        return tidied;
    }

    /** What nobody asks about any more. Whatever is locked is left for the next time. */
    private void forgetDemand() {
        Instant now = connections.statement(heads::now);
        forget(sql.demand.forgetWaiters, now);
        forget(sql.demand.forgetRequests, now.minus(REMEMBERED));
    }

    private void forget(String delete, Instant before) {
        int unused = connections.write(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(delete)) {
                sql.bind(statement).time(before);
                return statement.executeUpdate();
            } catch (SQLException failed) {
                if (dialect.isLockTimeout(failed)) {
                    return 0;
                }
                throw failed;
            }
        });
    }

    private int oneByOne(int limit) {
        List<LockId> candidates = connections.statement(connection -> lists.sweepable(connection, limit));
        if (candidates.isEmpty()) {
            return 0;
        }
        return connections.transaction(connection -> {
            Map<LockKey, HeadRows.Row> locked = heads.lockAvailable(
                    connection, candidates.stream().map(LockId::key).toList());
            int tidied = 0;
            for (LockId candidate : candidates) {
                HeadRows.Row head = locked.get(candidate.key());
                tidied += head != null && tidy(connection, candidate, head) ? 1 : 0;
            }
            return tidied;
        });
    }

    private boolean tidy(Connection connection, LockId candidate, HeadRows.Row head) throws SQLException {
        // Of the shares of one key there may be several candidates, so it has changed since it was locked.
        Optional<LockedKey> key = keys.complete(
                connection,
                head.grant().mode() == LockMode.EXCLUSIVE ? head : heads.lockOrSkip(connection, candidate.key()));
        if (key.isPresent() && !key.get().state().settledAt(key.get().now()).changesNothing()) {
            Optional<LockedKey> unused = keys.settled(connection, key.get());
            return true;
        }
        Optional<Grant> grant = key.flatMap(held -> held.grant(candidate));
        return grant.isPresent() && tidy(connection, key.orElseThrow(), grant.get());
    }

    /** Looks again, now that the row is locked: it may have been renewed or taken over since it was a candidate. */
    private boolean tidy(Connection connection, LockedKey key, Grant grant) throws SQLException {
        if (grant.activeAt(key.now())) {
            return false;
        }
        if (!grant.revivableAt(key.now())) {
            events.ended(connection, grant, grant.overdue(), key.now());
            keys.become(connection, key, key.without(grant));
            return true;
        }
        if (grant.expiryLogged()) {
            return false;
        }
        keys.become(connection, key, key.with(grant.withExpiryLogged()));
        if (eventLog) {
            events.lapsed(connection, grant);
        }
        return true;
    }
}
