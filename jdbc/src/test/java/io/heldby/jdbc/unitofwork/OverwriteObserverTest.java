package io.heldby.jdbc.unitofwork;

import static org.assertj.core.api.Assertions.assertThat;

import io.heldby.version.Conflict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
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

    private final Logger log = Logger.getLogger(OverwriteObserver.class.getName());
    private final List<String> warnings = new ArrayList<>();
    private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE - 5); // It may run over.
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
        OverwriteObserver observer = new OverwriteObserver(overwrite -> {}, nanoTime::get);

        for (int i = 0; i < 10; i++) {
            observer.report(LATE, "Leia");
        }
        nanoTime.addAndGet(Duration.ofSeconds(61).toNanos());
        observer.report(LATE, "Leia");

        assertThat(warnings).hasSize(2);
        assertThat(warnings.get(0))
                .startsWith("observed: Leia saved customer 7 from version 2 over version 3 of Luke; called from ")
                .endsWith("; 1 so far");
        assertThat(warnings.get(1)).endsWith("; 11 so far");
    }

    @Test
    void countsByKindOfRecordAndLineOfCode() {
        OverwriteObserver observer = new OverwriteObserver();

        observer.report(LATE, "Leia");
        observer.report(LATE, "Bob");
        observer.report(Conflict.unexplained("order", "1", 0).deleted(), "Bob");

        assertThat(observer.counts().values()).containsExactly(2L, 1L);
        assertThat(observer.counts().keySet()).allMatch(name -> name.matches("(customer|order) at .+"));
        assertThat(warnings).hasSize(2);
    }

    @Test
    void listenerThatFailsDoesNotStopTheSave() {
        OverwriteObserver observer = new OverwriteObserver(overwrite -> {
            throw new IllegalStateException("the mail server is away");
        });

        observer.report(LATE, "Leia");

        assertThat(warnings).last().asString().contains("the save goes on");
        assertThat(observer.counts().values()).containsExactly(1L);
    }
}
