package io.heldby.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.heldby.lock.LockKey;
import io.heldby.testkit.TestDatabase;
import java.util.List;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The off switch: an application that uses Heldby goes on as it was before. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SwitchedOffTest {

    private final TestDatabase database = TestDatabase.h2();
    private final Jpa jpa = new Jpa(
            database,
            List.of(Customer.class, Invoice.class, InvoiceItem.class, InvoiceNote.class),
            settings -> settings.property(HeldbyHibernate.SETTING, HeldbyHibernate.off()));

    @AfterAll
    void close() {
        jpa.close();
        database.close();
    }

    @Test
    void whatIsExpectedIsNotCompared() {
        long id = jpa.call(entities -> {
            Customer customer = new Customer("Wong", "1000");
            entities.persist(customer);
            return customer.id;
        });

        assertThatCode(() -> jpa.run(entities -> {
                    Customer customer = entities.find(Customer.class, id);
                    Versions versions = new Versions(entities);
                    versions.expect(customer, 7);
                    versions.expect(Customer.class, -1L, 7);
                    versions.change(customer, 7, found -> found.phone = "2222");
                }))
                .doesNotThrowAnyException();
        assertThat(jpa.<String>call(entities -> entities.find(Customer.class, id).phone))
                .isEqualTo("2222");
    }

    @Test
    void membersRaiseNoRootAndStatementsAreNotLookedAt() {
        long id = jpa.call(entities -> {
            Invoice invoice = new Invoice("Bikes");
            entities.persist(invoice);
            return invoice.id;
        });
        jpa.run(entities -> entities.persist(new InvoiceItem(entities.find(Invoice.class, id), "Bell", 1)));

        assertThat(jpa.<Long>call(entities -> entities.find(Invoice.class, id).version))
                .isZero();
        assertThat(jpa.factory
                        .unwrap(SessionFactory.class)
                        .getSessionFactoryOptions()
                        .getStatementInspector())
                .isNull();
    }

    @Test
    void whatIsCachedIsStillForgottenAfterAGrant() {
        assertThatCode(() -> new LockedEntities(jpa.factory.unwrap(SessionFactory.class))
                        .forget(LockKey.of("customer", "1")))
                .doesNotThrowAnyException();
    }
}
