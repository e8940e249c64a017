package io.heldby.demo.customers;

import io.heldby.jdbc.unitofwork.Versioned;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;

/**
 * The form that all three editors show.
 *
 * @param number the customer's
 * @param version what the form was loaded with; it comes back with the save
 * @param text what is in the fields
 * @param problems what keeps it from being stored
 */
public record CustomerForm(Desk desk, long number, long version, CustomerText text, Map<Field, String> problems) {

    static CustomerForm of(Versioned<Customer> loaded) {
        Customer customer = loaded.value();
        return new CustomerForm(customer.desk(), customer.id(), loaded.version(), customer.text(), Map.of());
    }

    /** The same form with what was typed, after a save that was refused. */
    static CustomerForm typed(Desk desk, long number, long version, CustomerText text) {
        return new CustomerForm(desk, number, version, text, text.problems());
    }

    boolean valid() {
        return problems.isEmpty();
    }

    public @Nullable String problem(Field field) {
        return problems.get(field);
    }

    public Customer customer() {
        return new Customer(number, desk, text);
    }

    String show(Model model) {
        model.addAttribute("form", this);
        model.addAttribute("desks", Desk.all());
        model.addAttribute("desk", desk);
        model.addAttribute("fields", Field.values());
        return "customers/editor";
    }
}
