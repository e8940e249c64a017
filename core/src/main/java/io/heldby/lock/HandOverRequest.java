package io.heldby.lock;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * "May I have it?", asked of one grant's holder, or of the operators, by one editing session, and what became of that.
 * Never contains a token.
 *
 * @param lockId of the grant that was asked for; the request ends with it
 * @param asker who gets the lock if the holder says yes
 * @param addressee who is to answer
 * @param message what the asker said, at most 200 chars
 * @param expiresAt until when it waits for an answer
 * @param answeredAt null while nobody has answered
 * @param answer what was said to it, at most 200 chars
 * @param keepUntil until when the holder keeps the lock; only after {@link HandOverAnswer.Keep}
 */
public record HandOverRequest(
        UUID requestId,
        LockId lockId,
        Owner asker,
        Addressee addressee,
        @Nullable String message,
        Instant askedAt,
        Instant expiresAt,
        State state,
        @Nullable Instant answeredAt,
        @Nullable String answer,
        @Nullable Instant keepUntil) {

    /** Who is asked. */
    public enum Addressee {
        /** Whoever holds the lock: may I have it? They can say yes. */
        HOLDER,
        /** The operators: please end it. Whether they do so, is seen by the lock; they can decline. */
        OPERATORS
    }

    /** What became of a request. */
    public enum State {
        /** Waits for an answer. */
        OPEN,
        /** The lock is the asker's: their next acquire in the same editing session picks it up. */
        ACCEPTED,
        /** The holder needs it for a while. */
        KEPT,
        /** The operators do not end the lock. */
        DECLINED,
        /** Nobody answered in time; ask again. */
        UNANSWERED,
        /** The lock that was asked for has ended, or the asker has gone. */
        OVER
    }

    /** A new one, {@code now} being the store's time. */
    public static HandOverRequest of(HandOverWish wish, Instant now) {
        return new HandOverRequest(
                wish.requestId(),
                wish.lockId(),
                wish.asker(),
                wish.addressee(),
                wish.message(),
                now,
                now.plus(wish.life()),
                State.OPEN,
                null,
                null,
                null);
    }

    /** Why this grant cannot be asked for in this way, as a sentence; empty when it can. */
    public static Optional<String> refusal(Grant grant, HandOverWish wish) {
        if (grant.owner().sameUserAs(wish.asker())) {
            return Optional.of("You hold it yourself; continue here, if it is in another tab.");
        }
        return grant.mode() == LockMode.SHARED && wish.addressee() == Addressee.HOLDER
                ? Optional.of("Several people may share it, and none of them can give it away; wait for it instead.")
                : Optional.empty();
    }

    public LockKey key() {
        return lockId.key();
    }

    public boolean openAt(Instant now) {
        return state == State.OPEN && now.isBefore(expiresAt);
    }

    /** Whether this is what {@code wish} asks, and has the same answer: none yet, or until when the holder keeps it. */
    public boolean answers(HandOverWish wish, Instant now) {
        return asker.sameEditingSessionAs(wish.asker())
                && addressee == wish.addressee()
                && (openAt(now) || keptAt(now));
    }

    /** Whether the holder is to answer it, and has not yet. */
    public boolean openToHolderAt(Instant now) {
        return addressee == Addressee.HOLDER && openAt(now);
    }

    /** Whether the operators are to answer it, and have not yet. */
    public boolean openToOperatorsAt(Instant now) {
        return addressee == Addressee.OPERATORS && openAt(now);
    }

    /** As it is to be shown: nobody writes down that time has passed. */
    public HandOverRequest at(Instant now) {
        return state == State.OPEN && !openAt(now) ? in(State.UNANSWERED) : this;
    }

    /** The grant has ended, or the asker has gone. What was accepted stays so. */
    public HandOverRequest over() {
        return state == State.OPEN || state == State.KEPT ? in(State.OVER) : this;
    }

    /**
     * The holder's answer.
     *
     * @param ofThisGrant all requests of the grant, answered or not
     * @throws IllegalArgumentException when the same person is told to wait a second time, without a word
     */
    public HandOverRequest answered(HandOverAnswer given, List<HandOverRequest> ofThisGrant, Instant now) {
        if (given instanceof HandOverAnswer.Keep keep) {
            boolean again =
                    ofThisGrant.stream().anyMatch(other -> other.state == State.KEPT && other.asker.sameUserAs(asker));
            if (again && keep.message() == null) {
                throw new IllegalArgumentException(
                        "message is missing: %s asks again, so say why you keep it".formatted(asker.displayName()));
            }
            return answered(State.KEPT, now, keep.message(), now.plus(Duration.ofMinutes(keep.minutes())));
        }
        return answered(State.ACCEPTED, now, given.message(), null);
    }

    /** The operators' answer, if it is no. If it is yes, they end the lock, and the request with it. */
    public HandOverRequest declined(@Nullable String said, Instant now) {
        return answered(State.DECLINED, now, said, null);
    }

    /**
     * Why silence does not entitle this person to take the lock over yet; empty when it does.
     *
     * @param ofThisGrant all requests of the grant, answered or not
     * @param patience how long the holder has for an answer
     */
    public static Optional<String> notEntitled(
            List<HandOverRequest> ofThisGrant, Owner asker, Duration patience, Instant now) {
        Optional<Instant> keptUntil = ofThisGrant.stream()
                .filter(request -> request.keptAt(now))
                .map(HandOverRequest::keepUntil)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder());
        if (keptUntil.isPresent()) {
            return Optional.of(
                    "The holder has answered, and needs it for %s.".formatted(minutes(now, keptUntil.get())));
        }
        Optional<HandOverRequest> own = ofThisGrant.stream()
                .filter(request -> request.openToHolderAt(now) && request.asker.sameUserAs(asker))
                .findFirst();
        if (own.isEmpty()) {
            return Optional.of("Ask the holder first.");
        }
        Instant from = own.get().askedAt.plus(patience);
        return now.isBefore(from)
                ? Optional.of("The holder has %s to answer.".formatted(minutes(now, from)))
                : Optional.empty();
    }

    /** For people, who are told rather too much than too little. */
    private static String minutes(Instant now, Instant until) {
        long minutes = Duration.between(now, until).plusSeconds(59).toMinutes();
        return minutes <= 1 ? "one more minute" : minutes + " more minutes";
    }

    private boolean keptAt(Instant now) {
        return state == State.KEPT && keepUntil != null && now.isBefore(keepUntil);
    }

    private HandOverRequest in(State newState) {
        return new HandOverRequest(
                requestId,
                lockId,
                asker,
                addressee,
                message,
                askedAt,
                expiresAt,
                newState,
                answeredAt,
                answer,
                keepUntil);
    }

    private HandOverRequest answered(State newState, Instant now, @Nullable String said, @Nullable Instant until) {
        return new HandOverRequest(
                requestId, lockId, asker, addressee, message, askedAt, expiresAt, newState, now, said, until);
    }
}
