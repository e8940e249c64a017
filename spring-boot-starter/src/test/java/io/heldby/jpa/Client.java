package io.heldby.jpa;

import io.heldby.hibernate.ChangeLogged;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityListeners;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.Instant;
import org.springframework.data.annotation.LastModifiedBy;
import org.springframework.data.annotation.LastModifiedDate;
import org.springframework.data.jpa.domain.support.AuditingEntityListener;

/** An entity as Spring Data applications have it. */
// tag::entity[]
@Entity
@ChangeLogged
@EntityListeners(AuditingEntityListener.class)
class Client {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    @Version
    Long version;
    // end::entity[]

    String name;
    String city;

    @LastModifiedBy
    String savedBy;

    @LastModifiedDate
    Instant savedAt;

    protected Client() {}

    Client(String name, String city) {
        this.name = name;
        this.city = city;
    }
}
