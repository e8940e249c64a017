package io.heldby.webhook;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait after a failure: twice as long each time, from about a second to about a quarter of an hour, and by chance
 * up to half less, so that not all who failed together come back together.
 */
final class Backoff {

    static final Duration LONGEST = Duration.ofMinutes(15);

    private static final long FIRST_MILLIS = 1_000;
    private static final int MOST_DOUBLINGS = 10;

    private Backoff() {}

    /** @param failures in a row before this one */
    static Duration after(int failures, RandomGenerator random) {
        long most = Math.min(FIRST_MILLIS << Math.min(failures, MOST_DOUBLINGS), LONGEST.toMillis());
        return Duration.ofMillis(most - random.nextLong(most / 2));
    }
}
