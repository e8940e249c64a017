package io.heldby.spring.http;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /locks/{lockId}/release}, which a page sends while it is being left.
 *
 * @param softSeconds the lease ends that soon instead of at once, 0 to 60, so that a reload can reclaim it
 * @param beat with {@code softSeconds}: the last one this page saw, plus one for each heartbeat without an answer
 */
record ReleaseRequest(
        @Nullable String token,
        @Nullable Long softSeconds,
        @Nullable Long beat) {

    boolean soft() {
        return softSeconds != null && softSeconds != 0;
    }

    Duration grace() {
        return Duration.ofSeconds(softSeconds == null ? 0 : softSeconds);
    }
}
