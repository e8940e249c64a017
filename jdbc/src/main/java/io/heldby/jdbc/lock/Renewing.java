package io.heldby.jdbc.lock;

import io.heldby.lock.Grant;
import io.heldby.lock.HandOverRequest;
import io.heldby.lock.Heartbeat;
import io.heldby.lock.LeaseClaim;
import io.heldby.lock.LockId;
import io.heldby.lock.LockKey;
import io.heldby.lock.Renewal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The heartbeat: most leases at once, where the database can, and the unusual ones one by one. */
final class Renewing {

    private final OwnConnection connections;
    private final HeadRows heads;
    private final Keys keys;
    private final EventLog events;
    private final AtOnce atOnce;
    private final RequestRows requests;

    Renewing(
            OwnConnection connections,
            HeadRows heads,
            Keys keys,
            RequestRows requests,
            EventLog events,
            AtOnce atOnce) {
        this.requests = requests;
        this.connections = connections;
        this.heads = heads;
        this.keys = keys;
        this.events = events;
        this.atOnce = atOnce;
    }

    Map<LockId, Renewal> renewAll(List<Heartbeat> heartbeats) {
        if (heartbeats.isEmpty()) {
            return Map.of();
        }
        Map<LockId, Renewal> answers = new HashMap<>(atOnce.renew(heartbeats));
        List<Heartbeat> unusual = heartbeats.stream()
                .filter(heartbeat -> !answers.containsKey(heartbeat.lockId()))
                .toList();
        if (!unusual.isEmpty()) {
            answers.putAll(oneByOne(unusual));
        }
        return answers;
    }

    private Map<LockId, Renewal> oneByOne(List<Heartbeat> heartbeats) {
        return connections.transaction(connection -> {
            Set<LockKey> wanted = heartbeats.stream()
                    .map(heartbeat -> heartbeat.claim().key())
                    .collect(Collectors.toSet());
            Map<LockKey, HeadRows.Row> locked = heads.lockAvailable(connection, wanted);
            wanted.removeAll(locked.keySet());
            Map<LockKey, HeadRows.Row> lockedByOthers = heads.readAll(connection, wanted);
            Set<LockKey> written = new HashSet<>();
            Map<LockId, Renewal> answers = new LinkedHashMap<>();
            for (Heartbeat heartbeat : heartbeats) {
                LeaseClaim claim = heartbeat.claim();
                LockKey key = claim.key();
                HeadRows.Row own = written.contains(key) ? heads.lockOrSkip(connection, key) : locked.get(key);
                answers.put(
                        claim.lockId(),
                        own == null
                                ? unlessBusy(connection, claim, lockedByOthers.get(key))
                                : renewed(connection, heartbeat, own));
                written.add(key);
            }
            return answers;
        });
    }

    /** Whoever cannot prove the claim is not told that a save is going on. */
    private Renewal unlessBusy(Connection connection, LeaseClaim claim, HeadRows.@Nullable Row head)
            throws SQLException {
        return keys.complete(connection, head)
                        .flatMap(key -> proven(key, claim))
                        .isPresent()
                ? new Renewal.Busy()
                : new Renewal.Lost(events.lossOf(connection, claim));
    }

    private Renewal renewed(Connection connection, Heartbeat heartbeat, HeadRows.Row head) throws SQLException {
        LeaseClaim claim = heartbeat.claim();
        Optional<LockedKey> settled = keys.settled(connection, head);
        Optional<Grant> own = settled.flatMap(held -> proven(held, claim));
        if (own.isEmpty()) {
            return new Renewal.Lost(events.lossOf(connection, claim));
        }
        if (!own.get().revivableAt(head.now())) {
            return new Renewal.Lost(own.get().overdue());
        }
        LockedKey key = settled.orElseThrow();
        Grant next = own.get().renewedAt(head.now(), heartbeat.seenBeat());
        keys.become(connection, key, key.with(next));
        List<HandOverRequest> open = head.wanted() ? openRequests(connection, key) : List.of();
        return new Renewal.Renewed(
                next.leaseAt(head.now(), claim.token()),
                open.stream()
                        .filter(request -> request.lockId().equals(next.lockId())
                                && request.addressee() == HandOverRequest.Addressee.HOLDER)
                        .toList(),
                next.breaking());
    }

    /** When nobody wants the key any more, that is written down, so that the next heartbeat is as quick as usual. */
    private List<HandOverRequest> openRequests(Connection connection, LockedKey key) throws SQLException {
        Instant now = key.now();
        List<HandOverRequest> open = requests.of(connection, key.head().grant().key()).stream()
                .filter(request -> request.openAt(now))
                .toList();
        boolean breaking = key.grants().stream().anyMatch(grant -> grant.breaking() != null);
        if (open.isEmpty() && !breaking && key.state().nextAt(now).isEmpty()) {
            heads.want(connection, key.head(), false);
        }
        return open;
    }

    private static Optional<Grant> proven(LockedKey key, LeaseClaim claim) {
        return key.grant(claim.lockId()).filter(grant -> grant.provenBy(claim));
    }
}
