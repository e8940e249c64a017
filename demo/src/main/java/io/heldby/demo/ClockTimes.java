package io.heldby.demo;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** Times as people read them, in the server's zone; with the date once they are over a day old. */
@Component("times")
public class ClockTimes {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter BRIEF = DateTimeFormatter.ofPattern("H:mm", Locale.ENGLISH);
    private static final DateTimeFormatter DATE_AND_TIME = DateTimeFormatter.ofPattern("d MMM HH:mm", Locale.ENGLISH);

    private final Clock clock = Clock.system(ZoneId.systemDefault());

    public String text(Instant at) {
        return formatted(at, TIME);
    }

    /** As {@link #text}, without a leading zero, for badges. */
    public String brief(Instant at) {
        return formatted(at, BRIEF);
    }

    private String formatted(Instant at, DateTimeFormatter time) {
        boolean old = Duration.between(at, clock.instant()).abs().compareTo(Duration.ofDays(1)) > 0;
        ZoneId here = clock.getZone();
        return (old ? DATE_AND_TIME : time).format(at.atZone(here));
    }
}
