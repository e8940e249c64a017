package io.heldby.hibernate;

import jakarta.persistence.CascadeType;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderBy;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.annotations.OptimisticLock;

/** An aggregate whose changes are logged. */
@Entity
@ChangeLogged(masked = {"address.street", "pin"})
class Account {

    enum Kind {
        PRIVATE,
        BUSINESS
    }

    @Embeddable
    static class Address {
        String street;
        String city;

        protected Address() {}

        Address(String street, String city) {
            this.street = street;
            this.city = city;
        }
    }

    @Entity
    static class Booking {

        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        Long id;

        @VersionRoot
        @ManyToOne(optional = false, fetch = FetchType.LAZY)
        Account account;

        BigDecimal amount;

        protected Booking() {}

        Booking(Account account, String amount) {
            this.account = account;
            this.amount = new BigDecimal(amount);
        }
    }

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    @Version
    int version;

    String name;
    String pin;

    @Enumerated(EnumType.STRING)
    Kind kind = Kind.PRIVATE;

    LocalDate opened = LocalDate.of(2026, 1, 31);

    @Embedded
    Address address;

    @ManyToOne(fetch = FetchType.LAZY)
    Customer owner;

    @OptimisticLock(excluded = true)
    int views;

    @OneToMany(mappedBy = "account", cascade = CascadeType.ALL, orphanRemoval = true)
    @OrderBy("id")
    List<Booking> bookings = new ArrayList<>();

    protected Account() {}

    Account(String name) {
        this.name = name;
    }
}
