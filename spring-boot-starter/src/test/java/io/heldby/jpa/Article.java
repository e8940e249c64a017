package io.heldby.jpa;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Version;

/** An entity whose id the application gives. */
@Entity
class Article {

    @Id
    String number;

    @Version
    Integer version;

    String title;

    protected Article() {}

    Article(String number, String title) {
        this.number = number;
        this.title = title;
    }
}
