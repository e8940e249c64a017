package io.heldby.jdbc.lock;

import io.heldby.lock.Grant;
import io.heldby.lock.LeaseClaim;
import io.heldby.lock.LockKey;
import io.heldby.lock.Loss;
import io.heldby.lock.Renewal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The heartbeat: most leases at once, where the database can, and the unusual ones one by one. */
final class Renewing {

    private final OwnConnection connections;
    private final HeadRows heads;
    private final ShareRows shares;
    private final Keys keys;
    private final EventLog events;
    private final AtOnce atOnce;

    Renewing(OwnConnection connections, HeadRows heads, ShareRows shares, Keys keys, EventLog events, AtOnce atOnce) {
        this.connections = connections;
        this.heads = heads;
        this.shares = shares;
        this.keys = keys;
        this.events = events;
        this.atOnce = atOnce;
    }

    Map<UUID, Renewal> renewAll(List<LeaseClaim> claims) {
        if (claims.isEmpty()) {
            return Map.of();
        }
        Map<UUID, Renewal> answers = new HashMap<>(atOnce.renew(claims));
        List<LeaseClaim> unusual = claims.stream()
                .filter(claim -> !answers.containsKey(claim.lockId()))
                .toList();
        if (!unusual.isEmpty()) {
            answers.putAll(oneByOne(unusual));
        }
        return answers;
    }

    private Map<UUID, Renewal> oneByOne(List<LeaseClaim> claims) {
        return connections.transaction(connection -> {
            Set<UUID> ids = LockLists.ids(claims);
            Map<UUID, HeadRows.Row> locked = heads.lockMany(connection, ids);
            Set<UUID> others = LockLists.without(ids, locked.keySet());
            Map<UUID, Grant> beingSaved = heads.existing(connection, others);
            Map<UUID, LockKey> shared = keysShared(connection, LockLists.without(others, beingSaved.keySet()));
            Map<UUID, Renewal> answers = new LinkedHashMap<>();
            for (LeaseClaim claim : claims) {
                UUID id = claim.lockId();
                Grant saving = beingSaved.get(id);
                LockKey key = shared.get(id);
                if (saving != null && saving.provenBy(claim)) {
                    answers.put(id, new Renewal.Busy());
                } else if (key != null) {
                    answers.put(id, renewedShare(connection, claim, key));
                } else {
                    answers.put(id, renewed(connection, claim, locked.get(id)));
                }
            }
            return answers;
        });
    }

    private Map<UUID, LockKey> keysShared(Connection connection, Set<UUID> lockIds) throws SQLException {
        Map<UUID, LockKey> byId = new HashMap<>();
        shares.existing(connection, lockIds).forEach(share -> byId.put(share.lockId(), share.key()));
        return byId;
    }

    /** Nobody saves under a share, so its row is locked for a moment at most; whoever meets that asks again. */
    private Renewal renewedShare(Connection connection, LeaseClaim claim, LockKey key) throws SQLException {
        Optional<LockedKey> locked = keys.lockOrSkip(connection, key);
        if (locked.isEmpty() && heads.read(connection, key) != null) {
            return new Renewal.Busy();
        }
        Optional<Grant> own = locked.flatMap(held -> held.grant(claim.lockId())).filter(share -> share.provenBy(claim));
        if (own.isEmpty()) {
            return new Renewal.Lost(events.lossOf(connection, claim));
        }
        Grant share = own.get();
        LockedKey held = locked.orElseThrow();
        if (!share.revivableAt(held.now())) {
            return new Renewal.Lost(Loss.expired(share.expiresAt()));
        }
        Grant next = share.renewedAt(held.now());
        keys.become(connection, held, held.with(next));
        return new Renewal.Renewed(next.leaseAt(held.now(), claim.token()));
    }

    private Renewal renewed(Connection connection, LeaseClaim claim, HeadRows.@Nullable Row row) throws SQLException {
        if (row == null || !row.grant().provenBy(claim)) {
            return new Renewal.Lost(events.lossOf(connection, claim));
        }
        if (!row.alive()) {
            return new Renewal.Lost(Loss.expired(row.grant().expiresAt()));
        }
        HeadRows.Row next = heads.update(connection, row, row.grant().renewedAt(row.now()));
        return new Renewal.Renewed(next.grant().leaseAt(next.now(), claim.token()));
    }
}
