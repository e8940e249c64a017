package io.heldby.lock;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Forgets old events, and old names, a batch at a time, so that nobody waits for it. */
final class EventUpkeep {

    private static final int BATCH = 1_000;
    private static final long PAUSE = Duration.ofMinutes(10).toNanos();

    private final EventStore store;
    private final EventSettings settings;
    private final LongSupplier nanoTime;
    private long nextPurge;
    private long nextNames;
    private long namesDoneUpTo;

    /** @param nanoTime as {@link System#nanoTime}; only differences count */
    EventUpkeep(EventStore store, EventSettings settings, LongSupplier nanoTime) {
        this.store = store;
        this.settings = settings;
        this.nanoTime = nanoTime;
        nextPurge = nanoTime.getAsLong();
        nextNames = nextPurge;
    }

    /** At most one batch of each. */
    void step() {
        long now = nanoTime.getAsLong();
        Duration retention = settings.retention();
        if (retention != null && now - nextPurge >= 0 && store.purge(retention, BATCH) < BATCH) {
            nextPurge = now + PAUSE;
        }
        Duration namesKept = settings.namesKept();
        if (namesKept != null && now - nextNames >= 0) {
            long done = store.pseudonymise(namesKept, namesDoneUpTo, BATCH);
            if (done == namesDoneUpTo) {
                nextNames = now + PAUSE;
            }
            namesDoneUpTo = done;
        }
    }
}
