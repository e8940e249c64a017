package io.heldby.benchmarks;

import jakarta.persistence.Column;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;

/** An invoice as Hibernate has it. */
@MappedSuperclass
@SuppressWarnings({"NullAway.Init", "UnusedVariable"}) // Hibernate fills and reads the fields.
abstract class InvoiceFields {

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
    protected InvoiceFields() {}

    final void fillDetached(Invoice invoice) {
        id = invoice.id();
        version = invoice.version();
        fill(invoice);
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
