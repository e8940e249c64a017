package io.heldby.benchmarks;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;

/** An invoice as Hibernate has it. */
@Entity
@Table(name = "invoice")
@SuppressWarnings({"NullAway.Init", "UnusedVariable"}) // Hibernate fills and reads the fields.
class InvoiceEntity {

    @Id
    private long id;

    private String customer;
    private String city;
    private int quantity;
    private BigDecimal amount;
    private LocalDate due;

    @Version
    private long version;

    @Column(name = "modified_by")
    private String modifiedBy;

    @Column(name = "modified_at")
    private Instant modifiedAt;

    /** For Hibernate. */
    protected InvoiceEntity() {}

    /** As it comes back with a form. */
    static InvoiceEntity detached(Invoice invoice) {
        InvoiceEntity entity = new InvoiceEntity();
        entity.id = invoice.id();
        entity.version = invoice.version();
        entity.fill(invoice);
        return entity;
    }

    final void fill(Invoice invoice) {
        customer = invoice.customer();
        city = invoice.city();
        quantity = invoice.quantity();
        amount = invoice.amount();
        due = invoice.due();
        modifiedBy = Invoice.BY;
        modifiedAt = Instant.now();
    }
}
