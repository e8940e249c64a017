package io.heldby.lock;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Who wants the keys of an {@link InMemoryLockStore}: requests, lines and reservations. Guarded by the store's mutex. */
final class InMemoryDemand {

    /** How long requests are remembered that are over. */
    static final Duration MEMORY = Duration.ofDays(30);

    private final Map<UUID, HandOverRequest> requests = new LinkedHashMap<>();
    private final Map<LockKey, List<Waiter>> waiters = new TreeMap<>();
    private final Map<LockKey, Grant> reservations = new TreeMap<>();

    /** The standing request of this editing session, or a new one. */
    HandOverRequest asked(HandOverWish wish, Instant now) {
        return of(wish.lockId()).stream()
                .filter(request -> request.answers(wish, now))
                .findFirst()
                .orElseGet(() -> put(HandOverRequest.of(wish, now)));
    }

    HandOverRequest put(HandOverRequest request) {
        requests.put(request.requestId(), request);
        return request;
    }

    Optional<HandOverRequest> find(LockId lockId, UUID requestId) {
        return Optional.ofNullable(requests.get(requestId))
                .filter(request -> request.lockId().equals(lockId));
    }

    List<HandOverRequest> of(LockId lockId) {
        return requests.values().stream()
                .filter(request -> request.lockId().equals(lockId))
                .toList();
    }

    List<HandOverRequest> of(LockKey key) {
        return requests.values().stream()
                .filter(request -> request.key().equals(key))
                .toList();
    }

    List<HandOverRequest> openToHolder(LockId lockId, Instant now) {
        return of(lockId).stream()
                .filter(request -> request.openToHolderAt(now))
                .toList();
    }

    List<HandOverRequest> openToOperators(String tenant, Instant now) {
        return requests.values().stream()
                .filter(request -> request.key().tenant().equals(tenant) && request.openToOperatorsAt(now))
                .toList();
    }

    /** What was asked of a grant ends with it. */
    void grantEnded(LockId lockId) {
        of(lockId).forEach(request -> put(request.over()));
    }

    List<Waiter> waitersOf(LockKey key) {
        return List.copyOf(waiters.getOrDefault(key, List.of()));
    }

    /** In the place of the one that this editing session had, or at the end. */
    void put(Waiter waiter) {
        List<Waiter> line = new ArrayList<>(waitersOf(waiter.key()));
        int place = line.stream().map(Waiter::waiterId).toList().indexOf(waiter.waiterId());
        if (place >= 0) {
            line.set(place, waiter);
        } else {
            line.removeIf(old -> old.owner().sameEditingSessionAs(waiter.owner()));
            line.add(waiter);
        }
        waiters.put(waiter.key(), line);
    }

    boolean leave(LockKey key, UUID waiterId, Owner owner) {
        List<Waiter> line = new ArrayList<>(waitersOf(key));
        boolean left = line.removeIf(
                waiter -> waiter.waiterId().equals(waiterId) && waiter.owner().sameEditingSessionAs(owner));
        waiters.put(key, line);
        return left;
    }

    /** Who has got the key waits no more, and nobody's turn is kept. */
    void served(LockKey key, Owner owner) {
        List<Waiter> line = new ArrayList<>(waitersOf(key));
        line.removeIf(waiter -> waiter.owner().sameEditingSessionAs(owner));
        waiters.put(key, line);
        reservations.remove(key);
    }

    @Nullable
    Grant reservationOf(LockKey key) {
        return reservations.get(key);
    }

    Stream<Grant> reservations() {
        return reservations.values().stream();
    }

    void reserve(LockKey key, @Nullable Grant place) {
        if (place == null) {
            reservations.remove(key);
        } else {
            reservations.put(key, place);
        }
    }

    void sessionEnded(String tenant, String user, String session) {
        waiters.replaceAll((key, line) -> line.stream()
                .filter(waiter -> !key.tenant().equals(tenant) || !isSession(waiter.owner(), user, session))
                .toList());
        requests.replaceAll(
                (id, request) -> request.key().tenant().equals(tenant) && isSession(request.asker(), user, session)
                        ? request.over()
                        : request);
    }

    private static boolean isSession(Owner owner, String user, String session) {
        return owner.user().equals(user) && owner.session().equals(session);
    }

    void tidy(Instant now) {
        waiters.replaceAll((key, line) ->
                line.stream().filter(waiter -> waiter.liveAt(now)).toList());
        requests.values().removeIf(request -> request.askedAt().plus(MEMORY).isBefore(now));
    }

    int rewrite(LockKey key, UnaryOperator<Grant> change) {
        return reservations.computeIfPresent(key, (same, place) -> change.apply(place)) == null ? 0 : 1;
    }

    void age(LockKey key, Duration time) {
        waiters.computeIfPresent(
                key,
                (same, line) -> line.stream()
                        .map(waiter -> new Waiter(
                                waiter.waiterId(),
                                key,
                                waiter.owner(),
                                waiter.since().minus(time),
                                waiter.liveUntil().minus(time),
                                waiter.liveFor(),
                                waiter.reservedFor()))
                        .toList());
        requests.replaceAll((id, request) -> request.key().equals(key) ? aged(request, time) : request);
    }

    private static HandOverRequest aged(HandOverRequest request, Duration time) {
        @Nullable Instant answered = request.answeredAt();
        @Nullable Instant keepUntil = request.keepUntil();
        return new HandOverRequest(
                request.requestId(),
                request.lockId(),
                request.asker(),
                request.addressee(),
                request.message(),
                request.askedAt().minus(time),
                request.expiresAt().minus(time),
                request.state(),
                answered == null ? null : answered.minus(time),
                request.answer(),
                keepUntil == null ? null : keepUntil.minus(time));
    }

    @Override
    public String toString() {
        return "requests=" + requests.values() + ", waiters=" + waiters.values() + ", reservations="
                + reservations.values();
    }
}
