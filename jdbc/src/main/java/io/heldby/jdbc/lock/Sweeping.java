package io.heldby.jdbc.lock;

import io.heldby.lock.Grant;
import io.heldby.lock.Loss;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The sweep: exclusive grants at once, where the database can; shares, and all grants elsewhere, one by one. */
final class Sweeping {

    private final OwnConnection connections;
    private final HeadRows heads;
    private final ShareRows shares;
    private final Keys keys;
    private final EventLog events;
    private final LockLists lists;
    private final AtOnce atOnce;
    private final boolean eventLog;

    Sweeping(
            OwnConnection connections,
            HeadRows heads,
            ShareRows shares,
            Keys keys,
            EventLog events,
            LockLists lists,
            AtOnce atOnce,
            boolean eventLog) {
        this.connections = connections;
        this.heads = heads;
        this.shares = shares;
        this.keys = keys;
        this.events = events;
        this.lists = lists;
        this.atOnce = atOnce;
        this.eventLog = eventLog;
    }

    int sweep(int limit) {
        int tidied = atOnce.sweep(limit);
        return tidied < limit ? tidied + oneByOne(limit - tidied) : tidied;
    }

    private int oneByOne(int limit) {
        Set<UUID> candidates = connections.statement(connection -> lists.sweepable(connection, limit));
        if (candidates.isEmpty()) {
            return 0;
        }
        return connections.transaction(connection -> {
            int tidied = 0;
            for (HeadRows.Row row : heads.lockMany(connection, candidates).values()) {
                tidied += tidy(connection, new LockedKey(row, List.of(row.grant())), row.grant()) ? 1 : 0;
            }
            for (Grant share : shares.existing(connection, candidates).stream()
                    .sorted(Comparator.comparing(Grant::key))
                    .toList()) {
                Optional<LockedKey> key = keys.lockOrSkip(connection, share.key());
                Optional<Grant> now = key.flatMap(held -> held.grant(share.lockId()));
                tidied += now.isPresent() && tidy(connection, key.orElseThrow(), now.get()) ? 1 : 0;
            }
            return tidied;
        });
    }

    /** Looks again, now that the row is locked: it may have been renewed or taken over since it was a candidate. */
    private boolean tidy(Connection connection, LockedKey key, Grant grant) throws SQLException {
        if (grant.activeAt(key.now())) {
            return false;
        }
        if (!grant.revivableAt(key.now())) {
            keys.become(connection, key, key.without(grant));
            events.ended(connection, grant, Loss.expired(grant.expiresAt()), key.now());
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
