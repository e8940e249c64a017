package io.heldby.demo.contracts;

import io.heldby.demo.OneLine;
import io.heldby.version.Conflict;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is in the form of a contract, valid or not. Its inputs are named as the fields of a {@link Conflict}, such as
 * {@code contract_item[11].price}, so that what was typed, merged or decided is read in the same way.
 *
 * @param fields what people can type, by name; an item all of whose fields are empty is none
 * @param problems what keeps it from being stored, a sentence for each field concerned
 */
public record ContractForm(
        long number, long customerId, Basis basis, Map<String, String> fields, Map<String, String> problems) {

    static final Pattern ITEM = Pattern.compile(ItemMapper.TABLE + "\\[(\\d{1,18})]\\.(text|quantity|price)");
    private static final List<String> OWN = List.of("title", "payDays", "discount", "note");
    private static final int EMPTY_LINES = 2;
    private static final int MOST_ITEMS = 100;

    static ContractForm of(ContractFile file) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("title", file.contract().title());
        for (Item item : file.items()) {
            fields.put(name(item.id(), "text"), item.text());
            fields.put(name(item.id(), "quantity"), String.valueOf(item.quantity()));
            fields.put(name(item.id(), "price"), item.price().toPlainString());
        }
        for (int i = 0; i < EMPTY_LINES; i++) {
            fields.put(name(Item.newId(), "text"), "");
        }
        fields.putAll(texts(file.basis().terms()));
        return new ContractForm(file.contract().number(), file.contract().customerId(), file.basis(), fields, Map.of());
    }

    /** Reads what a page sent. */
    static ContractForm read(long number, Map<String, String> typed) {
        Map<String, String> fields = new LinkedHashMap<>();
        typed.forEach((name, text) -> {
            if (OWN.contains(name) || ITEM.matcher(name).matches()) {
                fields.put(name, OneLine.of(text));
            }
        });
        fields.replaceAll((name, text) -> isRemoved(name, typed) ? "" : text);
        return checked(number, number(typed, "customerId"), basis(number, typed), fields);
    }

    private static Basis basis(long number, Map<String, String> typed) {
        return new Basis(
                number(typed, "version"),
                new Address(typed.getOrDefault("was.city", ""), Country.valueOf(typed.getOrDefault("was.country", ""))),
                number(typed, "customerVersion"),
                new Terms(
                        number,
                        Math.toIntExact(number(typed, "was.payDays")),
                        new BigDecimal(typed.getOrDefault("was.discount", "0")),
                        typed.getOrDefault("was.note", "")),
                number(typed, "termsVersion"));
    }

    /** All that a page must send for {@link #read} to give the same form. */
    public Map<String, String> hidden() {
        Map<String, String> hidden = new LinkedHashMap<>(fields);
        hidden.put("customerId", String.valueOf(customerId));
        hidden.put("version", String.valueOf(basis.version()));
        hidden.put("was.city", basis.address().city());
        hidden.put("was.country", basis.address().country().name());
        hidden.put("customerVersion", String.valueOf(basis.customerVersion()));
        texts(basis.terms()).forEach((name, text) -> hidden.put("was." + name, text));
        hidden.put("termsVersion", String.valueOf(basis.termsVersion()));
        return hidden;
    }

    private static ContractForm checked(long number, long customerId, Basis basis, Map<String, String> fields) {
        ContractForm form = new ContractForm(number, customerId, basis, fields, Map.of());
        Map<String, String> problems = new LinkedHashMap<>();
        form.draft(problems);
        return new ContractForm(number, customerId, basis, fields, problems);
    }

    boolean valid() {
        return problems.isEmpty();
    }

    /** What is to be stored; of a valid form. */
    Draft draft() {
        return draft(new LinkedHashMap<>());
    }

    private Draft draft(Map<String, String> problems) {
        Typed typed = new Typed(fields, problems);
        List<Item> items = new ArrayList<>();
        for (long id : itemIds()) {
            if (!isEmpty(id)) {
                items.add(new Item(
                        id,
                        number,
                        typed.line(name(id, "text"), "Please say what it is, or empty the whole line."),
                        typed.count(name(id, "quantity"), 1, 9_999),
                        typed.amount(name(id, "price"))));
            }
        }
        if (items.size() > MOST_ITEMS) {
            problems.put("title", "A contract has at most %d items; these are %d.".formatted(MOST_ITEMS, items.size()));
        }
        Terms terms = new Terms(
                number, typed.count("payDays", 0, 365), typed.perCent("discount"), typed.optionalLine("note"));
        return new Draft(number, customerId, typed.line("title", "Please enter a title."), items, terms);
    }

    /** In the order in which they were added. */
    public Iterable<Long> itemIds() {
        TreeSet<Long> ids = new TreeSet<>();
        for (String name : fields.keySet()) {
            Matcher item = ITEM.matcher(name);
            if (item.matches()) {
                ids.add(Long.valueOf(item.group(1)));
            }
        }
        return ids;
    }

    /** Whether there is nothing in the line of an item. */
    public boolean isEmpty(long id) {
        return text(name(id, "text")).isEmpty()
                && text(name(id, "quantity")).isEmpty()
                && text(name(id, "price")).isEmpty();
    }

    public String text(String name) {
        return fields.getOrDefault(name, "");
    }

    /** Such as {@code contract_item[11].price}. */
    public static String name(long item, String field) {
        return "%s[%d].%s".formatted(ItemMapper.TABLE, item, field);
    }

    ContractForm on(Basis newBasis) {
        return new ContractForm(number, customerId, newBasis, fields, problems);
    }

    /** The same with other texts in some of the fields. */
    ContractForm with(Map<String, String> texts, Basis newBasis) {
        Map<String, String> changed = new LinkedHashMap<>(fields);
        texts.forEach((name, text) -> {
            if (OWN.contains(name) || ITEM.matcher(name).matches()) {
                changed.put(name, text);
            }
        });
        return checked(number, customerId, newBasis, changed);
    }

    static Map<String, String> texts(Terms terms) {
        return Map.of(
                "payDays", String.valueOf(terms.payDays()),
                "discount", terms.discount().toPlainString(),
                "note", terms.note());
    }

    private static boolean isRemoved(String name, Map<String, String> typed) {
        Matcher item = ITEM.matcher(name);
        return item.matches() && typed.containsKey(name(Long.parseLong(item.group(1)), "removed"));
    }

    private static long number(Map<String, String> typed, String name) {
        return Long.parseLong(typed.getOrDefault(name, "0"));
    }
}
