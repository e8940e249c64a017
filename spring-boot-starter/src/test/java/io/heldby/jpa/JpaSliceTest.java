package io.heldby.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heldby.hibernate.Versions;
import io.heldby.jpa.Office.Clients;
import io.heldby.jpa.Office.Patients;
import io.heldby.lock.EditResult;
import io.heldby.lock.Edits;
import io.heldby.lock.LockManager;
import io.heldby.lock.LockNotHeldException;
import io.heldby.testkit.FakeOwner;
import io.heldby.testkit.NoLocks;
import io.heldby.version.ConflictException;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.data.jpa.test.autoconfigure.DataJpaTest;
import org.springframework.context.annotation.Bean;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** A slice of an application has versions and locks, too, without anybody signed in. */
@DataJpaTest
@ContextConfiguration(classes = JpaSliceTest.Slice.class)
class JpaSliceTest {

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @EnableJpaRepositories(considerNestedRepositories = true)
    static class Slice {

        @Bean
        FakeOwner people() {
            return new FakeOwner("alice", "Alice Ng");
        }
    }

    @Autowired
    Clients clients;

    @Autowired
    Patients patients;

    @Autowired
    Versions versions;

    @Autowired
    Edits edits;

    @Autowired
    FakeOwner people;

    @Autowired
    LockManager locks;

    @RegisterExtension
    final NoLocks noLocks = new NoLocks(() -> locks);

    @Autowired
    PlatformTransactionManager transactions;

    @RepeatedTest(2)
    @Transactional(propagation = Propagation.NOT_SUPPORTED)
    void eachTestBeginsWithoutTheLocksOfTheOneBefore(RepetitionInfo repetition) {
        people.become("person " + repetition.getCurrentRepetition(), "Bob Smith");

        assertThat(edits.begin("patient", "4711")).isInstanceOf(EditResult.Editing.class);
    }

    @Test
    @Transactional(propagation = Propagation.NOT_SUPPORTED)
    void versionsAreCompared() {
        long wong = clients.save(new Client("Wong", "Leiden")).id;

        assertThatThrownBy(() -> new TransactionTemplate(transactions)
                        .executeWithoutResult(status -> versions.change(
                                clients.findById(wong).orElseThrow(), 7, found -> found.city = "Delft")))
                .isInstanceOf(ConflictException.class);
        assertThat(clients.findById(wong).orElseThrow().city).isEqualTo("Leiden");
    }

    /** Locks outlive transactions, so they cannot be acquired in the one that the slice rolls back. */
    @Test
    @Transactional(propagation = Propagation.NOT_SUPPORTED)
    void locksAreVerified() {
        long kroker = patients.save(new Patient("Kroker")).id;
        people.become("bob", "Bob Smith");
        EditResult bobs = edits.begin("patient", "" + kroker);
        people.become("alice", "Alice Ng");

        assertThat(bobs).isInstanceOf(EditResult.Editing.class);
        assertThatThrownBy(() -> new TransactionTemplate(transactions)
                        .executeWithoutResult(
                                status -> patients.findById(kroker).orElseThrow().name = "Brannigan"))
                .hasStackTraceContaining(LockNotHeldException.class.getName())
                .hasStackTraceContaining("Bob Smith holds it");
        assertThat(patients.findById(kroker).orElseThrow().name).isEqualTo("Kroker");
    }
}
