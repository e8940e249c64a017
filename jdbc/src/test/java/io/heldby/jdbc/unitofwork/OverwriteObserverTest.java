package io.heldby.jdbc.unitofwork;

import static org.assertj.core.api.Assertions.assertThat;

import io.heldby.merge.MergedField;
import io.heldby.version.Conflict;
import io.heldby.version.ConflictField;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How an operator learns of overwrites without drowning in the log. */
class OverwriteObserverTest {

    private static final Conflict LATE =
            Conflict.unexplained("customer", "7", 2).modified(3, "Luke", null);

    private static final Instant NOON =
            LocalDateTime.of(2026, 1, 2, 12, 0).atZone(ZoneId.systemDefault()).toInstant();

    private final Logger log = Logger.getLogger(OverwriteObserver.class.getName());
    private final List<String> warnings = new ArrayList<>();
    private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE - 5); // It may run over.
    private String screen;
    private final Handler handler = new Handler() {

        @Override
        public void publish(LogRecord told) {
            if (told.getLevel() == Level.WARNING) {
                warnings.add(new SimpleFormatter().formatMessage(told));
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        log.setUseParentHandlers(false);
        log.addHandler(handler);
    }

    @AfterEach
    void leave() {
        log.removeHandler(handler);
        log.setUseParentHandlers(true);
    }

    @Test
    void warnsAtOnceAndThenAtMostOnceAMinuteWithTheCount() {
        OverwriteObserver observer = observer(overwrite -> {});

        for (int i = 0; i < 10; i++) {
            observer.report(LATE, false, "Leia");
        }
        nanoTime.addAndGet(Duration.ofSeconds(61).toNanos());
        observer.report(LATE, false, "Leia");

        assertThat(warnings).hasSize(2);
        assertThat(warnings.get(0))
                .startsWith("observed: Leia saved customer 7 from version 2 over version 3 of Luke; called from ")
                .endsWith("; 1 so far");
        assertThat(warnings.get(1)).endsWith("; 11 so far");
    }

    @Test
    void countsByKindOfRecordAndLineOfCode() {
        OverwriteObserver observer = new OverwriteObserver();

        observer.report(LATE, false, "Leia");
        observer.report(LATE, false, "Bob");
        observer.report(Conflict.unexplained("order", "1", 0).deleted(), false, "Bob");

        assertThat(observer.counts().values()).containsExactly(2L, 1L);
        assertThat(observer.counts().keySet()).allMatch(name -> name.matches("(customer|order) at .+"));
        assertThat(warnings).hasSize(2);
    }

    @Test
    void reportTellsByScreenWhoOverwroteWhoseFields() {
        OverwriteObserver observer = observer(overwrite -> {});
        screen = "POST /customers/{id}";
        observer.report(withFields(LATE, "phone", "1", "3", "2", "Luke"), false, "Leia");
        observer.report(withFields(LATE, "phone", "1", null, "2", null), true, "Bob");
        screen = null;
        observer.report(Conflict.unexplained("customer", "7", -1).modified(3, null, null), false, "Kim");

        assertThat(observer.lostWorkReport().replaceAll("[\\w.]+\\(\\w+\\.java:\\d+\\)", "A.b(C.java:1)"))
                .isEqualTo("""
                        Lost work from 2026-01-02 12:00 to 2026-01-02 12:00 (%s)
                        3 saves overwrote what whoever saved had not seen.

                        POST /customers/{id}: 2 saves
                          2026-01-02 12:00  Leia overwrote phone (saved by Luke 2026-01-02 11:00) of customer 7
                          2026-01-02 12:00  Bob deleted phone (last saved by Luke) of customer 7

                        A.b(C.java:1): 1 save
                          2026-01-02 12:00  Kim saved customer 7 without its version, and nobody knows what that overwrote
                        """.formatted(ZoneId.systemDefault()));
    }

    @Test
    void reportOfManySavesStaysShort() {
        OverwriteObserver observer = observer(overwrite -> {});
        for (int i = 0; i < 60; i++) {
            observer.report(LATE, false, "Leia");
        }

        assertThat(observer.lostWorkReport()).contains(": 60 saves").endsWith("  and 10 more\n");
        assertThat(observer.lostWorkReport().lines()).hasSize(2 + 2 + 50 + 1);
    }

    @Test
    void nothingLostIsReportedAsThat() {
        assertThat(observer(overwrite -> {}).lostWorkReport())
                .endsWith("No save has overwritten what whoever saved had not seen.\n");
    }

    private OverwriteObserver observer(Consumer<ObservedOverwrite> listener) {
        return new OverwriteObserver(listener, () -> screen, () -> NOON, nanoTime::get);
    }

    private static Conflict withFields(
            Conflict conflict, String field, String base, String mine, String theirs, String by) {
        MergedField values = new MergedField(field, base, mine, theirs, null, MergedField.Outcome.OPEN);
        Instant at = by == null ? null : NOON.minus(Duration.ofHours(1));
        return conflict.with(true, List.of(new ConflictField(values, by, at)));
    }

    @Test
    void listenerThatFailsDoesNotStopTheSave() {
        OverwriteObserver observer = new OverwriteObserver(overwrite -> {
            throw new IllegalStateException("the mail server is away");
        });

        observer.report(LATE, false, "Leia");

        assertThat(warnings).last().asString().contains("the save goes on");
        assertThat(observer.counts().values()).containsExactly(1L);
    }
}
