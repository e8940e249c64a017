package io.heldby.hibernate;

import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;

/** A member without a version of its own, as Hibernate alone takes it. */
@Entity
@Table(name = "order_line")
class OrderLine {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    @ManyToOne(optional = false, fetch = FetchType.LAZY)
    PurchaseOrder order;

    String product;
    int quantity;

    protected OrderLine() {}

    OrderLine(PurchaseOrder order, String product, int quantity) {
        this.order = order;
        this.product = product;
        this.quantity = quantity;
    }
}
