package io.heldby.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heldby.jdbc.Heldby;
import io.heldby.jdbc.lock.InitializeSchema;
import io.heldby.lock.Acquisition;
import io.heldby.lock.Enforcement;
import io.heldby.lock.Lease;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockNotHeldException;
import io.heldby.lock.LockPolicies;
import io.heldby.lock.LockPolicy;
import io.heldby.lock.LockRequest;
import io.heldby.lock.Owner;
import io.heldby.testkit.RecordedStatements;
import io.heldby.testkit.TestDatabase;
import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.hibernate.Session;
import org.hibernate.cfg.JdbcSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nobody can forget the lock: whatever is written in whatever way, it is verified. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ImplicitLockContract {

    private static final LockPolicies POLICIES = LockPolicies.defaults().annotated(Ticket.class);

    private final TestDatabase database;
    private final RecordedStatements statements = new RecordedStatements();
    private final Owner alice = Owner.of("alice", "a1").named("Alice Ng");
    private final Owner bob = Owner.of("bob", "b1").named("Bob Smith");
    private final Heldby heldby;
    private final Jpa jpa;
    private Owner working = alice;
    private long ticket;

    ImplicitLockContract(TestDatabase database) {
        this.database = database;
        this.heldby = Heldby.builder(database.dataSource())
                .policies(POLICIES)
                .initializeSchema(InitializeSchema.ALWAYS)
                .build();
        this.jpa = jpa(POLICIES);
    }

    private Jpa jpa(LockPolicies policies) {
        Heldby guarding = heldby;
        return new Jpa(database, List.of(Ticket.class, Comment.class, Customer.class), settings -> {
            settings.property(JdbcSettings.JAKARTA_NON_JTA_DATASOURCE, statements.on(database.dataSource()));
            settings.property(
                    HeldbyHibernate.SETTING,
                    HeldbyHibernate.defaults().locks(guarding.guard(), () -> policies, key -> working, () -> ""));
        });
    }

    @BeforeEach
    void aliceIsWorking() {
        working = alice;
        ticket = store("printer");
    }

    @AfterAll
    void close() {
        jpa.close();
        heldby.close();
        database.close();
    }

    @Test
    void newRecordNeedsNoLock() {
        assertThat(ticket).isPositive();
    }

    @Test
    void holderMayWrite() {
        hold(ticket, alice);

        save(found -> found.title = "plotter");

        assertThat(title()).isEqualTo("plotter");
    }

    @Test
    void changeWithoutTheLockIsRefused() {
        assertRefused(() -> save(found -> found.title = "plotter"), "nobody holds it");

        hold(ticket, bob);
        assertRefused(() -> save(found -> found.title = "plotter"), "Bob Smith holds it");
        assertThat(title()).isEqualTo("printer");
    }

    @Test
    void everyWayOfWritingNeedsTheLock() {
        hold(ticket, bob);

        assertRefused(() -> jpa.run(entities -> entities.remove(entities.find(Ticket.class, ticket))), "Bob Smith");
        assertRefused(() -> save(found -> found.labels.add("urgent")), "Bob Smith");
        assertRefused(() -> save(found -> found.comment("me too")), "Bob Smith");
        assertRefused(() -> save(found -> found.comments.get(0).text = "you too"), "Bob Smith");
        assertRefused(() -> save(found -> found.comments.get(0).marks.add("read")), "Bob Smith");
        assertRefused(() -> save(found -> found.comments.remove(0)), "Bob Smith");
        assertRefused(
                () -> jpa.run(entities ->
                        entities.persist(new Comment(entities.getReference(Ticket.class, ticket), "by reference"))),
                "Bob Smith");
        assertRefused(
                () -> {
                    Ticket detached = jpa.call(entities -> entities.find(Ticket.class, ticket));
                    detached.title = "plotter";
                    jpa.run(entities -> entities.merge(detached));
                },
                "Bob Smith");
        assertRefused(
                () -> jpa.factory.unwrap(org.hibernate.SessionFactory.class).inStatelessTransaction(session -> {
                    Ticket found = session.get(Ticket.class, ticket);
                    found.title = "plotter";
                    session.update(found);
                }),
                "Bob Smith");
        assertThat(title()).isEqualTo("printer");
        assertThat(jpa.<Integer>call(
                        entities -> entities.find(Ticket.class, ticket).comments.size()))
                .isEqualTo(1);
    }

    @Test
    void memberThatMovesNeedsTheLocksOfBothRoots() {
        long other = store("scanner");
        hold(ticket, alice);
        Consumer<EntityManager> move = entities ->
                entities.find(Ticket.class, ticket).comments.get(0).ticket = entities.find(Ticket.class, other);

        assertRefused(() -> jpa.run(move), "ticket " + other);
        hold(other, alice);
        jpa.run(move);
    }

    @Test
    void whoCreatesARootMayAddToItAtOnce() {
        long id = jpa.call(entities -> {
            Ticket made = new Ticket("new");
            entities.persist(made);
            entities.flush();
            made.comment("first");
            made.title = "newer";
            return made.id;
        });

        assertThat(jpa.<Integer>call(
                        entities -> entities.find(Ticket.class, id).comments.size()))
                .isEqualTo(1);
    }

    @Test
    void whatHasNoPolicyNeedsNoLock() {
        jpa.run(entities -> entities.persist(new Customer("Fry", "1")));
    }

    @Test
    void readingNeedsNoLock() {
        hold(ticket, bob);

        assertThat(title()).isEqualTo("printer");
    }

    @Test
    void refusalThatTheCallerSwallowsCannotBeCommitted() {
        hold(ticket, bob);

        try {
            jpa.run(entities -> {
                entities.find(Ticket.class, ticket).title = "plotter";
                try {
                    entities.flush();
                } catch (RuntimeException swallowed) {
                    entities.clear();
                    entities.persist(new Customer("Leela", "2"));
                }
            });
        } catch (RuntimeException refused) {
            assertThat(refusal(refused)).isNotNull();
        }

        assertThat(title()).isEqualTo("printer");
        assertThat(jpa.<Long>call(entities -> entities.createQuery(
                                "select count(*) from Customer where name = 'Leela'", Long.class)
                        .getSingleResult()))
                .isZero();
    }

    /** On another one the lock's row would be free again, and the lock could be taken over before the commit. */
    @Test
    void verificationIsOnTheSessionsOwnConnection() throws SQLException {
        hold(ticket, alice);

        jpa.run(entities -> {
            entities.find(Ticket.class, ticket).title = "plotter";
            entities.flush();
            assertThatThrownBy(this::lockTheLocksRow).isInstanceOf(SQLException.class);
        });
        lockTheLocksRow();
    }

    private void lockTheLocksRow() throws SQLException {
        try (Connection connection = database.openConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "SELECT id FROM heldby_lock WHERE type = 'ticket' AND id = '" + ticket + "' FOR UPDATE NOWAIT");
        }
    }

    @Test
    void rollbackToASavepointIsNoticed() {
        Lease lease = hold(ticket, alice);

        assertThatThrownBy(() -> jpa.run(entities -> {
                    Session session = entities.unwrap(Session.class);
                    Savepoint before = session.doReturningWork(Connection::setSavepoint);
                    entities.find(Ticket.class, ticket).title = "plotter";
                    entities.flush();
                    session.doWork(connection -> connection.rollback(before));
                    heldby.locks().release(lease);
                    hold(ticket, bob);
                }))
                .satisfies(thrown -> assertThat(refusal(thrown)).isNotNull());
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 30, 101, 1_200})
    void manyRecordsAreVerifiedInTwoStatements(int records) {
        List<Long> ids = jpa.call(entities -> IntStream.range(0, records)
                .mapToObj(number -> {
                    Ticket made = new Ticket("ticket " + number);
                    entities.persist(made);
                    return made.id;
                })
                .toList());
        ids.forEach(id -> hold(id, alice));
        statements.takeAll();

        jpa.run(entities -> ids.forEach(id -> entities.find(Ticket.class, id).title += "!"));

        assertThat(statements.takeAll().stream().filter(sql -> !sql.contains("Ticket")))
                .hasSizeBetween(1, mostExtraStatements());
    }

    /** The bar: one when the first entity is written, one before the commit. */
    int mostExtraStatements() {
        return 2;
    }

    @Test
    void whatIsOnlyObservedIsWritten() {
        hold(ticket, bob);
        LockPolicies observing =
                LockPolicies.defaults().with("ticket", LockPolicy.DEFAULT.withEnforcement(Enforcement.OBSERVE));
        try (Heldby watching = Heldby.builder(database.dataSource())
                        .policies(observing)
                        .build();
                Jpa observed = new Jpa(
                        database,
                        List.of(Ticket.class, Comment.class),
                        settings -> settings.property(
                                        HeldbyHibernate.SETTING,
                                        HeldbyHibernate.defaults()
                                                .locks(watching.guard(), () -> observing, key -> alice, () -> ""))
                                .property("hibernate.hbm2ddl.auto", "none"))) {
            observed.run(entities -> entities.find(Ticket.class, ticket).title = "plotter");
        }

        assertThat(title()).isEqualTo("plotter");
    }

    private Lease hold(long id, Owner owner) {
        Acquisition answer = heldby.locks().acquire(LockRequest.of(LockKey.of("ticket", "" + id), owner));
        return answer.fold(granted -> granted.lease(), denied -> {
            throw new AssertionError(denied);
        });
    }

    private void assertRefused(Runnable work, String message) {
        assertThatThrownBy(work::run)
                .satisfies(thrown -> assertThat(refusal(thrown).getMessage()).contains(message));
    }

    private static LockNotHeldException refusal(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof LockNotHeldException refused) {
                return refused;
            }
        }
        throw new AssertionError("not refused for want of a lock", thrown);
    }

    private long store(String title) {
        return jpa.call(entities -> {
            Ticket made = new Ticket(title);
            made.comment("it smokes");
            entities.persist(made);
            return made.id;
        });
    }

    private void save(Consumer<Ticket> changes) {
        jpa.run(entities -> changes.accept(entities.find(Ticket.class, ticket)));
    }

    private String title() {
        return jpa.call(entities -> entities.find(Ticket.class, ticket).title);
    }
}
