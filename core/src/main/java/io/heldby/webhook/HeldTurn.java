package io.heldby.webhook;

import java.time.Duration;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A turn to send that this node has, and keeps as long as it goes on asking. For one thread. */
final class HeldTurn {

    private static final Duration LEASE = Duration.ofSeconds(60);

    /** An attempt that begins before this ends, and is noted, before the lease does. */
    private static final long ATTEMPTS_BEGIN =
            LEASE.minus(Sender.LONGEST.multipliedBy(2)).toNanos();

    private final WebhookStore store;
    private final String name;
    private final UUID node;
    private final LongSupplier nanoTime;
    private WebhookStore.Turn granted;
    private long since;
    private boolean recovering;

    private HeldTurn(
            WebhookStore store, String name, UUID node, LongSupplier nanoTime, WebhookStore.Turn granted, long since) {
        this.store = store;
        this.name = name;
        this.node = node;
        this.nanoTime = nanoTime;
        this.granted = granted;
        this.since = since;
        this.recovering = granted.failures() > 0;
    }

    /**
     * Null when somebody else has it, or it is too early after a failure.
     *
     * @param nanoTime as {@link System#nanoTime}; only differences count
     */
    static @Nullable HeldTurn take(WebhookStore store, String name, UUID node, LongSupplier nanoTime) {
        long before = nanoTime.getAsLong();
        return store.claim(name, node, LEASE)
                .map(granted -> new HeldTurn(store, name, node, nanoTime, granted, before))
                .orElse(null);
    }

    /** False when somebody else has it now. */
    boolean keep() {
        long before = nanoTime.getAsLong();
        if (before - since < ATTEMPTS_BEGIN) {
            return true;
        }
        WebhookStore.Turn again = store.claim(name, node, LEASE).orElse(null);
        if (again == null || again.position() < granted.position()) {
            return false;
        }
        granted = again;
        since = before;
        return true;
    }

    long position() {
        return granted.position();
    }

    long missedUpTo() {
        return granted.missedUpTo();
    }

    int failures() {
        return recovering ? granted.failures() : 0;
    }

    /** The first time it is asked after something was delivered, whether that was the first for some time. */
    boolean recovered() {
        boolean was = recovering;
        recovering = false;
        return was;
    }

    /** Now, by the store's clock and what has passed since it was asked; the receiver compares it with its own. */
    long epochSeconds() {
        return granted.now().plusNanos(nanoTime.getAsLong() - since).getEpochSecond();
    }
}
