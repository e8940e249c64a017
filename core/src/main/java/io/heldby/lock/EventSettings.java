package io.heldby.lock;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a node follows the log of events, and how long events are kept.
 *
 * @param every how often it looks when nobody wakes it, 50 ms to 1 min; default 500 ms
 * @param retention how long events are kept, at least one day; null for ever; default 90 days
 * @param namesKept after this, names and reasons are taken out, see {@link EventStore#pseudonymise}; at least one day; null
 *     (the default) for never
 */
public record EventSettings(
        Duration every,
        @Nullable Duration retention,
        @Nullable Duration namesKept) {

    private static final Duration SHORTEST_LOOK = Duration.ofMillis(50);
    private static final Duration LONGEST_LOOK = Duration.ofMinutes(1);
    private static final Duration A_DAY = Duration.ofDays(1);

    public EventSettings {
        if (every.compareTo(SHORTEST_LOOK) < 0 || every.compareTo(LONGEST_LOOK) > 0) {
            throw new IllegalArgumentException("every must be 50 ms to 1 minute, but is " + every);
        }
        checkDays("retention", retention);
        checkDays("namesKept", namesKept);
    }

    public static EventSettings defaults() {
        return new EventSettings(Duration.ofMillis(500), Duration.ofDays(90), null);
    }

    public EventSettings withEvery(Duration newEvery) {
        return new EventSettings(newEvery, retention, namesKept);
    }

    public EventSettings withRetention(@Nullable Duration newRetention) {
        return new EventSettings(every, newRetention, namesKept);
    }

    public EventSettings withNamesKept(@Nullable Duration newNamesKept) {
        return new EventSettings(every, retention, newNamesKept);
    }

    private static void checkDays(String field, @Nullable Duration time) {
        if (time != null && time.compareTo(A_DAY) < 0) {
            throw new IllegalArgumentException("%s must be at least 1 day, but is %s".formatted(field, time));
        }
    }
}
