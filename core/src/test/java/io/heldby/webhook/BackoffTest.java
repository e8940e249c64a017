package io.heldby.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackoffTest {

    @Test
    void thePauseDoublesUpToAQuarterOfAnHour() {
        assertThat(longest(0)).isBetween(Duration.ofMillis(900), Duration.ofSeconds(1));
        assertThat(longest(3)).isBetween(Duration.ofSeconds(7), Duration.ofSeconds(8));
        assertThat(longest(10)).isBetween(Duration.ofMinutes(14), Duration.ofMinutes(15));
        assertThat(longest(1_000_000)).isBetween(Duration.ofMinutes(14), Duration.ofMinutes(15));
    }

    @Test
    void itIsNeverLessThanHalfOfThat() {
        assertThat(pauses(3)).allMatch(pause -> pause.compareTo(Duration.ofSeconds(4)) > 0);
        assertThat(pauses(3).stream().distinct().count()).isGreaterThan(50);
    }

    private static Duration longest(int failures) {
        return pauses(failures).stream().max(Duration::compareTo).orElseThrow();
    }

    private static List<Duration> pauses(int failures) {
        Random random = new Random(1);
        return Stream.generate(() -> Backoff.after(failures, random)).limit(200).toList();
    }
}
