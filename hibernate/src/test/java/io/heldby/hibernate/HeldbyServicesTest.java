package io.heldby.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heldby.testkit.TestDatabase;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.cfg.JdbcSettings;
import org.hibernate.cfg.TransactionSettings;
import org.hibernate.resource.jdbc.spi.StatementInspector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** That the statement guard is there without being asked for. */
class HeldbyServicesTest {

    private final TestDatabase database = TestDatabase.h2();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void withoutAnySettingBypassesAreOnlyLogged() {
        try (Jpa jpa = new Jpa(database, List.of(Customer.class), settings -> {})) {
            jpa.run(HeldbyServicesTest::bypass);
        }
    }

    @Test
    void whoWantsThemRefusedSaysSo() {
        try (Jpa jpa = guarded(StatementGuardMode.FAIL)) {
            assertThatThrownBy(() -> jpa.run(HeldbyServicesTest::bypass))
                    .hasStackTraceContaining(VersionBypassedException.class.getName())
                    .hasStackTraceContaining("HeldbyServicesTest.bypass");
        }
    }

    @Test
    void offIsOff() {
        try (Jpa jpa = guarded(StatementGuardMode.OFF)) {
            jpa.run(HeldbyServicesTest::bypass);
        }
    }

    @Test
    void inspectorOfTheApplicationIsAskedToo() {
        List<String> seen = new ArrayList<>();
        StatementInspector own = sql -> {
            seen.add(sql);
            return sql;
        };
        try (Jpa jpa = new Jpa(
                database,
                List.of(Customer.class),
                settings -> settings.property(
                                HeldbyHibernate.SETTING,
                                HeldbyHibernate.defaults().statementGuard(StatementGuardMode.FAIL))
                        .property(JdbcSettings.STATEMENT_INSPECTOR, own))) {
            assertThatThrownBy(() -> jpa.run(HeldbyServicesTest::bypass))
                    .hasStackTraceContaining(VersionBypassedException.class.getName());
        }
        assertThat(seen).anySatisfy(sql -> assertThat(sql).startsWith("update customer"));
    }

    /** Hibernate does so only when it is told to; Heldby must not be in the way. */
    @Test
    void writesOutsideATransactionGoOnWorking() {
        try (Jpa jpa = new Jpa(
                database,
                List.of(Invoice.class, InvoiceItem.class),
                settings -> settings.property(TransactionSettings.ALLOW_UPDATE_OUTSIDE_TRANSACTION, true))) {
            try (EntityManager entities = jpa.factory.createEntityManager()) {
                Invoice invoice = new Invoice("chairs");
                invoice.add("chair", 1);
                entities.persist(invoice);
                entities.flush();
                invoice.items.get(0).quantity = 2;
                entities.flush();
            }

            assertThat(jpa.<Integer>call(
                            entities -> entities.createQuery("select quantity from InvoiceItem", Integer.class)
                                    .getSingleResult()))
                    .isEqualTo(2);
        }
    }

    @Test
    void settingOfAnotherKindIsNamed() {
        assertThatThrownBy(() -> new Jpa(
                        database,
                        List.of(Customer.class),
                        settings -> settings.property(HeldbyHibernate.SETTING, "fail")))
                .hasStackTraceContaining(
                        "io.heldby.hibernate must be an object of the class HeldbyHibernate, but is fail");
    }

    private Jpa guarded(StatementGuardMode mode) {
        return new Jpa(
                database,
                List.of(Customer.class),
                settings -> settings.property(
                        HeldbyHibernate.SETTING, HeldbyHibernate.defaults().statementGuard(mode)));
    }

    private static void bypass(EntityManager entities) {
        entities.createNativeQuery("update customer set phone = '2' where name = 'Wong'")
                .executeUpdate();
    }
}
