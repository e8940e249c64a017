package io.heldby.spring.http;

import java.time.Duration;

/** Times left, as the wire has them. */
final class Seconds {

    private Seconds() {}

    /** Rounded down and never negative, so that nobody counts on time that is not there. */
    static long left(Duration remaining) {
        return Math.max(0, remaining.toSeconds());
    }
}
