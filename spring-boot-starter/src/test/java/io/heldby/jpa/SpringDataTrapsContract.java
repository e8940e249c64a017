package io.heldby.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.heldby.hibernate.VersionBypassedException;
import io.heldby.hibernate.Versions;
import io.heldby.jdbc.Retries;
import io.heldby.jpa.Office.Clients;
import io.heldby.jpa.Project.Task;
import io.heldby.jpa.Studio.FragmentDelete;
import io.heldby.jpa.Studio.OwnDelete;
import io.heldby.jpa.Studio.QueryDelete;
import io.heldby.jpa.Studio.Specified;
import io.heldby.testkit.TestDatabase;
import io.heldby.version.Conflict;
import io.heldby.version.ConflictException;
import jakarta.persistence.EntityManagerFactory;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.event.spi.EventType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.data.jpa.domain.DeleteSpecification;
import org.springframework.orm.ObjectOptimisticLockingFailureException;
import org.springframework.transaction.UnexpectedRollbackException;

/** What repositories lose in silence: first as it is with Spring Data JPA alone, then with Heldby. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SpringDataTrapsContract {

    private final TestDatabase database;
    private Studio alone;
    private Studio heldby;
    private long wong;

    SpringDataTrapsContract(TestDatabase database) {
        this.database = database;
    }

    @BeforeAll
    void start() {
        alone = Studio.withoutHeldby(database);
        heldby = Studio.withHeldby(database);
    }

    @AfterAll
    void close() {
        heldby.close();
        alone.close();
        database.close();
    }

    /** Leia opens the client in Leiden; Luke moves it to Delft; now Leia saves. */
    @BeforeEach
    void lukeSavesWhileLeiaThinks() {
        wong = heldby.clients.save(new Client("Wong", "Leiden")).id;
        saves("Luke", "Delft");
    }

    @Test
    void withoutHeldbyNothingOfItTakesPart() {
        assertThat(Arrays.stream(alone.context.getBeanDefinitionNames())
                        .map(name -> alone.context.getType(name).getName())
                        .filter(type -> type.startsWith("io.heldby.")))
                .allMatch(type -> type.startsWith("io.heldby.jpa.") || type.startsWith("io.heldby.testkit."));
        assertThat(listenersOf(alone)).noneMatch(type -> type.startsWith("io.heldby."));
        assertThat(listenersOf(heldby)).anyMatch(type -> type.startsWith("io.heldby."));
    }

    // The version of a form, set on a managed entity.

    @Test
    void withoutHeldbyTheVersionThatIsSetOnAManagedEntityIsIgnored() {
        alone.transactionally(() -> {
            Client client = alone.clients.findById(wong).orElseThrow();
            client.version = 0L;
            client.city = "Breda";
            Client unused = alone.clients.save(client);
        });

        assertThat(city()).as("Luke's is lost").isEqualTo("Breda");
    }

    @Test
    void versionThatTheClientHasReadIsCompared() {
        ConflictException conflict = conflictOf(() -> heldby.transactionally(() -> {
            Client client = heldby.clients.findById(wong).orElseThrow();
            heldby.versions().change(client, 0, found -> found.city = "Breda");
            Client unused = heldby.clients.saveAndFlush(client);
        }));

        assertThat(explained(conflict).sentence())
                .startsWith("client %d was saved by Luke".formatted(wong))
                .contains("(version 1, yours was 0)");
        assertThat(city()).isEqualTo("Delft");
    }

    // Members of an aggregate.

    @Test
    void withoutHeldbyAMemberChangesUnseenByWhoHasItsRootOpen() {
        Project project = alone.projects.save(project());

        Task changed = project.tasks.get(0);
        changed.text = "paint";
        Task unused = alone.tasks.save(changed);

        assertThat(versionOf(project)).as("nobody is warned").isZero();
    }

    @Test
    void changedMemberRaisesTheVersionOfItsRoot() {
        Project project = heldby.projects.save(project());

        Task changed = project.tasks.get(0);
        changed.text = "paint";
        Task unused = heldby.tasks.save(changed);

        assertThat(versionOf(project)).isEqualTo(1);
        conflictOf(() -> heldby.transactionally(() -> {
            Project stale = heldby.projects.findById(project.id).orElseThrow();
            heldby.versions().change(stale, 0, found -> found.title = "cellar");
        }));
    }

    // Bulk statements.

    @Test
    void withoutHeldbyABulkStatementIsOverwrittenByWhoeverHadTheRecordOpen() {
        Client leias = alone.clients.save(new Client("Fry", "Leiden"));

        int moved = alone.transactional(() -> alone.clients.moveAll());
        leias.name = "Fry-Wong";
        Client unused = alone.clients.save(leias);

        assertThat(moved).isPositive();
        assertThat(alone.clients.findById(leias.id).orElseThrow().city)
                .as("the move is lost")
                .isEqualTo("Leiden");
    }

    @Test
    void bulkStatementThatGoesAroundTheVersionIsRefused() {
        Client leias = heldby.clients.save(new Client("Fry", "Leiden"));

        assertThatThrownBy(() -> heldby.transactional(() -> heldby.clients.moveAll()))
                .hasStackTraceContaining(VersionBypassedException.class.getName());
        assertThat(heldby.clients.findById(leias.id).orElseThrow().city).isEqualTo("Leiden");

        assertThat(heldby.transactional(() -> heldby.clients.moveAllVersioned()))
                .isPositive();
        conflictOf(() -> heldby.clients.save(leias));
    }

    // Deletes by id.

    @Test
    void withoutHeldbyDeletingByIdDeletesWhatWasSavedMeanwhile() {
        alone.clients.deleteById(wong);

        assertThat(alone.clients.existsById(wong)).as("Luke's is lost").isFalse();
    }

    @Test
    void versionIsComparedOfWhatIsDeletedById() {
        ConflictException conflict = conflictOf(() -> deleteById(0));

        assertThat(explained(conflict).modifiedBy()).isEqualTo("Luke");
        assertThat(city()).isEqualTo("Delft");
        deleteById(1);
        assertThat(heldby.clients.existsById(wong)).isFalse();
    }

    // Deletes of what Spring Data takes for new.

    @Test
    void withoutHeldbyDeletingWithoutAVersionDoesNothingInSilence() {
        alone.clients.delete(sentWithoutVersion());
        alone.clients.deleteAll(List.of(sentWithoutVersion()));

        assertThat(alone.clients.existsById(wong)).as("nothing said so").isTrue();
    }

    @Test
    void deletingWithoutAVersionIsRefused() {
        assertThatThrownBy(() -> heldby.clients.delete(sentWithoutVersion()))
                .isInstanceOf(InvalidDataAccessApiUsageException.class)
                .hasMessageContaining("Client %d is stored", wong)
                .hasMessageContaining("versions.expect(Client.class, id, version)");
        assertThatThrownBy(() -> heldby.clients.deleteAll(List.of(sentWithoutVersion())))
                .isInstanceOf(InvalidDataAccessApiUsageException.class);
        assertThat(heldby.clients.existsById(wong)).isTrue();
    }

    @Test
    void withoutHeldbyDeletingAReferenceDoesNothingInSilence() {
        alone.transactionally(() -> alone.clients.delete(alone.clients.getReferenceById(wong)));

        assertThat(alone.clients.existsById(wong)).as("nothing said so").isTrue();
    }

    @Test
    void deletingAReferenceIsRefused() {
        assertThatThrownBy(() ->
                        heldby.transactionally(() -> heldby.clients.delete(heldby.clients.getReferenceById(wong))))
                .isInstanceOf(InvalidDataAccessApiUsageException.class);
    }

    @Test
    void deletingWhatIsStoredNowhereStaysAsItIs() {
        Client unsaved = new Client("Fry", "Leiden");
        heldby.clients.delete(unsaved);
        heldby.articles.delete(new Article("never stored", "Lamp"));

        Client stored = heldby.clients.findById(wong).orElseThrow();
        Iterator<Client> once = List.of(stored).iterator();
        heldby.clients.deleteAll(() -> once);
        assertThat(heldby.clients.existsById(wong)).isFalse();
    }

    @Test
    void deletingBySpecificationIsABulkStatementForTheGuard() {
        DeleteSpecification<Client> named = (client, delete, builder) -> builder.equal(client.get("name"), "nobody");

        assertThatThrownBy(() -> heldby.context.getBean(Specified.class).delete(named))
                .isInstanceOf(VersionBypassedException.class);
    }

    @Test
    void repositoriesWithADeleteOfTheirOwnAreLeftAlone() {
        long fry = heldby.clients.save(new Client("Fry", "Leiden")).id;

        assertThatThrownBy(() -> heldby.context.getBean(QueryDelete.class).delete(sentWithoutVersion()))
                .as("what Hibernate says of the argument of a statement")
                .isInstanceOf(DataIntegrityViolationException.class);
        heldby.context.getBean(OwnDelete.class).delete(sentWithoutVersion());
        heldby.context.getBean(FragmentDelete.class).delete(sentWithoutVersion(fry));

        assertThat(heldby.clients.findAllById(List.of(wong, fry))).isEmpty();
    }

    // What Spring Data and Hibernate refuse by themselves.

    @Test
    void staleDetachedDeleteIsRefusedByHibernateAndExplained() {
        Client leias = heldby.clients.findById(wong).orElseThrow();
        saves("Han", "Gouda");

        assertThatThrownBy(() -> alone.clients.delete(leias))
                .isInstanceOf(ObjectOptimisticLockingFailureException.class);
        ConflictException conflict = conflictOf(() -> heldby.clients.delete(leias));

        assertThat(explained(conflict).modifiedBy()).isEqualTo("Han");
        assertThat(city()).isEqualTo("Gouda");
    }

    @Test
    void saveAfterADeletionIsRefusedByHibernateAndExplained() {
        Client leias = heldby.clients.findById(wong).orElseThrow();
        heldby.clients.deleteById(wong);
        leias.city = "Breda";

        assertThatThrownBy(() -> alone.clients.save(leias)).isInstanceOf(ObjectOptimisticLockingFailureException.class);
        ConflictException conflict = conflictOf(() -> heldby.clients.save(leias));

        assertThat(explained(conflict).kind()).isEqualTo(Conflict.Kind.DELETED);
    }

    @Test
    void saveWithoutAVersionIsRefusedByHibernate() {
        for (Clients clients : List.of(alone.clients, heldby.clients)) {
            long before = clients.count();

            assertThatThrownBy(() -> clients.save(sentWithoutVersion()))
                    .isInstanceOf(DataIntegrityViolationException.class)
                    .hasMessageContaining("uninitialized version value 'null'");
            assertThat(clients.count()).as("no second row").isEqualTo(before);
        }
    }

    @Test
    void saveOfAnAssignedIdWithoutAVersionIsAnInsertThatFails() {
        Article unused = alone.articles.save(new Article("lamp " + wong, "Lamp"));

        assertThatThrownBy(() -> alone.articles.save(new Article("lamp " + wong, "Desk")))
                .isInstanceOf(DataIntegrityViolationException.class);
        assertThatThrownBy(() -> heldby.articles.save(new Article("lamp " + wong, "Desk")))
                .isInstanceOf(DataIntegrityViolationException.class);
    }

    // A retry inside the transaction that failed.

    @Test
    void withoutHeldbyARetryInsideTheTransactionThatFailedSavesNothing() {
        assertThatThrownBy(() -> alone.transactionally(() -> {
                    Client client = alone.clients.findById(wong).orElseThrow();
                    client.city = "Breda";
                    inAnotherThread(() -> saves("Han", "Gouda"));
                    try {
                        Client unused = alone.clients.saveAndFlush(client);
                    } catch (ObjectOptimisticLockingFailureException stale) {
                        alone.clients.findById(wong).orElseThrow().city = "Breda";
                    }
                }))
                .isInstanceOf(UnexpectedRollbackException.class);

        assertThat(city()).isEqualTo("Gouda");
    }

    @Test
    void retryOutsideLoadsAgainAndSaves() {
        AtomicInteger attempts = new AtomicInteger();

        Retries.in(heldby.transactions())
                .update(connection -> heldby.clients.findById(wong).orElseThrow(), (connection, client) -> {
                    if (attempts.incrementAndGet() == 1) {
                        inAnotherThread(() -> saves("Han", "Gouda"));
                    }
                    client.name = "Wong-Kroker";
                    return heldby.clients.saveAndFlush(client);
                });

        assertThat(attempts).hasValue(2);
        assertThat(city()).as("Han's").isEqualTo("Gouda");
        assertThat(heldby.clients.findById(wong).orElseThrow().name).isEqualTo("Wong-Kroker");
    }

    private void deleteById(long version) {
        heldby.transactionally(() -> {
            Versions versions = heldby.versions();
            versions.expect(Client.class, wong, version);
            heldby.clients.deleteById(wong);
        });
    }

    private void saves(String who, String city) {
        heldby.people.become(who, who);
        heldby.transactionally(() -> heldby.clients.findById(wong).orElseThrow().city = city);
        heldby.people.become("leia", "Leia");
    }

    /** As a form that has forgotten the version makes it. */
    private Client sentWithoutVersion() {
        return sentWithoutVersion(wong);
    }

    private static Client sentWithoutVersion(long id) {
        Client sent = new Client("Wong", "Breda");
        sent.id = id;
        return sent;
    }

    private static Project project() {
        Project project = new Project("attic");
        Task unused = project.add("clean");
        return project;
    }

    private long versionOf(Project project) {
        return alone.projects.findById(project.id).orElseThrow().version;
    }

    private String city() {
        return alone.clients.findById(wong).orElseThrow().city;
    }

    private static void inAnotherThread(Runnable steps) {
        CompletableFuture.runAsync(steps).join();
    }

    private static List<String> listenersOf(Studio studio) {
        List<String> types = new ArrayList<>();
        EntityManagerFactory factory = studio.context.getBean(EntityManagerFactory.class);
        EventType.values()
                .forEach(type -> factory.unwrap(SessionFactoryImplementor.class)
                        .getEventListenerRegistry()
                        .getEventListenerGroup(type)
                        .fireEventOnEachListener(
                                types,
                                (listener, all) -> all.add(listener.getClass().getName())));
        return types;
    }

    private static ConflictException conflictOf(ThrowingCallable work) {
        Throwable thrown = catchThrowable(work);
        assertThat(thrown).as("what was thrown").isNotNull();
        return ConflictException.in(thrown).orElseThrow(() -> new AssertionError("no conflict in it", thrown));
    }

    private Conflict explained(ConflictException conflict) {
        try (Connection connection = database.openConnection()) {
            List<Conflict> all = conflict.explain(connection).conflicts();
            assertThat(all).hasSize(1);
            return all.get(0);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
