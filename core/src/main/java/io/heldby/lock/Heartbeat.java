package io.heldby.lock;

import org.jspecify.annotations.Nullable;

/**
 * "I am still here": what a holder says to go on holding.
 *
 * @param seenBeat for pages, whose requests may overtake each other: the last {@link Lease#beat()} that the page saw, plus one for
 *     each heartbeat that it has sent since and has no answer to. One that the page's own {@link LockManager#softRelease soft
 *     release} has overtaken then changes nothing. Null for whoever does not leave: it always renews.
 */
public record Heartbeat(LeaseClaim claim, @Nullable Long seenBeat) {

    public static Heartbeat of(LeaseClaim claim) {
        return new Heartbeat(claim, null);
    }

    public LockId lockId() {
        return claim.lockId();
    }
}
