package io.heldby.demo.conflict;

import io.heldby.jdbc.changelog.ChangeLog;
import io.heldby.lock.Transactions;
import io.heldby.merge.MergedField;
import io.heldby.merge.MergedField.Outcome;
import io.heldby.version.ChangeRecord;
import io.heldby.version.Conflict;
import io.heldby.version.ConflictField;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalLong;

/** What of a form was stored already, by the names of saves in the change log. */
record EarlierSaves(RecordForm<?> form, ChangeLog log, Transactions transactions) {

    /** Whether exactly this save was stored, and is what was stored last. */
    boolean repeats(String id, String saveId) throws SQLException {
        return transactions.run(connection -> {
            OptionalLong last = log.lastVersion(connection, form.entity(), id);
            return last.isPresent()
                    && log.find(connection, form.entity(), id, last.getAsLong())
                            .filter(change -> saveId.equals(change.saveId()))
                            .isPresent();
        });
    }

    /**
     * Whether this form was stored, with something else in it: somebody has gone back in the browser and typed on. Then what
     * they took from a quantity is in the form and in the record, and must not be taken twice.
     */
    boolean ofTheForm(String id, ConflictAnswer answer) throws SQLException {
        List<ChangeRecord> since =
                transactions.run(connection -> log.since(connection, form.entity(), id, answer.base()));
        return since.stream()
                .anyMatch(change -> change.saveId() != null && change.saveId().startsWith(SaveIds.prefix(answer)));
    }

    /** The same conflict, in which a person is asked about every difference. */
    Conflict withoutBase(Conflict conflict) {
        return conflict.with(
                false, conflict.fields().stream().map(this::withoutBase).toList());
    }

    private ConflictField withoutBase(ConflictField field) {
        MergedField values = field.values();
        FormField shown = form.field(field.field());
        boolean same = shown == null
                || shown.text().apply(values.mine()).equals(shown.text().apply(values.theirs()));
        MergedField asked = new MergedField(
                field.field(),
                same ? values.theirs() : null,
                values.mine(),
                values.theirs(),
                same ? values.theirs() : null,
                same ? Outcome.UNCHANGED : Outcome.OPEN);
        return new ConflictField(asked.together(values.together()), field.changedBy(), field.changedAt());
    }
}
