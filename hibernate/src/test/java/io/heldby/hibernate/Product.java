package io.heldby.hibernate;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Version;

/** An entity whose id the application gives. */
@Entity
class Product {

    @Id
    String id;

    @Version
    Integer version;

    String title;

    protected Product() {}

    Product(String id, String title) {
        this.id = id;
        this.title = title;
    }
}
