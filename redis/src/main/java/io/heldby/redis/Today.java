package io.heldby.redis;

import java.time.Duration;
import java.time.LocalDate;

/**
 * The date by this process's clock, so that the server need not work it out. The server looks whether it is the date by
 * its own clock, too, and if not uses that.
 *
 * @param text as an ISO 8601 time begins
 * @param beganMicros when the day began
 */
record Today(long epochDay, String text, String beganMicros) {

    private static final long MILLIS = Duration.ofDays(1).toMillis();

    private static volatile Today last = of(0);

    static Today now() {
        long epochDay = Math.floorDiv(System.currentTimeMillis(), MILLIS);
        if (last.epochDay != epochDay) {
            last = of(epochDay);
        }
        return last;
    }

    static Today of(long epochDay) {
        return new Today(epochDay, LocalDate.ofEpochDay(epochDay) + "T", Long.toString(epochDay * MILLIS * 1000));
    }
}
