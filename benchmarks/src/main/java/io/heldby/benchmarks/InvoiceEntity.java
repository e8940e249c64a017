package io.heldby.benchmarks;

import jakarta.persistence.Entity;
import jakarta.persistence.Table;

/** An entity that has a version, and nothing of Heldby's. */
@Entity
@Table(name = "invoice")
class InvoiceEntity extends InvoiceFields {

    /** As it comes back with a form. */
    static InvoiceEntity detached(Invoice invoice) {
        InvoiceEntity entity = new InvoiceEntity();
        entity.fillDetached(invoice);
        return entity;
    }
}
