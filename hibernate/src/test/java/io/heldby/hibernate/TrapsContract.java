package io.heldby.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.heldby.testkit.TestDatabase;
import io.heldby.version.Conflict;
import io.heldby.version.ConflictException;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.OptimisticLockException;
import jakarta.persistence.RollbackException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;
import org.hibernate.PropertyValueException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What JPA loses in silence: first as it is with Hibernate alone, then with Heldby. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class TrapsContract {

    private final TestDatabase database;
    private final Jpa jpa;
    private long wong;

    TrapsContract(TestDatabase database) {
        this.database = database;
        this.jpa = new Jpa(
                database,
                List.of(
                        Customer.class,
                        PurchaseOrder.class,
                        OrderLine.class,
                        Invoice.class,
                        InvoiceItem.class,
                        InvoiceNote.class,
                        Product.class),
                settings -> {});
    }

    /** Alice makes the customer; Leia opens it; Luke saves another phone; now Leia saves hers. */
    @BeforeEach
    void lukeSavesWhileLeiaThinks() {
        wong = jpa.call(entities -> {
            Customer customer = new Customer("Wong", "1000");
            entities.persist(customer);
            return customer.id;
        });
        jpa.run(entities -> {
            Customer customer = entities.find(Customer.class, wong);
            customer.phone = "2222";
            customer.modifiedBy = "Luke";
        });
    }

    @AfterAll
    void close() {
        jpa.close();
        database.close();
    }

    // A version that is set on a managed entity.

    @Test
    void withoutHeldbyTheVersionThatIsSetOnAManagedEntityIsIgnored() {
        jpa.run(entities -> {
            Customer customer = entities.find(Customer.class, wong);
            customer.version = 0L;
            customer.phone = "3333";
        });

        assertThat(phone()).as("Luke's is lost").isEqualTo("3333");
    }

    @Test
    void expectedVersionOfAManagedEntityIsCompared() {
        ConflictException conflict = conflictOf(entities -> {
            Customer customer = entities.find(Customer.class, wong);
            new Versions(entities).expect(customer, 0);
            customer.phone = "3333";
        });

        assertThat(explained(conflict).sentence())
                .isEqualTo("customer %d was saved by Luke meanwhile (version 1, yours was 0)".formatted(wong));
        assertThat(phone()).isEqualTo("2222");
    }

    @Test
    void conflictOfAChangeTellsWhatWasToBeSaved() {
        ConflictException conflict = conflictOf(entities -> new Versions(entities)
                .change(entities.find(Customer.class, wong), 0, customer -> customer.phone = "3333"));

        assertThat(explained(conflict).fields()).anySatisfy(field -> {
            assertThat(field.field()).isEqualTo("phone");
            assertThat(field.values().mine()).isEqualTo("3333");
            assertThat(field.values().theirs()).isEqualTo("2222");
        });
        assertThat(phone()).isEqualTo("2222");
    }

    @Test
    void changeFromTheStoredVersionIsSaved() {
        jpa.run(entities -> new Versions(entities)
                .change(entities.find(Customer.class, wong), 1, customer -> customer.phone = "3333"));

        assertThat(phone()).isEqualTo("3333");
    }

    @Test
    void conflictThatTheCallerSwallowsCannotBeCommitted() {
        assertThatThrownBy(() -> jpa.run(entities -> {
                    Customer customer = entities.find(Customer.class, wong);
                    customer.phone = "3333";
                    try {
                        new Versions(entities).expect(customer, 0);
                    } catch (ConflictException swallowed) {
                        entities.persist(new Customer("Fry", "9"));
                    }
                }))
                .satisfies(thrown -> assertThat(ConflictException.in(thrown)).isPresent());
        assertThat(phone()).isEqualTo("2222");
    }

    @Test
    void whatWasRefreshedAfterTheComparisonIsComparedAgain() {
        long version = 1;
        ConflictException conflict = conflictOf(entities -> {
            Customer customer = entities.find(Customer.class, wong);
            new Versions(entities).expect(customer, version);
            hanSaves("7777");
            entities.refresh(customer);
            customer.phone = "3333";
        });

        assertThat(explained(conflict).modifiedBy()).isEqualTo("Han");
        assertThat(phone()).isEqualTo("7777");
    }

    @Test
    void whatWasLoadedAgainAfterTheComparisonIsComparedAgain() {
        conflictOf(entities -> {
            new Versions(entities).expect(entities.find(Customer.class, wong), 1);
            entities.clear();
            hanSaves("7777");
            entities.find(Customer.class, wong).phone = "3333";
        });

        assertThat(phone()).isEqualTo("7777");
    }

    @Test
    void expectedEntityThatIsNotWrittenIsComparedBeforeTheCommit() {
        ConflictException conflict = conflictOf(entities -> {
            new Versions(entities).expect(entities.find(Customer.class, wong), 1);
            entities.persist(new Customer("Fry", "9"));
            hanSaves("7777");
        });

        assertThat(explained(conflict).modifiedBy()).isEqualTo("Han");
    }

    @Test
    void ofTwoFlushesTheSecondComparesWithWhatTheFirstWrote() {
        jpa.run(entities -> {
            Customer customer = entities.find(Customer.class, wong);
            new Versions(entities).expect(customer, 1);
            customer.phone = "3333";
            entities.flush();
            customer.phone = "4444";
        });

        assertThat(phone()).isEqualTo("4444");
    }

    /** As where a session is kept open from the first to the last byte of a request. */
    @Test
    void transactionAfterOneThatWasRefusedIsNotRefused() {
        try (EntityManager entities = jpa.factory.createEntityManager()) {
            entities.getTransaction().begin();
            Customer customer = entities.find(Customer.class, wong);
            assertThatThrownBy(() -> new Versions(entities).expect(customer, 0)).isInstanceOf(ConflictException.class);
            entities.getTransaction().rollback();
            entities.clear();

            entities.getTransaction().begin();
            entities.find(Customer.class, wong).phone = "4444";
            entities.getTransaction().commit();
        }

        assertThat(phone()).isEqualTo("4444");
    }

    // A save between loading and flushing, which Hibernate notices by itself.

    @Test
    void hibernatesOwnConflictTellsBaseMineAndTheirs() {
        OptimisticLockException stale = catchThrowableOfType(
                OptimisticLockException.class,
                () -> jpa.run(entities -> {
                    Customer customer = entities.find(Customer.class, wong);
                    customer.name = "Wong-Kroker";
                    hanSaves("7777");
                    entities.flush();
                }));

        Conflict conflict = explained(ConflictException.in(stale).orElseThrow());
        assertThat(conflict.modifiedBy()).isEqualTo("Han");
        assertThat(conflict.baseKnown()).isTrue();
        assertThat(conflict.merge().complete()).isTrue();
        assertThat(conflict.merge().values())
                .containsEntry("name", "Wong-Kroker")
                .containsEntry("phone", "7777");
    }

    @Test
    void allConflictsOfACommitAreTold() {
        long fry = jpa.call(entities -> {
            Customer customer = new Customer("Fry", "1");
            entities.persist(customer);
            return customer.id;
        });

        RollbackException failed = catchThrowableOfType(
                RollbackException.class,
                () -> jpa.run(entities -> {
                    entities.find(Customer.class, wong).phone = "3333";
                    entities.find(Customer.class, fry).phone = "3";
                    hanSaves("7777");
                    jpa.run(other -> other.find(Customer.class, fry).phone = "2");
                }));

        ConflictException conflict = ConflictException.in(failed).orElseThrow();
        assertThat(explainedAll(conflict)).extracting(Conflict::id).containsExactly("" + wong, "" + fry);
    }

    /** Who and when are said of the conflict; as fields of it they would be two that always differ. */
    @Test
    void fieldsOfAConflictAreThoseOfTheClassInItsOrder() {
        ConflictException conflict = conflictOf(entities -> new Versions(entities)
                .change(entities.find(Customer.class, wong), 0, customer -> customer.phone = "3333"));

        assertThat(explained(conflict).fields())
                .extracting(field -> field.field())
                .containsExactly("name", "phone");
    }

    // Members of an aggregate.

    @Test
    void withoutHeldbyMembersOfAnInverseCollectionChangeUnseen() {
        long id = jpa.call(entities -> {
            PurchaseOrder order = new PurchaseOrder("chairs");
            order.add("chair", 1);
            entities.persist(order);
            return order.id;
        });

        jpa.run(entities -> entities.find(PurchaseOrder.class, id).lines.get(0).quantity = 2);
        jpa.run(entities -> entities.find(PurchaseOrder.class, id).add("table", 1));
        jpa.run(entities -> entities.find(PurchaseOrder.class, id).lines.remove(0));

        long version = jpa.call(entities -> entities.find(PurchaseOrder.class, id).version);
        assertThat(version).as("nobody who has the order open is warned").isZero();
    }

    /** Why {@link VersionRoot} does not use it. */
    @Test
    void withoutHeldbyForcedIncrementRaisesAWrittenRootTwiceAndOnlyAtTheCommit() {
        long id = jpa.call(entities -> {
            PurchaseOrder order = new PurchaseOrder("chairs");
            entities.persist(order);
            return order.id;
        });

        jpa.run(entities -> {
            PurchaseOrder order = entities.find(PurchaseOrder.class, id);
            order.title = "tables";
            entities.lock(order, LockModeType.OPTIMISTIC_FORCE_INCREMENT);
            entities.flush();
            assertThat(order.version).as("what an answer would name").isEqualTo(1);
        });

        long version = jpa.call(entities -> entities.find(PurchaseOrder.class, id).version);
        assertThat(version).isEqualTo(2);
    }

    @Test
    void ofTwoWhoChangeMembersOfOneAggregateTheSecondMeetsAConflict() {
        long id = jpa.call(entities -> {
            Invoice invoice = new Invoice("chairs");
            invoice.add("chair", 1);
            invoice.add("table", 1);
            entities.persist(invoice);
            return invoice.id;
        });
        jpa.run(entities -> {
            Invoice invoice = entities.find(Invoice.class, id);
            new Versions(entities).expect(invoice, 0);
            invoice.items.get(0).quantity = 2;
        });

        ConflictException conflict = conflictOf(entities -> {
            Invoice invoice = entities.find(Invoice.class, id);
            new Versions(entities).expect(invoice, 0);
            invoice.items.get(1).quantity = 5;
        });

        assertThat(conflict.conflicts())
                .singleElement()
                .satisfies(one -> assertThat(one.entity()).isEqualTo("invoice"));
    }

    // Deletes.

    @Test
    void withoutHeldbyDeletingByIdDeletesWhatWasSavedMeanwhile() {
        jpa.run(entities -> entities.remove(entities.find(Customer.class, wong)));

        assertThat(jpa.<Customer>call(entities -> entities.find(Customer.class, wong)))
                .as("Luke's is lost")
                .isNull();
    }

    @Test
    void versionIsComparedOfWhatIsDeletedById() {
        ConflictException conflict = conflictOf(entities -> {
            new Versions(entities).expect(Customer.class, wong, 0);
            entities.remove(entities.find(Customer.class, wong));
        });

        assertThat(explained(conflict).modifiedBy()).isEqualTo("Luke");
        assertThat(phone()).isEqualTo("2222");
        jpa.run(entities -> {
            new Versions(entities).expect(Customer.class, wong, 1);
            entities.remove(entities.find(Customer.class, wong));
        });
        assertThat(jpa.<Customer>call(entities -> entities.find(Customer.class, wong)))
                .isNull();
    }

    @Test
    void expectedRecordThatWasDeletedIsAConflict() {
        jpa.run(entities -> entities.remove(entities.find(Customer.class, wong)));

        ConflictException conflict = conflictOf(entities -> new Versions(entities).expect(Customer.class, wong, 1));

        assertThat(explained(conflict).kind()).isEqualTo(Conflict.Kind.DELETED);
    }

    @Test
    void staleDetachedDeleteIsRefusedByHibernateAndExplained() {
        Customer leias = jpa.call(entities -> entities.find(Customer.class, wong));
        hanSaves("7777");

        OptimisticLockException stale = catchThrowableOfType(
                OptimisticLockException.class, () -> jpa.run(entities -> entities.remove(entities.merge(leias))));

        assertThat(explained(ConflictException.in(stale).orElseThrow()).modifiedBy())
                .isEqualTo("Han");
        assertThat(phone()).isEqualTo("7777");
    }

    // Detached entities.

    @Test
    void staleMergeIsRefusedByHibernateAndExplained() {
        Customer leias = jpa.call(entities -> entities.find(Customer.class, wong));
        hanSaves("7777");
        leias.name = "Wong-Kroker";

        OptimisticLockException stale =
                catchThrowableOfType(OptimisticLockException.class, () -> jpa.run(entities -> entities.merge(leias)));

        Conflict conflict = explained(ConflictException.in(stale).orElseThrow());
        assertThat(conflict.modifiedBy()).isEqualTo("Han");
        assertThat(conflict.fields()).anySatisfy(field -> {
            assertThat(field.field()).isEqualTo("name");
            assertThat(field.values().mine()).isEqualTo("Wong-Kroker");
        });
    }

    @Test
    void mergeAfterADeletionIsRefusedByHibernateAndExplained() {
        Customer leias = jpa.call(entities -> entities.find(Customer.class, wong));
        jpa.run(entities -> entities.remove(entities.find(Customer.class, wong)));
        leias.phone = "3333";

        OptimisticLockException stale =
                catchThrowableOfType(OptimisticLockException.class, () -> jpa.run(entities -> entities.merge(leias)));

        assertThat(explained(ConflictException.in(stale).orElseThrow()).kind()).isEqualTo(Conflict.Kind.DELETED);
    }

    @Test
    void mergeOfAGeneratedIdWithoutVersionIsRefusedByHibernate() {
        Customer forgotten = new Customer("Wong", "3333");
        forgotten.id = wong;

        assertThatThrownBy(() -> jpa.run(entities -> entities.merge(forgotten)))
                .isInstanceOf(PropertyValueException.class)
                .hasMessageContaining("uninitialized version value 'null'");
    }

    @Test
    void mergeOfAnAssignedIdWithoutVersionIsAnInsertThatFails() {
        jpa.run(entities -> entities.persist(new Product("p" + wong, "Lamp")));
        Product forgotten = new Product("p" + wong, "Desk");

        assertThatThrownBy(() -> jpa.run(entities -> entities.merge(forgotten)))
                .hasRootCauseInstanceOf(SQLException.class);
    }

    // A retry inside the transaction that failed.

    @Test
    void withoutHeldbyARetryInsideTheTransactionThatFailedIsLostInSilence() {
        jpa.run(entities -> {
            Customer customer = entities.find(Customer.class, wong);
            customer.phone = "3333";
            hanSaves("7777");
            try {
                entities.flush();
            } catch (OptimisticLockException stale) {
                entities.clear();
                entities.find(Customer.class, wong).phone = "3333";
            }
        });

        assertThat(phone()).as("Leia's is lost, and nothing said so").isEqualTo("7777");
    }

    // Mistakes.

    @Test
    void mistakesAreNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> jpa.run(entities -> new Versions(entities).expect(new Customer("Fry", "1"), 0)))
                .withMessageContaining("Customer is not managed in this session")
                .withMessageContaining("load it in this transaction");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> jpa.run(entities -> new Versions(entities).expect(String.class, 1, 0)))
                .withMessageContaining("java.lang.String is no entity");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> jpa.run(entities -> new Versions(entities).expect(OrderLine.class, 1L, 0)))
                .withMessageContaining("OrderLine has no @Version");
        try (EntityManager outside = jpa.factory.createEntityManager()) {
            Customer customer = outside.find(Customer.class, wong);
            assertThatThrownBy(() -> new Versions(outside).expect(customer, 1))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("@Transactional");
        }
    }

    private void hanSaves(String phone) {
        jpa.run(entities -> {
            Customer customer = entities.find(Customer.class, wong);
            customer.phone = phone;
            customer.modifiedBy = "Han";
        });
    }

    private String phone() {
        return jpa.call(entities -> entities.find(Customer.class, wong).phone);
    }

    private ConflictException conflictOf(Consumer<EntityManager> work) {
        Throwable thrown = catchThrowableOfType(RuntimeException.class, () -> jpa.run(work));
        assertThat(thrown).as("what was thrown").isNotNull();
        return ConflictException.in(thrown).orElseThrow(() -> new AssertionError("no conflict in it", thrown));
    }

    private Conflict explained(ConflictException conflict) {
        List<Conflict> all = explainedAll(conflict);
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    private List<Conflict> explainedAll(ConflictException conflict) {
        try (Connection connection = database.openConnection()) {
            return conflict.explain(connection).conflicts();
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
