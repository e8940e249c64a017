package io.heldby.redis;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;

/**
 * The date of the server's last answer, so that the server need not work it out for the next. It looks whether that is
 * still the date by its own clock, and if not works it out.
 *
 * @param text as an ISO 8601 time begins
 * @param beganMicros when the day began
 */
record Today(long epochDay, String text, String beganMicros) {

    private static final long SECONDS = Duration.ofDays(1).toSeconds();

    /** Before any answer. */
    static final Today UNKNOWN = of(0);

    /** The date at a time that the server has told. */
    Today at(Instant now) {
        long day = Math.floorDiv(now.getEpochSecond(), SECONDS);
        return day == epochDay ? this : of(day);
    }

    static Today of(long epochDay) {
        return new Today(epochDay, LocalDate.ofEpochDay(epochDay) + "T", Long.toString(epochDay * SECONDS * 1_000_000));
    }
}
