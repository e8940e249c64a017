package io.heldby.hibernate;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;

/** As most entities are. */
@Entity
@Table(name = "customer")
class Customer {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    @Version
    Long version;

    String name;
    String phone;
    String modifiedBy;

    protected Customer() {}

    Customer(String name, String phone) {
        this(name, phone, "Alice");
    }

    Customer(String name, String phone, String modifiedBy) {
        this.modifiedBy = modifiedBy;
        this.name = name;
        this.phone = phone;
    }
}
