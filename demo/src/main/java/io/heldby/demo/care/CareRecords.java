package io.heldby.demo.care;

import io.heldby.demo.conflict.FormField;
import io.heldby.demo.conflict.MergingSaves;
import io.heldby.demo.conflict.NamedSave;
import io.heldby.demo.conflict.Records;
import io.heldby.jdbc.changelog.ChangeLog;
import io.heldby.jdbc.unitofwork.Versioned;
import io.heldby.lock.Transactions;
import io.heldby.merge.MergedField.Outcome;
import io.heldby.version.Conflict;
import io.heldby.version.ConflictException;
import io.heldby.version.ConflictField;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;

/**
 * The customers as the conflict page knows records. In whose name they are written Heldby finds out by itself: it is who is
 * signed in.
 */
record CareRecords(CustomerCare care, CustomerForm form, ChangeLog log, Transactions transactions)
        implements Records<Customer> {

    private static final Set<Outcome> AS_I_WANT_IT = Set.of(Outcome.UNCHANGED, Outcome.SAME);

    @Override
    public Optional<Versioned<Customer>> find(String id) {
        return care.find(Long.parseLong(id));
    }

    @Override
    public Optional<Conflict> save(NamedSave save, Customer mine, long base) throws SQLException {
        try {
            store(mine, base);
            return Optional.empty();
        } catch (ConflictException tooLate) {
            return Optional.of(asInTheForm(tooLate.conflicts().get(0)));
        }
    }

    /** What is decided is taken, and else what the conflict says that a merge gives. */
    @Override
    public Optional<Customer> merge(
            NamedSave save, Customer mine, Conflict conflict, Map<String, @Nullable Object> decisions)
            throws SQLException {
        Map<String, @Nullable Object> values = new HashMap<>();
        for (ConflictField field : conflict.fields()) {
            values.put(field.field(), field.values().merged());
        }
        values.putAll(decisions);
        Customer merged = form.record(conflict.id(), values);
        store(merged, MergingSaves.currentVersion(conflict));
        return Optional.of(merged);
    }

    /** Whoever overwrites saves what is theirs, as if it had been made from the version that they were shown. */
    @Override
    public boolean force(NamedSave save, Customer mine, Conflict conflict) throws SQLException {
        store(mine, MergingSaves.currentVersion(conflict));
        return true;
    }

    /** Above all versions of before, so that no form fits it that was opened then. */
    @Override
    public void recreate(NamedSave save, Customer mine) throws SQLException {
        long last = transactions.run(
                connection -> log.lastVersion(connection, CareCustomer.ENTITY, String.valueOf(mine.id()))
                        .orElse(-1));
        try {
            care.add(mine, last + 1);
        } catch (DataIntegrityViolationException there) {
            throw new SQLException("customer %d is there again".formatted(mine.id()), there);
        }
    }

    /** The change log has no overwritings of entities, so there is none to be taken back. */
    @Override
    public boolean restore(String by, String id, long version) {
        return false;
    }

    /** Entities are stored without the name of the save: a double click finds that all is as it should be. */
    @Override
    public boolean isWith(NamedSave save, Conflict conflict) {
        return save.by().equals(conflict.modifiedBy())
                && conflict.baseKnown()
                && !conflict.fields().isEmpty()
                && conflict.fields().stream()
                        .allMatch(field -> AS_I_WANT_IT.contains(field.values().outcome()));
    }

    /** Hibernate has the fields by the alphabet; people know them in the order of the form. */
    private Conflict asInTheForm(Conflict conflict) {
        List<String> names = form.fields().stream().map(FormField::name).toList();
        List<ConflictField> fields = conflict.fields().stream()
                .sorted(Comparator.comparingInt(field -> names.indexOf(field.field())))
                .toList();
        return conflict.with(conflict.baseKnown(), fields);
    }

    /** @throws ConflictException explained, whatever Hibernate or Spring have made of it */
    private void store(Customer customer, long version) throws SQLException {
        try {
            Versioned<Customer> unused = care.save(customer, version);
        } catch (RuntimeException failed) {
            ConflictException conflict = ConflictException.in(failed).orElseThrow(() -> failed);
            throw transactions.run(conflict::explain);
        }
    }
}
