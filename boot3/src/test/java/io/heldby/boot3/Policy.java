package io.heldby.boot3;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Version;

@Entity
class Policy {

    @Id
    String id;

    @Version
    Long version;

    String holder;

    protected Policy() {}

    Policy(String id, String holder) {
        this.id = id;
        this.holder = holder;
    }
}
