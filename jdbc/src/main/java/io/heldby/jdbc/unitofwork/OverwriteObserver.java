package io.heldby.jdbc.unitofwork;

import io.heldby.jdbc.lock.CallSite;
import io.heldby.version.Conflict;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Learns what {@link io.heldby.lock.Enforcement#OBSERVE} lets pass: how often people's work is lost, before saves are refused.
 * One for the whole application, given to {@link VersionedTable#enforcement(io.heldby.lock.Enforcement, OverwriteObserver)}.
 *
 * <p>It counts by kind of record and line of code, and warns of each of these in the log: at once, and then at most once a
 * minute, with the count. Safe for use by many threads.
 */
public final class OverwriteObserver {

    private static final System.Logger LOG = System.getLogger(OverwriteObserver.class.getName());
    private static final long BETWEEN_WARNINGS = Duration.ofMinutes(1).toNanos();

    private final Consumer<ObservedOverwrite> listener;
    private final LongSupplier nanoTime;
    private final Map<String, Place> places = new ConcurrentHashMap<>();

    /** Counts and warns, no more. */
    public OverwriteObserver() {
        this(overwrite -> {});
    }

    /**
     * Also tells somebody of each.
     *
     * @param listener called in the thread that saves, and by a mapper in its transaction: be quick. What it throws is logged
     */
    public OverwriteObserver(Consumer<ObservedOverwrite> listener) {
        this(listener, System::nanoTime);
    }

    OverwriteObserver(Consumer<ObservedOverwrite> listener, LongSupplier nanoTime) {
        this.listener = listener;
        this.nanoTime = nanoTime;
    }

    /** How many since this was made, by kind of record and line of code. */
    public Map<String, Long> counts() {
        Map<String, Long> counts = new TreeMap<>();
        places.forEach((name, place) -> counts.put(name, place.count()));
        return counts;
    }

    /** @param conflict what would have been thrown */
    void report(Conflict conflict, String by) {
        ObservedOverwrite overwrite = new ObservedOverwrite(conflict, by, CallSite.ofApplication());
        Place place = places.computeIfAbsent(
                conflict.entity() + " at " + overwrite.callSite(), name -> new Place(nanoTime.getAsLong()));
        boolean warn = place.counted(nanoTime.getAsLong());
        LOG.log(
                warn ? System.Logger.Level.WARNING : System.Logger.Level.DEBUG,
                "observed: {0}; called from {1}; {2} so far",
                overwrite.sentence(),
                overwrite.callSite(),
                place.count());
        try {
            listener.accept(overwrite);
        } catch (RuntimeException failed) {
            LOG.log(System.Logger.Level.WARNING, "a listener of observed overwrites failed; the save goes on", failed);
        }
    }

    /** A line of code that saves one kind of record. */
    private static final class Place {

        private final AtomicLong count = new AtomicLong();
        private final AtomicLong warnNext;

        private Place(long now) {
            warnNext = new AtomicLong(now);
        }

        private long count() {
            return count.get();
        }

        /** Whether it is time for a warning. */
        private boolean counted(long now) {
            count.incrementAndGet();
            long next = warnNext.get();
            return now - next >= 0 && warnNext.compareAndSet(next, now + BETWEEN_WARNINGS);
        }
    }
}
