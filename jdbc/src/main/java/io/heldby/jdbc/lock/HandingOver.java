package io.heldby.jdbc.lock;

import io.heldby.lock.AcquireDecision;
import io.heldby.lock.Acquisition;
import io.heldby.lock.Answered;
import io.heldby.lock.Asked;
import io.heldby.lock.Denied;
import io.heldby.lock.Grant;
import io.heldby.lock.GrantRequest;
import io.heldby.lock.HandOverAnswer;
import io.heldby.lock.HandOverRequest;
import io.heldby.lock.HandOverWish;
import io.heldby.lock.LeaseClaim;
import io.heldby.lock.LockId;
import io.heldby.lock.Loss;
import io.heldby.lock.Owner;
import io.heldby.lock.Succession;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Locks that change hands while somebody holds them: requests, answers and takeovers, with the key's head row locked. */
final class HandingOver {

    private final OwnConnection connections;
    private final HeadRows heads;
    private final Keys keys;
    private final RequestRows requests;
    private final WaiterRows waiters;
    private final Acquire acquire;
    private final Acquiring acquiring;
    private final EventLog events;
    private final boolean eventLog;

    HandingOver(
            OwnConnection connections,
            Dialect dialect,
            Keys keys,
            Acquire acquire,
            Acquiring acquiring,
            EventLog events,
            boolean eventLog) {
        this.connections = connections;
        this.heads = new HeadRows(dialect);
        this.keys = keys;
        this.requests = new RequestRows(dialect.sql);
        this.waiters = new WaiterRows(dialect.sql);
        this.acquire = acquire;
        this.acquiring = acquiring;
        this.events = events;
        this.eventLog = eventLog;
    }

    Asked request(HandOverWish wish) {
        try {
            return connections.transaction(connection -> {
                Optional<LockedKey> key = keys.lock(connection, wish.lockId().key());
                Optional<Grant> grant = key.flatMap(held -> held.grant(wish.lockId()))
                        .filter(held -> held.activeAt(key.get().now()));
                return grant.isEmpty() ? new Asked.Gone() : asked(connection, key.orElseThrow(), grant.get(), wish);
            });
        } catch (RowIsLocked saving) {
            return new Asked.Refused(new Denied.Saving(wish.lockId().key(), Optional.empty()));
        }
    }

    private Asked asked(Connection connection, LockedKey key, Grant grant, HandOverWish wish) throws SQLException {
        Optional<String> refusal = HandOverRequest.refusal(grant, wish);
        if (refusal.isPresent()) {
            return new Asked.Refused(new Denied.NotPermitted(grant.key(), refusal.get()));
        }
        HandOverRequest request = requests.asked(connection, wish, key.now());
        if (request.requestId().equals(wish.requestId())) {
            heads.want(connection, key.head(), true);
            if (eventLog) {
                events.requested(connection, grant, request);
            }
        }
        return new Asked.Waiting(request);
    }

    Answered answer(UUID requestId, LeaseClaim claim, HandOverAnswer answer, Succession succession) {
        try {
            return connections.transaction(connection -> {
                Optional<LockedKey> key = keys.lock(connection, claim.key());
                Optional<Grant> own =
                        key.flatMap(held -> held.grant(claim.lockId())).filter(grant -> grant.provenBy(claim));
                if (own.isEmpty()) {
                    return new Answered.Lost(events.lossOf(connection, claim));
                }
                LockedKey held = key.orElseThrow();
                return own.get().revivableAt(held.now())
                        ? answered(connection, held, own.get(), requestId, answer, succession)
                        : new Answered.Lost(own.get().overdue());
            });
        } catch (RowIsLocked saving) {
            return connections.statement(connection -> {
                HeadRows.Row row = heads.read(connection, claim.key());
                return row != null && row.grant().provenBy(claim)
                        ? new Answered.Busy()
                        : new Answered.Lost(events.lossOf(connection, claim));
            });
        }
    }

    private Answered answered(
            Connection connection,
            LockedKey key,
            Grant own,
            UUID requestId,
            HandOverAnswer answer,
            Succession succession)
            throws SQLException {
        List<HandOverRequest> ofGrant = requests.of(connection, own.lockId());
        Optional<HandOverRequest> open = ofGrant.stream()
                .filter(request -> request.requestId().equals(requestId) && request.openToHolderAt(key.now()))
                .findFirst();
        if (open.isEmpty()) {
            return new Answered.Gone();
        }
        HandOverRequest request = open.get().answered(answer, ofGrant, key.now());
        requests.answered(connection, request);
        if (request.state() == HandOverRequest.State.ACCEPTED) {
            handOver(connection, key, own, request.asker(), succession);
        } else if (eventLog) {
            events.kept(connection, own, request);
        }
        return new Answered.Done(request);
    }

    /** In one write of the head row, so that at no moment nobody or two have it. */
    private void handOver(Connection connection, LockedKey key, Grant own, Owner asker, Succession succession)
            throws SQLException {
        Grant next = succession.grantTo(asker, own, heads.nextFence(connection, own.key()), key.now());
        List<Grant> grants = new ArrayList<>(key.without(own));
        grants.add(next);
        events.ended(connection, own, Loss.handedOver(asker.displayName(), key.now()), key.now());
        keys.become(connection, key, grants);
        waiters.served(connection, own.key(), asker);
        if (eventLog) {
            events.acquired(connection, next);
        }
    }

    /** A look that locks nothing: what was accepted or is over stays so, and of a grant that is gone nothing is open. */
    Optional<HandOverRequest> find(LockId lockId, UUID requestId) {
        return connections.statement(connection -> {
            Optional<HandOverRequest> request = requests.find(connection, lockId, requestId);
            if (request.isEmpty() || request.get().state() == HandOverRequest.State.ACCEPTED) {
                return request;
            }
            Optional<LockedKey> key = keys.complete(connection, heads.read(connection, lockId.key()));
            boolean alive = key.flatMap(held -> held.grant(lockId))
                    .filter(grant -> grant.revivableAt(key.orElseThrow().now()))
                    .isPresent();
            return request.map(asked -> alive ? asked.at(key.orElseThrow().now()) : asked.over());
        });
    }

    Acquisition takeOver(LockId lockId, GrantRequest request, String reason, @Nullable Duration unanswered) {
        try {
            Optional<Acquisition> answer = connections.transaction(connection -> {
                Optional<LockedKey> key = keys.lock(connection, request.key());
                Optional<Grant> shown = key.flatMap(held -> held.alive(lockId))
                        .filter(grant -> !grant.owner().sameEditingSessionAs(request.owner()));
                return shown.isEmpty()
                        ? Optional.empty()
                        : Optional.of(
                                takenOver(connection, key.orElseThrow(), shown.get(), request, reason, unanswered));
            });
            return answer.orElseGet(() -> acquire.acquire(request));
        } catch (RowIsLocked saving) {
            return new Denied.Saving(request.key(), Optional.empty());
        }
    }

    private Acquisition takenOver(
            Connection connection,
            LockedKey key,
            Grant shown,
            GrantRequest request,
            String reason,
            @Nullable Duration unanswered)
            throws SQLException {
        if (unanswered != null) {
            Optional<String> notEntitled = HandOverRequest.notEntitled(
                    requests.of(connection, shown.lockId()), request.owner(), unanswered, key.now());
            if (notEntitled.isPresent()) {
                return new Denied.NotPermitted(request.key(), notEntitled.get());
            }
        }
        return acquiring.write(
                connection, key, request, AcquireDecision.takeOver(shown, key.grants(), request, reason, key.now()));
    }
}
