package io.heldby.lock;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who wants a key, besides those who hold it. Never contains a token.
 *
 * @param reservation for whom it is kept, when nobody holds it; null when it is not
 * @param waiters who waits in line, the next one first
 * @param requests to the holders and the operators, which nobody has answered yet; the oldest first
 */
public record Demand(@Nullable Reservation reservation, List<Waiter> waiters, List<HandOverRequest> requests) {

    public static final Demand NONE = new Demand(null, List.of(), List.of());

    public Demand {
        waiters = List.copyOf(waiters);
        requests = List.copyOf(requests);
    }

    /** @param asked all requests of the key, whatever became of them */
    public static Demand of(KeyState state, List<HandOverRequest> asked, Instant now) {
        return new Demand(
                Optional.ofNullable(state.reservation())
                        .filter(place -> place.activeAt(now))
                        .map(Reservation::of)
                        .orElse(null),
                state.waitersAt(now),
                asked.stream()
                        .filter(request -> request.openAt(now))
                        .filter(request -> state.grants().stream()
                                .anyMatch(grant -> grant.lockId().equals(request.lockId()) && grant.revivableAt(now)))
                        .toList());
    }

    /** Who is told that it is their turn, if somebody is. */
    public Optional<Reservation> reserved() {
        return Optional.ofNullable(reservation);
    }
}
