package io.heldby.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that moves only when told to, so that no test sleeps. Safe for use by many threads. */
public final class MutableClock implements InstantSource {

    private final AtomicReference<Instant> now;

    public MutableClock(Instant start) {
        now = new AtomicReference<>(start);
    }

    /** Starts in the middle of an ordinary working day. */
    public static MutableClock atTenOClock() {
        return new MutableClock(Instant.parse("2026-03-02T10:00:00Z"));
    }

    @Override
    public Instant instant() {
        return Objects.requireNonNull(now.get());
    }

    /** Moves on, or back when the duration is negative, as clocks do that are set right. */
    public void advance(Duration by) {
        now.updateAndGet(instant -> instant.plus(by));
    }

    public void set(Instant instant) {
        now.set(instant);
    }
}
