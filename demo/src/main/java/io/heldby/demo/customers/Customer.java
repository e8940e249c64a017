package io.heldby.demo.customers;

/** A customer as stored. Its version stands beside it, not in it: see {@link io.heldby.jdbc.unitofwork.Versioned}. */
public record Customer(long id, Desk desk, CustomerText text) {

    Customer with(CustomerText newText) {
        return new Customer(id, desk, newText);
    }

    public String name() {
        return text.firstName() + " " + text.lastName();
    }
}
