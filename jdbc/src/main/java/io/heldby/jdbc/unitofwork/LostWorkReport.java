package io.heldby.jdbc.unitofwork;

import io.heldby.version.Conflict;
import io.heldby.version.ConflictField;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What was overwritten, by screen, in sentences that need no explanation. Keeps no values. Safe for use by many threads. */
final class LostWorkReport {

    /** Of each screen: enough to see what happens there. */
    static final int LINES = 50;

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

    private final ZoneId zone = ZoneId.systemDefault();
    private final Instant since;
    private final Map<String, Screen> screens = new ConcurrentHashMap<>();

    LostWorkReport(Instant since) {
        this.since = since;
    }

    void add(ObservedOverwrite overwrite) {
        String where = overwrite.screen() == null ? overwrite.callSite() : overwrite.screen();
        screens.computeIfAbsent(where, unknown -> new Screen()).add(time(overwrite.at()) + "  " + told(overwrite));
    }

    String text(Instant now) {
        StringBuilder text =
                new StringBuilder("Lost work from %s to %s (%s)\n".formatted(time(since), time(now), zone));
        if (screens.isEmpty()) {
            return text.append("No save has overwritten what whoever saved had not seen.\n")
                    .toString();
        }
        long saves = screens.values().stream().mapToLong(Screen::count).sum();
        text.append("%s what whoever saved had not seen.\n"
                .formatted(saves == 1 ? "1 save overwrote" : saves + " saves overwrote"));
        screens.entrySet().stream()
                .sorted(Map.Entry.<String, Screen>comparingByValue(
                                (one, other) -> Long.compare(other.count(), one.count()))
                        .thenComparing(Map.Entry.comparingByKey()))
                .forEach(screen -> screen.getValue().appendTo(text, screen.getKey()));
        return text.toString();
    }

    private String told(ObservedOverwrite overwrite) {
        Conflict conflict = overwrite.conflict();
        String record = conflict.entity() + " " + conflict.id();
        if (!overwrite.versionKnown()) {
            return "%s saved %s without its version, and nobody knows what that overwrote"
                    .formatted(overwrite.by(), record);
        }
        if (overwrite.lost().isEmpty()) {
            return overwrite.sentence();
        }
        String fields = overwrite.lost().stream()
                .map(field -> "%s (%s)".formatted(field.field(), whose(field, conflict)))
                .collect(Collectors.joining(", "));
        return "%s %s of %s"
                .formatted(overwrite.by() + (overwrite.deletion() ? " deleted" : " overwrote"), fields, record);
    }

    private String whose(ConflictField field, Conflict conflict) {
        if (field.changedBy() != null) {
            return saved(field.changedBy(), field.changedAt());
        }
        // Whoever saved last need not have changed this field.
        return conflict.modifiedBy() == null
                ? "changed by nobody who is known"
                : "last " + saved(conflict.modifiedBy(), conflict.modifiedAt());
    }

    private String saved(String by, @Nullable Instant at) {
        return at == null ? "saved by " + by : "saved by %s %s".formatted(by, time(at));
    }

    private String time(Instant at) {
        return DAY.format(at.atZone(zone));
    }

    private static final class Screen {

        private final AtomicLong count = new AtomicLong();
        private final Queue<String> lines = new ConcurrentLinkedQueue<>();

        private void add(String line) {
            if (count.incrementAndGet() <= LINES) {
                lines.add(line);
            }
        }

        private long count() {
            return count.get();
        }

        private void appendTo(StringBuilder text, String name) {
            long all = count();
            text.append("\n%s: %s\n".formatted(name, all == 1 ? "1 save" : all + " saves"));
            lines.forEach(line -> text.append("  ").append(line).append('\n'));
            if (all > LINES) {
                text.append("  and %d more\n".formatted(all - LINES));
            }
        }
    }
}
