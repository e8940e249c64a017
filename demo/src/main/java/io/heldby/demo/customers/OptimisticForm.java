package io.heldby.demo.customers;

import io.heldby.demo.conflict.FormField;
import io.heldby.demo.conflict.RecordForm;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The form of a customer at the optimistic desk, as conflicts know it. It writes customers of no other desk. */
final class OptimisticForm implements RecordForm<Customer> {

    private static final List<FormField> FIELDS =
            Arrays.stream(Field.values()).map(OptimisticForm::field).toList();

    private static FormField field(Field field) {
        return field.multiline()
                ? FormField.lines(field.formName(), field.label(), field.maxLength())
                : FormField.line(field.formName(), field.label(), field.maxLength());
    }

    @Override
    public String entity() {
        return "customer";
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
        return Desk.OPTIMISTIC.path() + "/" + id + "/edit";
    }

    @Override
    public String home() {
        return Desk.OPTIMISTIC.path();
    }

    @Override
    public String workplace() {
        return "/customers";
    }

    @Override
    public boolean asksOnPages() {
        return false;
    }

    @Override
    public List<FormField> fields() {
        return FIELDS;
    }

    @Override
    public Customer record(String id, Map<String, @Nullable Object> values) {
        CustomerText text = CustomerText.read(field -> Objects.toString(values.get(field.formName()), ""));
        return new Customer(Long.parseLong(id), Desk.OPTIMISTIC, text);
    }

    @Override
    public Map<String, String> texts(Customer customer) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (Field field : Field.values()) {
            texts.put(field.formName(), field.of(customer.text()));
        }
        return texts;
    }

    @Override
    public boolean mayWrite(Customer stored) {
        return stored.desk() == Desk.OPTIMISTIC;
    }

    @Override
    public Map<String, String> problems(Map<String, String> texts) {
        Map<String, String> problems = new LinkedHashMap<>();
        CustomerText.read(field -> texts.get(field.formName()))
                .problems()
                .forEach((field, problem) -> problems.put(field.formName(), problem));
        return problems;
    }
}
