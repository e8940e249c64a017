package io.heldby.hibernate;

import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.util.LinkedHashSet;
import java.util.Set;

/** A member that leads to its root. */
// tag::member[]
@Entity
@Table(name = "invoice_item")
class InvoiceItem {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    @VersionRoot
    @ManyToOne(optional = false, fetch = FetchType.LAZY)
    Invoice invoice;
    // end::member[]

    String product;
    int quantity;

    @ElementCollection
    @CollectionTable(name = "invoice_item_mark")
    @Column(name = "mark")
    Set<String> marks = new LinkedHashSet<>();

    protected InvoiceItem() {}

    InvoiceItem(Invoice invoice, String product, int quantity) {
        this.invoice = invoice;
        this.product = product;
        this.quantity = quantity;
    }
}
