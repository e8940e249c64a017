package io.heldby.demo.care;

import io.heldby.hibernate.ChangeLogged;
import io.heldby.jdbc.unitofwork.Versioned;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityListeners;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.LastModifiedBy;
import org.springframework.data.annotation.LastModifiedDate;
import org.springframework.data.jpa.domain.support.AuditingEntityListener;

/**
 * A customer in the database. It stays in the transaction that has loaded it: what is shown, sent and typed is a {@link
 * Customer}.
 */
@Entity
@ChangeLogged
@EntityListeners(AuditingEntityListener.class)
class CareCustomer {

    /** What conflicts and the change log call it. */
    static final String ENTITY = "careCustomer";

    @Id
    private long id;

    @Version
    private long version;

    private String name;
    private String email;
    private String phone;

    @Embedded
    private Address address;

    private String notes;

    @LastModifiedBy
    private @Nullable String modifiedBy;

    @LastModifiedDate
    private @Nullable Instant modifiedAt;

    /** For Hibernate, which fills it. */
    @SuppressWarnings("NullAway.Init")
    protected CareCustomer() {}

    /**
     * One that is to be stored.
     *
     * @param version of its first row: above all that a customer of that id has had
     */
    CareCustomer(Customer customer, long version) {
        this.id = customer.id();
        this.version = version;
        this.name = customer.name();
        this.email = customer.email();
        this.phone = customer.phone();
        this.address = customer.address();
        this.notes = customer.notes();
    }

    /** Takes over everything that people may change. */
    void become(Customer customer) {
        name = customer.name();
        email = customer.email();
        phone = customer.phone();
        address = customer.address();
        notes = customer.notes();
    }

    Versioned<Customer> loaded() {
        return new Versioned<>(new Customer(id, name, email, phone, address, notes), version, modifiedBy, modifiedAt);
    }
}
