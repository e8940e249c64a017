package io.heldby.hibernate;

import jakarta.persistence.Access;
import jakarta.persistence.AccessType;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;

/** A member of a member, which says so on a getter. */
@Entity
@Table(name = "invoice_note")
class InvoiceNote {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    @Transient
    private InvoiceItem item;

    String text;

    protected InvoiceNote() {}

    InvoiceNote(InvoiceItem item, String text) {
        this.item = item;
        this.text = text;
    }

    @Access(AccessType.PROPERTY)
    @VersionRoot
    @ManyToOne(optional = false, fetch = FetchType.LAZY)
    InvoiceItem getItem() {
        return item;
    }

    void setItem(InvoiceItem item) {
        this.item = item;
    }
}
