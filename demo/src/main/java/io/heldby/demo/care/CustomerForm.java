package io.heldby.demo.care;

import io.heldby.demo.conflict.FormField;
import io.heldby.demo.conflict.RecordForm;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The form of a customer. Fields are named as in conflicts: those of the embedded address by their path. */
final class CustomerForm implements RecordForm<Customer> {

    static final String STREET = "address.street";
    static final String POSTCODE = "address.postcode";
    static final String CITY = "address.city";
    static final String NOTES = "notes";

    static final String ADDRESS = "Address";

    private static final List<FormField> FIELDS = List.of(
            FormField.line("name", "Name", 100),
            FormField.line("email", "E-mail", 200),
            FormField.line("phone", "Phone", 50),
            FormField.line(STREET, "Street", 100).in(ADDRESS),
            FormField.line(POSTCODE, "Postcode", 20).in(ADDRESS),
            FormField.line(CITY, "City", 100).in(ADDRESS),
            FormField.lines(NOTES, "Notes", 2000));

    @Override
    public String entity() {
        return CareCustomer.ENTITY;
    }

    @Override
    public String noun() {
        return "customer";
    }

    @Override
    public String name(Customer customer) {
        return customer.name();
    }

    @Override
    public String path(String id) {
        return "/care/" + id;
    }

    @Override
    public String home() {
        return "/care";
    }

    @Override
    public boolean asksOnPages() {
        return false;
    }

    /** The change log does not know that a write of an entity was to overwrite. */
    @Override
    public boolean tellsOverwritten() {
        return false;
    }

    @Override
    public List<FormField> fields() {
        return FIELDS;
    }

    @Override
    public Customer record(String id, Map<String, @Nullable Object> values) {
        return new Customer(
                Long.parseLong(id),
                text(values, "name"),
                text(values, "email"),
                text(values, "phone"),
                new Address(text(values, STREET), text(values, POSTCODE), text(values, CITY)),
                text(values, NOTES));
    }

    private static String text(Map<String, @Nullable Object> values, String field) {
        return values.get(field) instanceof String text ? text : "";
    }

    @Override
    public Map<String, String> texts(Customer customer) {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("name", customer.name());
        texts.put("email", customer.email());
        texts.put("phone", customer.phone());
        texts.put(STREET, customer.address().street());
        texts.put(POSTCODE, customer.address().postcode());
        texts.put(CITY, customer.address().city());
        texts.put(NOTES, customer.notes());
        return texts;
    }

    @Override
    public Map<String, String> problems(Map<String, String> texts) {
        return FormField.problems(FIELDS, texts, CustomerForm::problem);
    }

    private static @Nullable String problem(String field, String typed) {
        return switch (field) {
            case "name" -> typed.isEmpty() ? "Please enter a name." : null;
            case "email" ->
                typed.isEmpty() || typed.matches("[^@\\s]+@[^@\\s]+")
                        ? null
                        : "Please enter an address such as hermes@example.org, or nothing.";
            default -> null;
        };
    }
}
