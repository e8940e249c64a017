package io.heldby.spring.http;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/** Times as people at this server's clock read them: without the date when it is today's. */
record PageTimes(InstantSource clock, ZoneId zone) {

    private static final DateTimeFormatter TODAY = DateTimeFormatter.ofPattern("HH:mm");
    private static final DateTimeFormatter ANOTHER_DAY = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

    /** For HTML. */
    String of(Instant at) {
        ZonedDateTime time = at.atZone(zone);
        boolean today = time.toLocalDate().equals(LocalDate.ofInstant(clock.instant(), zone));
        return "<time datetime=\"%s\">%s</time>".formatted(at, (today ? TODAY : ANOTHER_DAY).format(time));
    }
}
