package io.heldby.jpa;

import io.heldby.hibernate.Versions;
import io.heldby.hibernate.WithoutVersionCheck;
import io.heldby.jpa.Office.Clients;
import io.heldby.jpa.Project.Task;
import io.heldby.lock.Transactions;
import io.heldby.testkit.FakeOwner;
import io.heldby.testkit.TestDatabase;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.data.domain.AuditorAware;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.JpaSpecificationExecutor;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.jpa.repository.config.EnableJpaAuditing;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;
import org.springframework.data.repository.query.Param;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** A Spring Data JPA application, started on a test's database as it was before Heldby, and with it. */
final class Studio implements AutoCloseable {

    final ConfigurableApplicationContext context;
    final Clients clients;
    final Projects projects;
    final Tasks tasks;
    final Articles articles;
    final FakeOwner people;
    private final Work work;

    private Studio(ConfigurableApplicationContext context) {
        this.context = context;
        clients = context.getBean(Clients.class);
        projects = context.getBean(Projects.class);
        tasks = context.getBean(Tasks.class);
        articles = context.getBean(Articles.class);
        people = context.getBean(FakeOwner.class);
        work = context.getBean(Work.class);
    }

    /** Makes the tables. Nothing of Heldby's takes part: no auto-configuration, and Hibernate finds no service. */
    static Studio withoutHeldby(TestDatabase database) {
        String ours = String.join(
                ",",
                ImportCandidates.load(AutoConfiguration.class, Studio.class.getClassLoader()).getCandidates().stream()
                        .filter(name -> name.startsWith("io.heldby."))
                        .toList());
        return start(
                database,
                context -> context.registerBean(HibernateAlone.class),
                "spring.jpa.hibernate.ddl-auto=create",
                "spring.autoconfigure.exclude=" + ours);
    }

    /** On the tables of the other. */
    static Studio withHeldby(TestDatabase database) {
        return start(
                database,
                context -> {},
                "spring.jpa.hibernate.ddl-auto=none",
                "heldby.jdbc.initialize-schema=always",
                "heldby.hibernate.statement-guard=fail");
    }

    private static Studio start(
            TestDatabase database,
            ApplicationContextInitializer<GenericApplicationContext> more,
            String... properties) {
        return new Studio(new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .logStartupInfo(false)
                .bannerMode(Banner.Mode.OFF)
                .properties(properties)
                .initializers(
                        (GenericApplicationContext context) -> context.registerBean(
                                "dataSource",
                                DataSource.class,
                                database::dataSource,
                                definition -> definition.setDestroyMethodName("")),
                        more)
                .run());
    }

    Versions versions() {
        return context.getBean(Versions.class);
    }

    Transactions transactions() {
        return context.getBean(Transactions.class);
    }

    /** In a method that is {@code @Transactional}. */
    <T> T transactional(Supplier<T> steps) {
        return work.transactional(steps);
    }

    void transactionally(Runnable steps) {
        work.transactional(() -> {
            steps.run();
            return null;
        });
    }

    @Override
    public void close() {
        context.close();
    }

    interface Projects extends JpaRepository<Project, Long> {}

    interface Tasks extends JpaRepository<Task, Long> {}

    interface Articles extends JpaRepository<Article, String> {}

    interface Specified extends JpaRepository<Client, Long>, JpaSpecificationExecutor<Client> {}

    /** Says itself what a delete is. */
    interface OwnDelete extends JpaRepository<Client, Long> {

        @Override
        default void delete(Client client) {
            deleteById(client.id);
        }
    }

    /** Has a statement for it. */
    interface QueryDelete extends JpaRepository<Client, Long> {

        @Override
        @WithoutVersionCheck(reason = "a test says so")
        @Modifying
        @Transactional
        @Query("delete from Client c where c = :client")
        void delete(@Param("client") Client client);
    }

    /** Has it from elsewhere. */
    interface FragmentDelete extends JpaRepository<Client, Long>, Removal<Client> {}

    @Service
    static class Work {

        @Transactional
        public <T> T transactional(Supplier<T> steps) {
            return steps.get();
        }
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @EnableJpaRepositories(considerNestedRepositories = true)
    @EnableJpaAuditing
    @Import(Work.class)
    static class Application {

        @Bean
        FakeOwner people() {
            return new FakeOwner("alice", "Alice Ng");
        }

        @Bean
        AuditorAware<String> auditor(FakeOwner people) {
            return () -> people.owner("audit").map(owner -> owner.displayName()).or(Optional::empty);
        }
    }
}
