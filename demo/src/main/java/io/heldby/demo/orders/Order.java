package io.heldby.demo.orders;

/** An order of the queue. It is the root: whoever has it has its line items. */
public record Order(long id, String customer, String shipBy, Status status) {

    /** How far it is. That somebody is picking it is a lock and not a status, so a crash cannot leave it behind. */
    public enum Status {
        OPEN,
        DONE
    }

    Order done() {
        return new Order(id, customer, shipBy, Status.DONE);
    }
}
