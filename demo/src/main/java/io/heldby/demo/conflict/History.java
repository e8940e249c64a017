package io.heldby.demo.conflict;

import io.heldby.jdbc.changelog.ChangeLog;
import io.heldby.jdbc.changelog.ChangeQuery;
import io.heldby.lock.Transactions;
import io.heldby.version.ChangeRecord;
import io.heldby.version.FieldChange;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What the change log knows of a record, in the words of its form. */
@Component
public class History {

    private final ChangeLog log;
    private final Transactions transactions;
    private final OverwriteReasons reasons;

    History(ChangeLog log, Transactions transactions, OverwriteReasons reasons) {
        this.log = log;
        this.transactions = transactions;
        this.reasons = reasons;
    }

    /** The 100 newest writes of a record, newest first. */
    public List<Entry> of(RecordForm<?> form, String id) throws SQLException {
        List<ChangeRecord> changes = transactions.run(connection ->
                log.history(connection, ChangeQuery.of(form.entity(), id)).changes());
        Map<Long, String> why = reasons.of(form.entity(), id);
        return changes.stream()
                .map(change -> entry(form, change, why.get(change.version())))
                .toList();
    }

    private static Entry entry(RecordForm<?> form, ChangeRecord change, @Nullable String reason) {
        List<Line> lines = new ArrayList<>();
        for (FormField field : form.fields()) {
            change.fields().stream()
                    .filter(each -> each.field().equals(field.name()))
                    .forEach(each -> lines.add(line(field, each)));
        }
        return new Entry(change, reason, lines);
    }

    private static Line line(FormField field, FieldChange change) {
        return new Line(
                field.label(),
                field.text().apply(change.before()),
                field.text().apply(change.after()),
                change.masked());
    }

    /**
     * One write.
     *
     * @param reason why it overwrote others, where somebody has said so
     */
    public record Entry(ChangeRecord change, @Nullable String reason, List<Line> lines) {}

    /** What it made of one field. */
    public record Line(String label, String before, String after, boolean masked) {}
}
