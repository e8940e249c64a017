package io.heldby.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.heldby.jdbc.Heldby;
import io.heldby.jdbc.lock.InitializeSchema;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockPolicies;
import io.heldby.lock.Owner;
import io.heldby.testkit.TestDatabase;
import io.heldby.version.ConflictException;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.hibernate.cfg.JdbcSettings;
import org.hibernate.cfg.SchemaToolingSettings;
import org.hibernate.jpa.HibernatePersistenceConfiguration;
import org.hibernate.tool.schema.Action;
import org.junit.jupiter.api.Test;

/** Runs the examples of docs/hibernate.md that need no Spring. */
class HibernateGuideTest {

    @Test
    void examplesRun() throws SQLException {
        try (TestDatabase database = TestDatabase.h2();
                Heldby heldby = Heldby.builder(database.dataSource())
                        .policies(policies())
                        .initializeSchema(InitializeSchema.ALWAYS)
                        .build();
                EntityManagerFactory factory = factory(database.dataSource(), heldby)) {
            long id = factory.callInTransaction(entities -> {
                Account account = new Account("Kroker");
                entities.persist(account);
                return account.id;
            });
            save(factory, id, 0, "Brannigan");

            Throwable late = catchThrowable(() -> save(factory, id, 0, "Wong"));

            assertThat(told(database.dataSource(), late))
                    .startsWith("account " + id + " was saved by Alice Ng at ")
                    .endsWith("(version 1, yours was 0)");
        }
    }

    private static LockPolicies policies() {
        return LockPolicies.defaults().annotated(Ticket.class);
    }

    private static Owner signedIn(LockKey key) {
        return Owner.of("alice", "a1").named("Alice Ng");
    }

    private static EntityManagerFactory factory(DataSource dataSource, Heldby heldby) {
        HibernatePersistenceConfiguration configuration = new HibernatePersistenceConfiguration("office");
        configuration.managedClasses(Account.class, Account.Booking.class, Customer.class, Ticket.class, Comment.class);
        configuration.property(JdbcSettings.JAKARTA_NON_JTA_DATASOURCE, dataSource);
        configuration.property(SchemaToolingSettings.HBM2DDL_AUTO, Action.ACTION_CREATE);
        // tag::settings[]
        configuration.property(
                HeldbyHibernate.SETTING,
                HeldbyHibernate.defaults()
                        .locks(heldby.guard(), () -> policies(), key -> signedIn(key), () -> "")
                        .changeLog(heldby::changeLog, heldby::savedEvents, () -> "Alice Ng")
                        .statementGuard(StatementGuardMode.FAIL));
        // end::settings[]
        return configuration.createEntityManagerFactory();
    }

    private static void save(EntityManagerFactory factory, long id, long version, String name) {
        // tag::change[]
        factory.runInTransaction((EntityManager entities) -> {
            Account account = entities.find(Account.class, id);
            new Versions(entities).change(account, version, found -> found.name = name);
        });
        // end::change[]
    }

    private static String told(DataSource dataSource, Throwable failed) throws SQLException {
        // tag::explain[]
        ConflictException conflict = ConflictException.in(failed).orElseThrow();
        try (Connection connection = dataSource.getConnection()) {
            return conflict.explain(connection).conflicts().get(0).sentence();
        }
        // end::explain[]
    }
}
