package io.heldby.lock;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Everything that decides about one key, and the rule of the queue as a pure function of the store's time: while somebody
 * waits, an expired grant cannot come back. The key is then kept for the first in line, and if they do not come, for the
 * next one.
 *
 * <p>A store settles a key whenever it has locked it, before anything else is decided about it.
 *
 * @param grants one exclusive, or any number of shared ones; empty while it is reserved
 * @param reservation see {@link Grant#reservedFor}
 * @param waiters in their order, also those whose heartbeats have stopped
 */
public record KeyState(List<Grant> grants, @Nullable Grant reservation, List<Waiter> waiters) {

    public KeyState {
        grants = List.copyOf(grants);
        waiters = List.copyOf(waiters);
    }

    /** A key that nobody waits for. */
    public static KeyState of(List<Grant> grants) {
        return new KeyState(grants, null, List.of());
    }

    /**
     * What has to be written down before anything else.
     *
     * @param endings grants that are over
     * @param reservationLapsed whether the key is not kept any more for whom it was
     * @param next for whom it is kept from now on; empty when it is free, or nothing changes
     */
    public record Settlement(List<AcquireDecision.Ending> endings, boolean reservationLapsed, Optional<Waiter> next) {

        private static final Settlement NOTHING = new Settlement(List.of(), false, Optional.empty());

        public boolean changesNothing() {
            return endings.isEmpty() && !reservationLapsed;
        }
    }

    public Settlement settledAt(Instant now) {
        Optional<Waiter> next = nextAt(now);
        if (reservation != null) {
            return reservation.activeAt(now) ? Settlement.NOTHING : new Settlement(List.of(), true, next);
        }
        if (next.isEmpty() || grants.stream().anyMatch(grant -> grant.activeAt(now))) {
            return Settlement.NOTHING;
        }
        return new Settlement(
                grants.stream()
                        .map(grant -> AcquireDecision.ending(grant, next.get().owner(), now))
                        .toList(),
                false,
                next);
    }

    /** Who waits, the next one first. */
    public List<Waiter> waitersAt(Instant now) {
        return waiters.stream().filter(waiter -> waiter.liveAt(now)).toList();
    }

    /** Who is next. */
    public Optional<Waiter> nextAt(Instant now) {
        return waiters.stream().filter(waiter -> waiter.liveAt(now)).findFirst();
    }

    /** How a grant of this key has ended, though nobody may have written it down yet; empty when it is good. */
    public Optional<Loss> lossOf(Grant grant, Instant now) {
        return grant.revivableAt(now)
                ? settledAt(now).endings().stream()
                        .filter(ending -> ending.grant().lockId().equals(grant.lockId()))
                        .findFirst()
                        .map(AcquireDecision.Ending::loss)
                : Optional.of(grant.overdue());
    }

    /**
     * How it stands with somebody who wants to wait. The key must be settled. A place in the line has to be written.
     *
     * @param request repeated, it keeps its place and is a heartbeat
     */
    public Waiting waiting(WaitRequest request, Instant now) {
        Optional<Waiting> turn = turnOf(request.owner(), now);
        if (turn.isPresent()) {
            return turn.get();
        }
        Waiter waiter = waitersAt(now).stream()
                .filter(other -> other.owner().sameEditingSessionAs(request.owner()))
                .findFirst()
                .map(other -> other.beatenAt(now))
                .orElseGet(() -> request.at(now));
        return new Waiting.Queued(waiter, placeOf(waiter, now));
    }

    /** A waiter's heartbeat. The key must be settled. A place in the line has to be written. */
    public Waiting stillWaiting(UUID waiterId, Owner owner, Instant now) {
        Optional<Waiting> turn = turnOf(owner, now);
        if (turn.isPresent()) {
            return turn.get();
        }
        return waitersAt(now).stream()
                .filter(other ->
                        other.waiterId().equals(waiterId) && other.owner().sameEditingSessionAs(owner))
                .findFirst()
                .<Waiting>map(waiter -> new Waiting.Queued(waiter.beatenAt(now), placeOf(waiter, now)))
                .orElseGet(Waiting.Gone::new);
    }

    /** Whether the key is kept for this editing session. */
    public boolean isReservedFor(Owner owner) {
        return reservation != null && reservation.owner().sameEditingSessionAs(owner);
    }

    private Optional<Waiting> turnOf(Owner owner, Instant now) {
        if (reservation != null) {
            return isReservedFor(owner)
                    ? Optional.of(new Waiting.YourTurn(Optional.of(reservation.expiresAt())))
                    : Optional.empty();
        }
        boolean somebodyElses = grants.stream()
                .anyMatch(grant -> grant.activeAt(now) && !grant.owner().sameEditingSessionAs(owner));
        return somebodyElses ? Optional.empty() : Optional.of(new Waiting.YourTurn(Optional.empty()));
    }

    /** A new one is behind all who wait. */
    private int placeOf(Waiter waiter, Instant now) {
        List<UUID> ids = waitersAt(now).stream().map(Waiter::waiterId).toList();
        int index = ids.indexOf(waiter.waiterId());
        return index < 0 ? ids.size() + 1 : index + 1;
    }
}
