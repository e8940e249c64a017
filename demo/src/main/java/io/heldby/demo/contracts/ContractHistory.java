package io.heldby.demo.contracts;

import io.heldby.demo.conflict.History;
import io.heldby.jdbc.changelog.ChangeLog;
import io.heldby.jdbc.changelog.ChangeQuery;
import io.heldby.jdbc.changelog.Overwriting;
import io.heldby.lock.Transactions;
import io.heldby.version.ChangeRecord;
import io.heldby.version.FieldChange;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What the change log knows of contracts. What was changed in their items is logged with them. */
@Component
class ContractHistory {

    private static final int SHOWN = 10;

    /** As long as somebody may be on holiday. */
    private static final Duration TOLD = Duration.ofDays(30);

    private final Clock clock = Clock.systemUTC();
    private final ChangeLog log;
    private final Transactions transactions;
    private final ContractList list;

    ContractHistory(ChangeLog log, Transactions transactions, ContractList list) {
        this.log = log;
        this.transactions = transactions;
        this.list = list;
    }

    /**
     * That somebody overwrote what others had saved.
     *
     * @param lines what it removed, and what is there instead
     */
    public record Overwritten(ChangeRecord forced, List<History.Line> lines) {}

    /** The last saves, newest first. */
    List<History.Entry> of(long number) throws SQLException {
        ChangeQuery newest =
                ChangeQuery.of(ContractMapper.ENTITY, String.valueOf(number)).limit(SHOWN);
        List<ChangeRecord> changes =
                transactions.run(connection -> log.history(connection, newest)).changes();
        Map<Long, String> items = itemNames(number, changes);
        return changes.stream().map(change -> entry(change, items)).toList();
    }

    /** What items are called, or were. */
    private Map<Long, String> itemNames(long number, List<ChangeRecord> changes) {
        Map<Long, String> names = list.itemNames(number);
        for (ChangeRecord change : changes) {
            for (FieldChange field : change.fields()) {
                Matcher item = ContractForm.ITEM.matcher(field.field());
                if (item.matches() && item.group(2).equals("text")) {
                    names.putIfAbsent(
                            Long.valueOf(item.group(1)), text(field.before() == null ? field.after() : field.before()));
                }
            }
        }
        return names;
    }

    private static History.Entry entry(ChangeRecord change, Map<Long, String> items) {
        Map<String, FieldChange> fields = new LinkedHashMap<>();
        change.fields().forEach(field -> fields.put(field.field(), field));
        List<History.Line> lines = new ArrayList<>();
        for (FieldChange field : change.fields()) {
            Optional<FieldChange> whole = wholeItem(field, fields);
            if (whole.isPresent()) {
                if (whole.get().equals(field)) {
                    lines.add(item(field, fields, items));
                }
            } else {
                ContractFields.label(field.field(), items).ifPresent(label -> lines.add(line(label, field)));
            }
        }
        return new History.Entry(change, null, lines);
    }

    private static History.Line line(String label, FieldChange field) {
        return field.field().equals("taxPerMille")
                ? new History.Line("Tax", rate(field.before()), rate(field.after()), false)
                : new History.Line(label, text(field.before()), text(field.after()), false);
    }

    private static String rate(@Nullable Object perMille) {
        return perMille == null ? "" : Totals.rate((Integer) perMille);
    }

    /** What the item is of which the field is a part, if that is new or was removed; else empty. */
    private static Optional<FieldChange> wholeItem(FieldChange field, Map<String, FieldChange> fields) {
        Matcher item = ContractForm.ITEM.matcher(field.field());
        return item.matches()
                ? Optional.ofNullable(fields.get(ContractForm.name(Long.parseLong(item.group(1)), "text")))
                        .filter(text -> text.before() == null || text.after() == null)
                : Optional.empty();
    }

    /** All of an item in one line, such as {@code 4 × 80.00}. */
    private static History.Line item(FieldChange text, Map<String, FieldChange> fields, Map<Long, String> items) {
        Matcher item = ContractForm.ITEM.matcher(text.field());
        long id = item.matches() ? Long.parseLong(item.group(1)) : 0;
        FieldChange quantity = Objects.requireNonNull(fields.get(ContractForm.name(id, "quantity")));
        FieldChange price = Objects.requireNonNull(fields.get(ContractForm.name(id, "price")));
        return new History.Line(
                items.getOrDefault(id, "an item"),
                text.before() == null ? "" : quantity.before() + " × " + price.before(),
                text.after() == null ? "" : quantity.after() + " × " + price.after(),
                false);
    }

    /** Overwritings of what this person had saved, until somebody saves the contract once more. */
    List<Overwritten> overwritten(String who) throws SQLException {
        return transactions.run(connection -> {
            List<Overwritten> told = new ArrayList<>();
            for (ChangeRecord forced :
                    log.overwritten(connection, who, clock.instant().minus(TOLD))) {
                OptionalLong last = forced.entity().equals(ContractMapper.ENTITY)
                        ? log.lastVersion(connection, forced.entity(), forced.id())
                        : OptionalLong.empty();
                if (last.isPresent() && last.getAsLong() == forced.version()) {
                    log.overwriting(connection, forced.entity(), forced.id(), forced.version())
                            .map(this::told)
                            .ifPresent(told::add);
                }
            }
            return told;
        });
    }

    private Overwritten told(Overwriting overwriting) {
        ChangeRecord forced = overwriting.forced();
        Map<Long, String> items = itemNames(Long.parseLong(forced.id()), List.of(forced));
        List<History.Line> lines = new ArrayList<>();
        for (Overwriting.Removed removed : overwriting.removed()) {
            ContractFields.label(removed.field(), items)
                    .ifPresent(label -> lines.add(
                            new History.Line(label, text(removed.value()), text(removed.replacedBy()), false)));
        }
        return new Overwritten(forced, lines);
    }

    /** What an overwriting removed and nobody has changed since, as texts of the form. */
    Map<String, String> removed(ContractForm form, long version) throws SQLException {
        Optional<Overwriting> overwriting = transactions.run(connection ->
                log.overwriting(connection, ContractMapper.ENTITY, String.valueOf(form.number()), version));
        Map<String, String> removed = new LinkedHashMap<>();
        overwriting.stream().flatMap(known -> known.removed().stream()).forEach(each -> {
            if (form.text(each.field()).equals(text(each.replacedBy()))) {
                removed.put(each.field(), text(each.value()));
            }
        });
        return removed;
    }

    private static String text(@Nullable Object value) {
        return Objects.toString(value, "");
    }
}
