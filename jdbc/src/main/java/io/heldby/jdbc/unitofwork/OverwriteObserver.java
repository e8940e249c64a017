package io.heldby.jdbc.unitofwork;

import io.heldby.jdbc.lock.CallSite;
import io.heldby.version.Conflict;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Learns what {@link io.heldby.lock.Enforcement#OBSERVE} lets pass: how often people's work is lost, before saves are refused.
 * One for the whole application, given to {@link VersionedTable#enforcement(io.heldby.lock.Enforcement, OverwriteObserver)}
 * and to what observes entities.
 *
 * <p>It counts by kind of record and line of code, and warns of each of these in the log: at once, and then at most once a
 * minute, with the count. {@link #lostWorkReport} tells all that it has seen. Safe for use by many threads.
 */
public final class OverwriteObserver {

    private static final System.Logger LOG = System.getLogger(OverwriteObserver.class.getName());
    private static final long BETWEEN_WARNINGS = Duration.ofMinutes(1).toNanos();

    private final Consumer<ObservedOverwrite> listener;
    private final Supplier<@Nullable String> screen;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final Map<String, Place> places = new ConcurrentHashMap<>();
    private final LostWorkReport lostWork;

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
        this(listener, () -> null);
    }

    /**
     * Also knows where people work.
     *
     * @param screen at what the save of this thread was made, such as {@code POST /customers/{id}}; null when it was at none
     */
    public OverwriteObserver(Consumer<ObservedOverwrite> listener, Supplier<@Nullable String> screen) {
        this(listener, screen, InstantSource.system(), System::nanoTime);
    }

    OverwriteObserver(
            Consumer<ObservedOverwrite> listener,
            Supplier<@Nullable String> screen,
            InstantSource clock,
            LongSupplier nanoTime) {
        this.listener = listener;
        this.screen = screen;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.lostWork = new LostWorkReport(clock.instant());
    }

    /** How many since this was made, by kind of record and line of code. */
    public Map<String, Long> counts() {
        Map<String, Long> counts = new TreeMap<>();
        places.forEach((name, place) -> counts.put(name, place.count()));
        return counts;
    }

    /**
     * Which saves have overwritten whose fields, at which screen, since this was made: a text for people, in this machine's
     * time zone. It names who saved, records and fields, and no values; of each screen the first 50 saves, and how many there
     * were.
     */
    public String lostWorkReport() {
        return lostWork.text(clock.instant());
    }

    /**
     * A save that was let pass.
     *
     * @param conflict what would have been thrown
     * @param deletion whether it deleted the record
     * @param by who saved, as people know them
     */
    public void report(Conflict conflict, boolean deletion, String by) {
        ObservedOverwrite overwrite =
                new ObservedOverwrite(conflict, deletion, by, clock.instant(), screen.get(), CallSite.ofApplication());
        lostWork.add(overwrite);
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
