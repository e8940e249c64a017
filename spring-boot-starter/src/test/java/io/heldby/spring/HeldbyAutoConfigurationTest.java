package io.heldby.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.heldby.lock.EditResult;
import io.heldby.lock.Edits;
import io.heldby.lock.Guard;
import io.heldby.lock.InMemoryLockStore;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockManager;
import io.heldby.lock.LockPolicies;
import io.heldby.lock.LockPolicy;
import io.heldby.lock.LockRequest;
import io.heldby.lock.LockStore;
import io.heldby.lock.Owner;
import io.heldby.lock.OwnerResolver;
import io.heldby.lock.Sweeper;
import io.heldby.lock.Transactions;
import io.heldby.spring.transaction.SpringGuard;
import io.heldby.testkit.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceInitializationAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseBuilder;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseType;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class HeldbyAutoConfigurationTest {

    private final ApplicationContextRunner application =
            new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(HeldbyAutoConfiguration.class));

    private final ApplicationContextRunner withOneDataSource = application.withConfiguration(AutoConfigurations.of(
            DataSourceAutoConfiguration.class,
            DataSourceTransactionManagerAutoConfiguration.class,
            TransactionAutoConfiguration.class));

    @Test
    void withOneDataSourceThereIsNothingToConfigure() {
        withOneDataSource.run(context -> {
            assertThat(context)
                    .hasSingleBean(LockPolicies.class)
                    .hasSingleBean(LockStore.class)
                    .hasSingleBean(LockManager.class)
                    .hasSingleBean(Guard.class)
                    .hasSingleBean(SpringGuard.class)
                    .hasSingleBean(Transactions.class)
                    .hasSingleBean(Edits.class)
                    .hasSingleBean(Sweeper.class);
            assertThat(context.getBean(LockPolicies.class)).isEqualTo(LockPolicies.defaults());
        });
    }

    @Test
    void aRecordIsOpenedSavedAndFreeAgain() {
        withOneDataSource.run(context -> {
            Edits edits = context.getBean(Edits.class);
            JdbcTemplate sql = new JdbcTemplate(context.getBean(DataSource.class));
            sql.execute("CREATE TABLE policy (id INT PRIMARY KEY, version BIGINT)");
            sql.update("INSERT INTO policy VALUES (1, 7)");
            LockKey key = LockKey.of("policy", "1");
            EditResult opened = edits.begin(LockRequest.of(key, Owner.of("leia", "s1")));

            edits.save(
                    ((EditResult.Editing) opened).handle(),
                    7,
                    save -> sql.update(
                            "UPDATE policy SET version = version + 1 WHERE id = 1 AND version = ?",
                            save.expectedVersion()));

            assertThat(sql.queryForObject("SELECT version FROM policy", Long.class))
                    .isEqualTo(8);
            assertThat(context.getBean(LockManager.class).holders(key)).isEmpty();
        });
    }

    @Test
    void locksAreNotTakenInsideATransaction() {
        withOneDataSource.run(context -> {
            LockManager locks = context.getBean(LockManager.class);
            TransactionTemplate transaction =
                    new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
            LockRequest request = LockRequest.of(LockKey.of("policy", "1"), Owner.of("leia", "s1"));

            assertThat(catchThrowable(() -> transaction.execute(status -> locks.acquire(request))))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("@Transactional");
        });
    }

    @Test
    void withoutADataSourceItStepsBack() {
        application.run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(LockManager.class));
    }

    @Test
    void ofSeveralDataSourcesNoneIsGuessed() {
        twoDataSources()
                .run(context -> assertThat(context)
                        .hasFailed()
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(HeldbyConfigurationException.class)
                        .hasMessageContaining("heldby.data-source")
                        .hasMessageContaining("orders")
                        .hasMessageContaining("archive"));
    }

    @Test
    void theNamedOneOfSeveralDataSourcesKeepsTheLocks() {
        twoDataSources().withPropertyValues("heldby.data-source=archive").run(context -> {
            context.getBean(LockManager.class)
                    .acquireOrThrow(LockRequest.of(LockKey.of("policy", "1"), Owner.of("leia", "s1")));
            assertThat(new JdbcTemplate(context.getBean("archive", DataSource.class))
                            .queryForObject("SELECT COUNT(*) FROM heldby_lock", Integer.class))
                    .isEqualTo(1);
            assertThat(context.getBean(Transactions.class).<String, RuntimeException>run(connection -> {
                        try {
                            return connection.getMetaData().getURL();
                        } catch (SQLException failed) {
                            throw new IllegalStateException(failed);
                        }
                    }))
                    .contains("archive");
        });
    }

    @Test
    void aNameThatNoDataSourceHasIsSaid() {
        twoDataSources()
                .withPropertyValues("heldby.data-source=nowhere")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("heldby.data-source is \"nowhere\"")
                        .hasMessageContaining("orders"));
    }

    @Test
    void policiesComeFromPropertiesAndThenFromTheApplication() {
        withOneDataSource
                .withPropertyValues("heldby.policies.order.lease=1m", "heldby.policies.invoice.lease=2m")
                .withBean(
                        LockPolicyCustomizer.class,
                        () -> policies -> policies.with("order", LockPolicy.fixed(Duration.ofMinutes(30))))
                .run(context -> {
                    LockManager locks = context.getBean(LockManager.class);
                    assertThat(locks.policyOf("order")).isEqualTo(LockPolicy.fixed(Duration.ofMinutes(30)));
                    assertThat(locks.policyOf("invoice").lease()).isEqualTo(Duration.ofMinutes(2));
                    assertThat(locks.policyOf("customer")).isEqualTo(LockPolicy.DEFAULT);
                });
    }

    @Test
    void beansOfTheApplicationReplaceOurs() {
        LockPolicies policies = LockPolicies.defaults().with("order", LockPolicy.fixed(Duration.ofHours(1)));
        LockStore store = new InMemoryLockStore(InstantSource.system());
        withOneDataSource
                .withBean(LockPolicies.class, () -> policies)
                .withBean(LockStore.class, () -> store)
                .run(context -> {
                    assertThat(context.getBean(LockPolicies.class)).isSameAs(policies);
                    assertThat(context.getBean(LockStore.class)).isSameAs(store);
                });
    }

    @Test
    void whoIsSignedInComesFromTheApplicationsResolver() {
        withOneDataSource
                .withBean(OwnerResolver.class, () -> session -> Optional.of(Owner.of("leia", session)))
                .run(context -> assertThat(context.getBean(Edits.class).begin("policy", "1"))
                        .isInstanceOf(EditResult.Editing.class));
    }

    @Test
    void withoutAResolverNobodyIsSignedInAndTheMessageSaysSo() {
        withOneDataSource.run(context -> assertThat(
                        catchThrowable(() -> context.getBean(Edits.class).begin("policy", "1")))
                .hasMessageContaining("nobody is signed in"));
    }

    @Test
    void tablesOfADatabaseServerAreNotCreatedUnasked() {
        try (TestDatabase postgres = TestDatabase.postgres()) {
            ApplicationContextRunner onPostgres =
                    withOneDataSource.withPropertyValues("spring.datasource.url=" + postgres.jdbcUrl());
            onPostgres.run(context -> assertThat(context)
                    .getFailure()
                    .hasStackTraceContaining("heldby.jdbc.initialize-schema")
                    .hasStackTraceContaining("postgresql.sql"));
            onPostgres
                    .withPropertyValues("heldby.jdbc.initialize-schema=always", "heldby.jdbc.table-prefix=our_locks_")
                    .run(context -> assertThat(new JdbcTemplate(context.getBean(DataSource.class))
                                    .queryForObject("SELECT COUNT(*) FROM our_locks_lock", Integer.class))
                            .isZero());
        }
    }

    @Test
    void migrationsOfTheApplicationRunFirst() {
        withOneDataSource
                .withConfiguration(AutoConfigurations.of(DataSourceInitializationAutoConfiguration.class))
                .withPropertyValues(
                        "spring.sql.init.schema-locations=classpath:io/heldby/spring/own-schema.sql",
                        "heldby.jdbc.schema=own")
                .run(context -> assertThat(new JdbcTemplate(context.getBean(DataSource.class))
                                .queryForObject("SELECT COUNT(*) FROM own.heldby_lock", Integer.class))
                        .isZero());
    }

    @Test
    void theSweeperEndsWithTheApplication() {
        Set<Thread> before = sweepers();
        Set<Thread> started = new HashSet<>();

        withOneDataSource.run(context -> started.addAll(sweepers()));
        started.removeAll(before);

        assertThat(started).isNotEmpty().noneMatch(Thread::isAlive);
    }

    private ApplicationContextRunner twoDataSources() {
        return application
                .withBean("orders", DataSource.class, () -> embedded("orders"))
                .withBean("archive", DataSource.class, () -> embedded("archive"))
                .withBean(
                        "ordersTransactions",
                        PlatformTransactionManager.class,
                        () -> new JdbcTransactionManager(embedded("orders")))
                .withBean(
                        "archiveTransactions",
                        PlatformTransactionManager.class,
                        () -> new JdbcTransactionManager(embedded("archive")));
    }

    private static DataSource embedded(String name) {
        return new EmbeddedDatabaseBuilder()
                .setName(name)
                .setType(EmbeddedDatabaseType.H2)
                .build();
    }

    private static Set<Thread> sweepers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("heldby-sweeper"))
                .collect(Collectors.toSet());
    }
}
