package io.heldby.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heldby.testkit.Racers;
import io.heldby.testkit.TestDatabase;
import io.heldby.version.ConflictException;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.hibernate.StatelessSession;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Whoever changes a member of an aggregate changes the aggregate. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class VersionRootContract {

    private final TestDatabase database;
    private final Jpa jpa;
    private long chairs;

    VersionRootContract(TestDatabase database) {
        this.database = database;
        this.jpa = new Jpa(
                database,
                List.of(Invoice.class, InvoiceItem.class, InvoiceNote.class),
                settings -> settings.property("hibernate.jdbc.batch_size", 20));
    }

    @BeforeEach
    void storeAnInvoice() {
        chairs = store("chairs");
    }

    @AfterAll
    void close() {
        jpa.close();
        database.close();
    }

    @Test
    void newAggregateIsNotRaisedByItsMembers() {
        assertThat(version(chairs)).isZero();
    }

    @Test
    void changingAMemberRaisesTheRoot() {
        save(chairs, invoice -> invoice.items.get(0).quantity = 2);

        assertThat(version(chairs)).isEqualTo(1);
    }

    @Test
    void addingAMemberRaisesTheRoot() {
        save(chairs, invoice -> invoice.add("stool", 1));

        assertThat(version(chairs)).isEqualTo(1);
    }

    @Test
    void removingAMemberRaisesTheRoot() {
        save(chairs, invoice -> invoice.items.remove(0));

        assertThat(version(chairs)).isEqualTo(1);
    }

    @Test
    void collectionOfAMemberRaisesTheRoot() {
        save(chairs, invoice -> invoice.items.get(0).marks.add("fragile"));
        assertThat(version(chairs)).isEqualTo(1);

        save(chairs, invoice -> invoice.items.get(0).marks.add("heavy"));
        assertThat(version(chairs)).isEqualTo(2);

        save(chairs, invoice -> invoice.items.get(0).marks.clear());
        assertThat(version(chairs)).isEqualTo(3);
    }

    @Test
    void memberOfAMemberRaisesTheTop() {
        jpa.run(entities -> entities.persist(
                new InvoiceNote(entities.find(Invoice.class, chairs).items.get(0), "call first")));
        assertThat(version(chairs)).isEqualTo(1);

        jpa.run(entities -> entities.createQuery("from InvoiceNote", InvoiceNote.class)
                .getResultList()
                .forEach(note -> note.text = "ring"));
        assertThat(version(chairs)).isEqualTo(2);
        jpa.run(entities -> entities.createQuery("from InvoiceNote", InvoiceNote.class)
                .getResultList()
                .forEach(entities::remove));
    }

    @Test
    void manyMembersRaiseTheRootOnce() {
        save(chairs, invoice -> {
            invoice.items.get(0).quantity = 2;
            invoice.items.get(1).quantity = 3;
            invoice.items.get(1).marks.add("fragile");
            invoice.add("stool", 1);
        });

        assertThat(version(chairs)).isEqualTo(1);
    }

    @Test
    void rootThatIsWrittenItselfIsNotRaisedAgain() {
        save(chairs, invoice -> {
            invoice.title = "chairs and more";
            invoice.items.get(0).quantity = 2;
        });

        assertThat(version(chairs)).isEqualTo(1);
    }

    @Test
    void manyFlushesRaiseTheRootOnce() {
        jpa.run(entities -> {
            Invoice invoice = entities.find(Invoice.class, chairs);
            invoice.items.get(0).quantity = 2;
            entities.flush();
            assertThat(invoice.version).as("after the flush").isEqualTo(1);
            invoice.items.get(0).quantity = 3;
            entities.flush();
            invoice.add("stool", 1);
        });

        assertThat(version(chairs)).isEqualTo(1);
    }

    @Test
    void queryThatFlushesInBetweenLosesNoRaise() {
        jpa.run(entities -> {
            entities.find(Invoice.class, chairs).items.get(0).quantity = 2;
            assertThat(entities.createQuery("from InvoiceItem where quantity = 2", InvoiceItem.class)
                            .getResultList())
                    .isNotEmpty();
        });

        assertThat(version(chairs)).isEqualTo(1);
    }

    @Test
    void memberThatMovesRaisesBothRoots() {
        long tables = store("tables");

        jpa.run(entities -> {
            InvoiceItem item = entities.find(Invoice.class, chairs).items.get(0);
            item.invoice = entities.find(Invoice.class, tables);
        });

        assertThat(version(chairs)).isEqualTo(1);
        assertThat(version(tables)).isEqualTo(1);
    }

    @Test
    void rootThatWasNotLoadedIsRaised() {
        long item =
                jpa.call(entities -> entities.find(Invoice.class, chairs).items.get(0).id);

        jpa.run(entities -> entities.find(InvoiceItem.class, item).quantity = 2);

        assertThat(version(chairs)).isEqualTo(1);
    }

    @Test
    void aggregateThatIsDeletedAsAWholeIsDeleted() {
        jpa.run(entities -> entities.remove(entities.find(Invoice.class, chairs)));

        assertThat(jpa.<Invoice>call(entities -> entities.find(Invoice.class, chairs)))
                .isNull();
    }

    @Test
    void whatIsOnlyReadRaisesNothing() {
        save(chairs, invoice -> assertThat(invoice.items.get(0).marks).isEmpty());

        assertThat(version(chairs)).isZero();
    }

    @Test
    void statelessSessionRaisesTheRoot() {
        SessionFactoryImplementor factory = jpa.factory.unwrap(SessionFactoryImplementor.class);
        long item =
                jpa.call(entities -> entities.find(Invoice.class, chairs).items.get(0).id);

        factory.inStatelessTransaction(session -> changeQuantity(session, item));

        assertThat(version(chairs)).isEqualTo(1);
    }

    @Test
    void statelessSessionThatDeletesAMemberRaisesTheRoot() {
        SessionFactoryImplementor factory = jpa.factory.unwrap(SessionFactoryImplementor.class);
        long item =
                jpa.call(entities -> entities.find(Invoice.class, chairs).items.get(0).id);

        factory.inStatelessTransaction(session -> session.delete(session.get(InvoiceItem.class, item)));

        assertThat(version(chairs)).isEqualTo(1);
    }

    private static void changeQuantity(StatelessSession session, long item) {
        InvoiceItem found = session.get(InvoiceItem.class, item);
        found.quantity = 7;
        session.update(found);
    }

    /** Else one would have decided by members that the other has changed meanwhile. */
    @Test
    void ofManyWhoChangeMembersOfOneVersionExactlyOneCommits() throws Exception {
        try (Racers writers = new Racers(4)) {
            for (int round = 0; round < 25; round++) {
                long version = version(chairs);
                List<Boolean> saved = writers.race(number -> saves(chairs, version, invoice -> {
                    InvoiceItem item = invoice.items.get(number % 2);
                    item.quantity =
                            item.quantity + 1 + ThreadLocalRandom.current().nextInt(100);
                }));

                assertThat(saved).containsOnlyOnce(true);
                assertThat(version(chairs)).isEqualTo(version + 1);
            }
        }
    }

    private boolean saves(long id, long version, Consumer<Invoice> changes) {
        try {
            jpa.run(entities -> {
                Invoice invoice = entities.find(Invoice.class, id);
                new Versions(entities).change(invoice, version, changes);
            });
            return true;
        } catch (RuntimeException refused) {
            assertThat(ConflictException.in(refused))
                    .as("the conflict in %s", refused)
                    .isPresent();
            return false;
        }
    }

    @Test
    void mistakesAreFoundWhenTheApplicationStarts() {
        assertRefused(WithTwoRoots.class, "has @VersionRoot on [first, second]");
        assertRefused(WithTextRoot.class, "must be on an association to one entity, but it is a");
        assertRefused(WithUnversionedRoot.class, "which has no @Version that could be raised");
    }

    private void assertRefused(Class<?> entity, String message) {
        assertThatThrownBy(() -> {
                    try (Jpa ignored = new Jpa(
                            database, List.of(entity, Invoice.class, InvoiceItem.class, Plain.class), settings -> {})) {
                        throw new AssertionError("it started");
                    }
                })
                .satisfies(thrown -> assertThat(messages(thrown)).contains(message));
    }

    private static String messages(Throwable thrown) {
        StringBuilder all = new StringBuilder();
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            all.append(cause.getMessage()).append('\n');
        }
        return all.toString();
    }

    @jakarta.persistence.Entity
    static class WithTwoRoots {
        @jakarta.persistence.Id
        Long id;

        @VersionRoot
        @jakarta.persistence.ManyToOne
        Invoice first;

        @VersionRoot
        @jakarta.persistence.ManyToOne
        Invoice second;
    }

    @jakarta.persistence.Entity
    static class WithTextRoot {
        @jakarta.persistence.Id
        Long id;

        @VersionRoot
        String root;
    }

    @jakarta.persistence.Entity
    static class WithUnversionedRoot {
        @jakarta.persistence.Id
        Long id;

        @VersionRoot
        @jakarta.persistence.ManyToOne
        Plain root;
    }

    @jakarta.persistence.Entity
    static class Plain {
        @jakarta.persistence.Id
        Long id;
    }

    private long store(String title) {
        return jpa.call(entities -> {
            Invoice invoice = new Invoice(title);
            invoice.add("chair", 1);
            invoice.add("table", 1);
            entities.persist(invoice);
            return invoice.id;
        });
    }

    private void save(long id, Consumer<Invoice> changes) {
        jpa.run((EntityManager entities) -> changes.accept(entities.find(Invoice.class, id)));
    }

    private long version(long id) {
        return jpa.call(entities -> entities.find(Invoice.class, id).version);
    }
}
