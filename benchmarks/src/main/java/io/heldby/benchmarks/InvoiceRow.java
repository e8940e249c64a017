package io.heldby.benchmarks;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;
import org.springframework.data.relational.core.mapping.Column;
import org.springframework.data.relational.core.mapping.Table;

/** An invoice as Spring Data JDBC has it. */
@Table("invoice")
record InvoiceRow(
        @Id long id,
        String customer,
        String city,
        int quantity,
        BigDecimal amount,
        LocalDate due,
        @Version Long version,
        @Column("modified_by") String modifiedBy,
        @Column("modified_at") Instant modifiedAt) {

    static InvoiceRow of(Invoice invoice) {
        return new InvoiceRow(
                invoice.id(),
                invoice.customer(),
                invoice.city(),
                invoice.quantity(),
                invoice.amount(),
                invoice.due(),
                invoice.version(),
                Invoice.BY,
                Instant.now());
    }
}
