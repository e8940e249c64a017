package io.heldby.demo.conflict;

import io.heldby.jdbc.changelog.ChangeLog;
import io.heldby.jdbc.changelog.Overwriting;
import io.heldby.jdbc.unitofwork.Versioned;
import io.heldby.lock.Transactions;
import io.heldby.version.ChangeRecord;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Tells people who overwrote what they had saved, until that is put back or they have seen enough of it. */
@Component
public class OverwrittenNotices {

    /** As long as somebody may be on holiday. */
    private static final Duration TOLD = Duration.ofDays(30);

    private final Clock clock = Clock.system(ZoneId.systemDefault());
    private final ChangeLog log;
    private final Transactions transactions;
    private final Dismissed dismissed;
    private final OverwriteReasons reasons;

    OverwrittenNotices(ChangeLog log, Transactions transactions, Dismissed dismissed, OverwriteReasons reasons) {
        this.log = log;
        this.transactions = transactions;
        this.dismissed = dismissed;
        this.reasons = reasons;
    }

    /**
     * What to tell somebody in one workplace, newest first.
     *
     * @param who as people know them
     */
    public <T> List<OverwrittenNotice> of(String who, MergingSaves<T> saves) throws SQLException {
        RecordForm<T> form = saves.form();
        List<ChangeRecord> all = transactions.run(
                connection -> log.overwritten(connection, who, clock.instant().minus(TOLD)));
        List<OverwrittenNotice> notices = new ArrayList<>();
        for (ChangeRecord forced : all) {
            if (forced.entity().equals(form.entity()) && !dismissed.contains(forced) && !restored(forced)) {
                notice(forced, saves).ifPresent(notices::add);
            }
        }
        return notices;
    }

    /** The same of one record. */
    public List<OverwrittenNotice> of(String who, MergingSaves<?> saves, String id) throws SQLException {
        return of(who, saves).stream().filter(notice -> notice.id().equals(id)).toList();
    }

    private <T> Optional<OverwrittenNotice> notice(ChangeRecord forced, MergingSaves<T> saves) throws SQLException {
        RecordForm<T> form = saves.form();
        Optional<Overwriting> overwriting = transactions.run(
                connection -> log.overwriting(connection, forced.entity(), forced.id(), forced.version()));
        Optional<T> stored = saves.find(forced.id()).map(Versioned::value).filter(form::mayWrite);
        if (overwriting.isEmpty() || stored.isEmpty()) {
            return Optional.empty();
        }
        Map<String, String> now = form.texts(stored.get());
        List<History.Line> lines = new ArrayList<>();
        boolean restorable = false;
        for (Overwriting.Removed removed : overwriting.get().removed()) {
            FormField field = form.field(removed.field());
            if (field != null) {
                String instead = field.text().apply(removed.replacedBy());
                lines.add(new History.Line(
                        field.label(), field.text().apply(removed.value()), instead, removed.masked()));
                restorable |= !removed.masked() && instead.equals(now.get(field.name()));
            }
        }
        return lines.isEmpty()
                ? Optional.empty()
                : Optional.of(new OverwrittenNotice(
                        forced.entity(),
                        forced.id(),
                        form.name(stored.get()),
                        form.path(forced.id()),
                        forced.version(),
                        forced.by(),
                        forced.at(),
                        reasons.of(forced.entity(), forced.id()).get(forced.version()),
                        lines,
                        restorable));
    }

    private boolean restored(ChangeRecord forced) throws SQLException {
        List<ChangeRecord> since =
                transactions.run(connection -> log.since(connection, forced.entity(), forced.id(), forced.version()));
        return since.stream().anyMatch(change -> change.action() == ChangeRecord.Action.RESTORED);
    }
}
