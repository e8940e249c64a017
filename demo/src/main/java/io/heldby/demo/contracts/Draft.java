package io.heldby.demo.contracts;

import java.util.List;

/** A contract as somebody wants it to be, items and payment terms included. */
record Draft(long number, long customerId, String title, List<Item> items, Terms terms) {

    Draft {
        items = List.copyOf(items);
    }

    Contract taxedFor(Customer customer) {
        return new Contract(
                number,
                customerId,
                title,
                customer.address().place(),
                customer.address().country().taxPerMille());
    }
}
