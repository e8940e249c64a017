package io.heldby.hibernate;

import jakarta.persistence.CascadeType;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderBy;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.util.ArrayList;
import java.util.List;

/** The root of an aggregate whose members say so. */
@Entity
@Table(name = "invoice")
class Invoice {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    @Version
    long version;

    String title;

    @OneToMany(mappedBy = "invoice", cascade = CascadeType.ALL, orphanRemoval = true)
    @OrderBy("id")
    List<InvoiceItem> items = new ArrayList<>();

    protected Invoice() {}

    Invoice(String title) {
        this.title = title;
    }

    InvoiceItem add(String product, int quantity) {
        InvoiceItem item = new InvoiceItem(this, product, quantity);
        items.add(item);
        return item;
    }
}
