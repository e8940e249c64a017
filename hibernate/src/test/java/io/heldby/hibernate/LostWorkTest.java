package io.heldby.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.heldby.jdbc.unitofwork.ObservedOverwrite;
import io.heldby.jdbc.unitofwork.OverwriteObserver;
import io.heldby.testkit.TestDatabase;
import io.heldby.version.ConflictField;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What operators learn of an application whose screens do not send versions. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LostWorkTest {

    private final TestDatabase database = TestDatabase.h2();
    private final List<ObservedOverwrite> told = new ArrayList<>();
    private Viewer viewer;
    private boolean viewerFails;
    private final OverwriteObserver observer = new OverwriteObserver(told::add, () -> "POST /customers/{id}");
    private final Jpa jpa = new Jpa(
            database,
            List.of(Customer.class, PurchaseOrder.class, OrderLine.class, Ticket.class, Comment.class),
            settings -> settings.property(
                    HeldbyHibernate.SETTING, HeldbyHibernate.defaults().observe(observer, this::viewer)));

    private long wong;

    private Viewer viewer() {
        if (viewerFails) {
            jpa.run(entities -> entities.find(Customer.class, wong));
            throw new IllegalStateException("the request is over");
        }
        return viewer;
    }

    @BeforeEach
    void customer() {
        viewerFails = false;
        told.clear();
        viewer = null;
        wong = jpa.call(entities -> {
            Customer customer = new Customer("Wong", "1000", null);
            entities.persist(customer);
            return customer.id;
        });
    }

    @AfterAll
    void close() {
        jpa.close();
        database.close();
    }

    @Test
    void fieldThatAStaleFormPutsBackIsLostWork() {
        shown("leia", wong);
        shown("luke", wong);
        saves("luke", customer -> customer.phone = "2222");
        saves("leia", customer -> {
            customer.name = "Brannigan";
            customer.phone = "1000"; // As she was shown it.
        });

        ObservedOverwrite overwrite = only();
        assertThat(overwrite.by()).isEqualTo("leia");
        assertThat(overwrite.screen()).isEqualTo("POST /customers/{id}");
        assertThat(overwrite.conflict().entity()).isEqualTo("customer");
        assertThat(overwrite.conflict().id()).isEqualTo(String.valueOf(wong));
        assertThat(overwrite.conflict().expectedVersion()).isZero();
        assertThat(overwrite.conflict().currentVersion()).isEqualTo(1);
        ConflictField lost = lost();
        assertThat(lost.field()).isEqualTo("phone");
        assertThat(lost.changedBy()).isEqualTo("luke");
        assertThat(lost.values().base()).isEqualTo("1000");
        assertThat(lost.values().theirs()).isEqualTo("2222");
        assertThat(observer.lostWorkReport())
                .contains("POST /customers/{id}: ")
                .contains("leia overwrote phone (saved by luke ")
                .contains(" of customer " + wong);
    }

    @Test
    void anotherValueForAFieldThatSomebodyElseChangedIsLostWork() {
        shown("leia", wong);
        saves("luke", customer -> customer.phone = "2222");
        saves("leia", customer -> customer.phone = "3333");

        assertThat(lost().field()).isEqualTo("phone");
    }

    @Test
    void otherFieldsAreNotLost() {
        shown("leia", wong);
        saves("luke", customer -> customer.phone = "2222");
        saves("leia", customer -> customer.name = "Brannigan");

        assertThat(told).isEmpty();
    }

    @Test
    void whoeverSawTheChangeMayReplaceIt() {
        shown("leia", wong);
        saves("luke", customer -> customer.phone = "2222");
        shown("leia", wong);
        saves("leia", customer -> customer.phone = "3333");

        assertThat(told).isEmpty();
    }

    @Test
    void whatASaveLoadsForItselfNobodyHasSeen() {
        shown("leia", wong);
        saves("luke", customer -> customer.phone = "2222");
        as("leia", false, entities -> entities.find(Customer.class, wong));
        saves("leia", customer -> customer.phone = "3333");

        assertThat(lost().field()).isEqualTo("phone");
    }

    @Test
    void ownSavesAreSeen() {
        shown("leia", wong);
        saves("leia", customer -> customer.phone = "2222");
        saves("leia", customer -> customer.phone = "3333");

        assertThat(told).isEmpty();
    }

    @Test
    void whatOneHasWrittenInAnotherBrowserOneHasSeen() {
        shown("leia", wong);
        viewer = new Viewer("her telephone", () -> "leia", false);
        jpa.run(entities -> entities.find(Customer.class, wong).phone = "2222");
        saves("leia", customer -> customer.phone = "3333");

        assertThat(told).isEmpty();
    }

    @Test
    void whoSavedBeforeAJobIsNotTakenForTheJob() {
        shown("leia", wong);
        saves("luke", customer -> customer.phone = "2222");
        jpa.run(entities -> entities.find(Customer.class, wong).phone = "9999");
        saves("leia", customer -> customer.phone = "1000");

        assertThat(lost().changedBy()).isNull();
    }

    @Test
    void viewerThatLoadsEntitiesItselfAndFailsDoesNotStopTheApplication() {
        viewerFails = true;
        String phone = jpa.call(entities -> entities.find(Customer.class, wong).phone);
        jpa.run(entities -> entities.find(Customer.class, wong).phone = "2222");

        assertThat(phone).isEqualTo("1000");
        assertThat(jpa.<String>call(entities -> entities.find(Customer.class, wong).phone))
                .isEqualTo("2222");
    }

    @Test
    void saveThatIsRolledBackOverwritesNothing() {
        shown("leia", wong);
        saves("luke", customer -> customer.phone = "2222");
        viewer = new Viewer("session of leia", () -> "leia", false);
        Throwable failed = catchThrowable(() -> jpa.run(entities -> {
            entities.find(Customer.class, wong).phone = "3333";
            entities.flush();
            throw new IllegalStateException("no");
        }));

        assertThat(failed).hasMessage("no");
        assertThat(told).isEmpty();
    }

    @Test
    void deletionLosesWhatWasChanged() {
        shown("leia", wong);
        saves("luke", customer -> customer.phone = "2222");
        as("leia", false, entities -> entities.remove(entities.find(Customer.class, wong)));

        assertThat(lost().field()).isEqualTo("phone");
        assertThat(only().sentence())
                .isEqualTo(
                        "leia deleted customer %d from version 0 over version 1; overwritten: phone (by luke)", wong);
    }

    @Test
    void whatABulkStatementChangedIsLostThoughNobodyIsKnown() {
        shown("leia", wong);
        jpa.run(entities ->
                entities.createQuery("update Customer set phone = '2222'").executeUpdate());
        saves("leia", customer -> customer.phone = "1000");

        assertThat(lost().changedBy()).isNull();
        assertThat(only().sentence())
                .isEqualTo("leia saved customer %d over a change that no version shows; overwritten: phone", wong);
        assertThat(observer.lostWorkReport()).contains("leia overwrote phone (changed by nobody who is known)");
    }

    @Test
    void whereNobodyIsSeenTheEntitySaysWhoSavedLast() {
        shown("leia", wong);
        jpa.run(entities -> {
            Customer customer = entities.find(Customer.class, wong);
            customer.phone = "2222";
            customer.modifiedBy = "the import";
        });
        saves("leia", customer -> customer.phone = "1000");

        assertThat(observer.lostWorkReport()).contains("leia overwrote phone (last saved by the import)");
    }

    @Test
    void memberWithoutAVersionIsObservedToo() {
        long line = jpa.call(entities -> {
            PurchaseOrder order = new PurchaseOrder("Bikes");
            OrderLine made = order.add("Bell", 5);
            entities.persist(order);
            return made.id;
        });
        as("leia", true, entities -> entities.find(OrderLine.class, line));
        as("luke", false, entities -> entities.find(OrderLine.class, line).quantity = 6);
        as("leia", false, entities -> entities.find(OrderLine.class, line).quantity = 7);

        assertThat(only().conflict().entity()).isEqualTo("orderLine");
        assertThat(only().versionKnown()).isTrue();
        assertThat(lost().field()).isEqualTo("quantity");
        assertThat(lost().changedBy()).isEqualTo("luke");
    }

    @Test
    void whoeverWasShownNothingIsNotCompared() {
        saves("luke", customer -> customer.phone = "2222");
        saves("leia", customer -> customer.phone = "3333");
        viewer = null;
        jpa.run(entities -> entities.find(Customer.class, wong).phone = "4444");

        assertThat(told).isEmpty();
    }

    private void shown(String who, long id) {
        as(who, true, entities -> entities.find(Customer.class, id));
    }

    private void saves(String who, Consumer<Customer> change) {
        as(who, false, entities -> change.accept(entities.find(Customer.class, wong)));
    }

    private void as(String who, boolean showing, Consumer<EntityManager> work) {
        viewer = new Viewer("session of " + who, () -> who, showing);
        jpa.run(work);
        viewer = null;
    }

    private ObservedOverwrite only() {
        assertThat(told).hasSize(1);
        return told.get(0);
    }

    private ConflictField lost() {
        assertThat(only().lost()).hasSize(1);
        return only().lost().get(0);
    }
}
