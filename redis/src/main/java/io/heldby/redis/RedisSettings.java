package io.heldby.redis;

import java.time.Duration;
import java.util.regex.Pattern;

/**
 * How the store uses Redis.
 *
 * @param keyPrefix in front of every key; empty by default; letters, digits, {@code . _ - / :}, at most 60, not beginning
 *     with {@code lock}, because the names of two applications could then meet
 * @param timeout how long an answer may take, 50 ms to 60 s; default 1 s. After it the outcome is unknown
 * @param remember how long a former holder is told what became of a lock, and how long a fence is kept after the last
 *     lock of its key is over; 5 minutes to 90 days; default 7 days
 */
public record RedisSettings(String keyPrefix, Duration timeout, Duration remember) {

    private static final Pattern PREFIX = Pattern.compile("(?!lock)[A-Za-z0-9._/:-]{0,60}");
    private static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(50);
    private static final Duration LONGEST_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration SHORTEST_MEMORY = Duration.ofMinutes(5);
    private static final Duration LONGEST_MEMORY = Duration.ofDays(90);

    public RedisSettings {
        if (!PREFIX.matcher(keyPrefix).matches()) {
            throw new IllegalArgumentException(
                    "keyPrefix must be at most 60 letters, digits and . _ - / : and not begin with \"lock\", but is \"%s\""
                            .formatted(keyPrefix));
        }
        requireBetween("timeout", timeout, SHORTEST_TIMEOUT, LONGEST_TIMEOUT);
        requireBetween("remember", remember, SHORTEST_MEMORY, LONGEST_MEMORY);
    }

    public static RedisSettings defaults() {
        return new RedisSettings("", Duration.ofSeconds(1), Duration.ofDays(7));
    }

    public RedisSettings withKeyPrefix(String newPrefix) {
        return new RedisSettings(newPrefix, timeout, remember);
    }

    public RedisSettings withTimeout(Duration newTimeout) {
        return new RedisSettings(keyPrefix, newTimeout, remember);
    }

    public RedisSettings withRemember(Duration newMemory) {
        return new RedisSettings(keyPrefix, timeout, newMemory);
    }

    private static void requireBetween(String field, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(
                    "%s must be between %s and %s, but is %s".formatted(field, least, most, value));
        }
    }
}
