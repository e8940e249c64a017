package io.heldby.demo.contracts;

import io.heldby.demo.conflict.FormField;
import io.heldby.merge.MergedField;
import io.heldby.version.Conflict;
import io.heldby.version.ConflictField;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/** What people call the fields of a contract, its items and its payment terms. */
final class ContractFields {

    private static final Map<String, FormField> OWN = own();

    private ContractFields() {}

    private static Map<String, FormField> own() {
        Map<String, FormField> own = new LinkedHashMap<>();
        for (FormField field : List.of(
                FormField.line("title", "Title", 100),
                FormField.line("payDays", "Days to pay", 3),
                FormField.line("discount", "Discount, %", 4),
                FormField.line("note", "Note", 100))) {
            own.put(field.name(), field);
        }
        return own;
    }

    /** Those of a conflict. Of an item that one side has removed, everything is decided with one choice. */
    static Function<String, @Nullable FormField> of(Conflict conflict) {
        Map<Long, Map<String, ConflictField>> items = new TreeMap<>();
        for (ConflictField field : conflict.fields()) {
            Matcher item = ContractForm.ITEM.matcher(field.field());
            if (item.matches()) {
                items.computeIfAbsent(Long.valueOf(item.group(1)), id -> new LinkedHashMap<>())
                        .put(item.group(2), field);
            }
        }
        Map<String, FormField> all = new LinkedHashMap<>(OWN);
        int line = 0;
        for (Map<String, ConflictField> item : items.values()) {
            line++;
            String name = "Item %d, %s".formatted(line, name(item));
            String removed = removed(item);
            item.forEach((part, field) -> all.put(
                    field.field(),
                    removed.isEmpty()
                            ? FormField.line(field.field(), "%s: %s".formatted(name, label(part)), 100)
                            : FormField.line(field.field(), "%s: %s".formatted(name(item), label(part)), 100)
                                    .in("%s: %s".formatted(name, removed))));
        }
        return all::get;
    }

    /** Those of a form, in its order. */
    static List<FormField> of(ContractForm form) {
        List<FormField> all = new ArrayList<>(List.of(Objects.requireNonNull(OWN.get("title"))));
        for (long id : form.itemIds()) {
            if (!form.isEmpty(id)) {
                for (String part : List.of("text", "quantity", "price")) {
                    String name = ContractForm.name(id, part);
                    all.add(FormField.line(
                            name, part.equals("text") ? "Item" : part.equals("price") ? "Price" : "Quantity", 100));
                }
            }
        }
        OWN.values().stream().skip(1).forEach(all::add);
        return all;
    }

    /**
     * What people call a field of the log; empty for those that they do not see.
     *
     * @param items what items are called, by id
     */
    static Optional<String> label(String field, Map<Long, String> items) {
        Matcher item = ContractForm.ITEM.matcher(field);
        if (item.matches()) {
            String name = items.getOrDefault(Long.valueOf(item.group(1)), "an item");
            return Optional.of("%s: %s".formatted(name, label(item.group(2))));
        }
        return switch (field) {
            case "title" -> Optional.of("Title");
            case "taxedIn" -> Optional.of("Taxed in");
            case "taxPerMille" -> Optional.of("Tax, ‰");
            default -> Optional.empty();
        };
    }

    private static String label(String part) {
        return part.equals("text") ? "what it is" : part;
    }

    private static String name(Map<String, ConflictField> item) {
        ConflictField text = Objects.requireNonNull(item.get("text"));
        for (Object side : new @Nullable Object[] {
            text.values().theirs(), text.values().base(), text.values().mine()
        }) {
            if (side != null) {
                return side.toString();
            }
        }
        return "";
    }

    /** Who removed it; empty when nobody did. */
    private static String removed(Map<String, ConflictField> item) {
        MergedField text = Objects.requireNonNull(item.get("text")).values();
        return text.theirs() == null && text.base() != null
                ? "removed meanwhile"
                : text.mine() == null && text.base() != null ? "removed by you" : "";
    }
}
