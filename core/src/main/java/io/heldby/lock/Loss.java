package io.heldby.lock;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a lease ended, as its former holder is told.
 *
 * @param by the display name of whoever ended it, where somebody did
 * @param at when, on the store's clock; null when unknown
 * @param reason what they said
 */
public record Loss(
        LossCause cause,
        @Nullable String by,
        @Nullable Instant at,
        @Nullable String reason) {

    /** One answer for a wrong token, somebody else's lock, and a lock that never was. */
    public static Loss unknown() {
        return new Loss(LossCause.UNKNOWN, null, null, null);
    }

    public static Loss expired(Instant at) {
        return new Loss(LossCause.EXPIRED, null, at, null);
    }

    public static Loss takenOver(String by, Instant at) {
        return new Loss(LossCause.TAKEN_OVER, by, at, null);
    }

    /** From a living holder, as the policy allows. */
    public static Loss takenOver(String by, Instant at, String reason) {
        return new Loss(LossCause.TAKEN_OVER, by, at, reason);
    }

    /** @param by who has it now */
    public static Loss handedOver(String by, Instant at) {
        return new Loss(LossCause.HANDED_OVER, by, at, null);
    }

    /**
     * Whether only time ended it, so that it may come back when nobody is in the way. Whoever takes a lock from a living
     * holder gives a reason.
     */
    public boolean byExpiry() {
        return cause == LossCause.EXPIRED || (cause == LossCause.TAKEN_OVER && reason == null);
    }

    public static Loss continuedElsewhere(String by, Instant at) {
        return new Loss(LossCause.CONTINUED_ELSEWHERE, by, at, null);
    }

    public static Loss broken(String by, Instant at, String reason) {
        return new Loss(LossCause.BROKEN, by, at, reason);
    }

    public static Loss released(String by, Instant at, @Nullable String reason) {
        return new Loss(LossCause.RELEASED, by, at, reason);
    }
}
