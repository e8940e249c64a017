package io.heldby.demo.contracts;

import io.heldby.demo.conflict.FormField;
import io.heldby.demo.conflict.RecordForm;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The form of a customer, with the address that decides which tax their contracts bear. */
final class CustomerForm implements RecordForm<Customer> {

    private static final String ADDRESS = "Address";

    private static final List<FormField> FIELDS = List.of(
            FormField.line("name", "Name", 100),
            FormField.line("city", "City", 100).in(ADDRESS),
            FormField.line("country", "Country", 50)
                    .as(
                            code -> code == null
                                    ? ""
                                    : Country.valueOf((String) code).label(),
                            label -> country(label).map(Country::name).orElse(null))
                    .in(ADDRESS));

    private static Optional<Country> country(String label) {
        return Arrays.stream(Country.values())
                .filter(country -> country.label().equals(label))
                .findFirst();
    }

    @Override
    public String entity() {
        return CustomerMapper.ENTITY;
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
        return "/contracts/customers/" + id;
    }

    @Override
    public String home() {
        return "/contracts";
    }

    @Override
    public List<FormField> fields() {
        return FIELDS;
    }

    @Override
    public Customer record(String id, Map<String, @Nullable Object> values) {
        return CustomerMapper.of(Long.parseLong(id), values);
    }

    @Override
    public Map<String, String> texts(Customer customer) {
        return Map.of(
                "name", customer.name(),
                "city", customer.address().city(),
                "country", customer.address().country().label());
    }

    @Override
    public Map<String, String> problems(Map<String, String> texts) {
        Map<String, String> problems = new LinkedHashMap<>();
        Typed typed = new Typed(texts, problems);
        String unused = typed.line("name", "Please enter a name.");
        unused = typed.line("city", "Please enter a city.");
        if (country(texts.getOrDefault("country", "")).isEmpty()) {
            problems.put(
                    "country",
                    "Please enter one of %s."
                            .formatted(String.join(
                                    ", ",
                                    Arrays.stream(Country.values())
                                            .map(Country::label)
                                            .toList())));
        }
        return problems;
    }
}
