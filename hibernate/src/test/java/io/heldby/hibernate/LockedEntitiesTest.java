package io.heldby.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import io.heldby.lock.LockKey;
import io.heldby.testkit.TestDatabase;
import jakarta.persistence.Cacheable;
import jakarta.persistence.CascadeType;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.annotations.Cache;
import org.hibernate.annotations.CacheConcurrencyStrategy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whoever gets a lock edits what is stored now. */
class LockedEntitiesTest {

    @Entity
    @Table(name = "cached_policy")
    @Cacheable
    @Cache(usage = CacheConcurrencyStrategy.NONSTRICT_READ_WRITE, region = "policy")
    static class Policy {

        @Id
        Long id;

        @Version
        long version;

        String holder;

        @OneToMany(mappedBy = "policy", cascade = CascadeType.ALL)
        @Cache(usage = CacheConcurrencyStrategy.NONSTRICT_READ_WRITE, region = "coverages")
        List<Coverage> coverages = new ArrayList<>();
    }

    @Entity
    @Table(name = "cached_coverage")
    @Cacheable
    @Cache(usage = CacheConcurrencyStrategy.NONSTRICT_READ_WRITE, region = "coverage")
    static class Coverage {

        @Id
        Long id;

        @VersionRoot
        @ManyToOne
        Policy policy;

        String kind;
    }

    private static final LockKey KEY = LockKey.of("policy", "1");

    private final TestDatabase database = TestDatabase.h2();
    private final Jpa jpa = new Jpa(
            database,
            List.of(Policy.class, Coverage.class),
            settings -> settings.property("hibernate.cache.region.factory_class", "jcache")
                    .property("hibernate.cache.use_second_level_cache", true)
                    .property("hibernate.javax.cache.missing_cache_strategy", "create"));
    private final LockedEntities locked = new LockedEntities(jpa.factory.unwrap(SessionFactory.class));

    @BeforeEach
    void kroker() {
        jpa.run(entities -> {
            Policy policy = new Policy();
            policy.id = 1L;
            policy.holder = "Kroker";
            Coverage coverage = new Coverage();
            coverage.id = 11L;
            coverage.kind = "fire";
            coverage.policy = policy;
            policy.coverages.add(coverage);
            entities.persist(policy);
        });
        assertThat(read()).isEqualTo("Kroker: fire");
    }

    @AfterEach
    void close() {
        jpa.close();
        database.close();
    }

    @Test
    void whatIsCachedIsForgotten() throws SQLException {
        anotherNodeSaves();
        assertThat(read()).as("out of the cache").isEqualTo("Kroker: fire");

        locked.forget(KEY);

        assertThat(read()).isEqualTo("Brannigan: theft");
    }

    @Test
    void whatIsCachedOfOthersIsKept() throws SQLException {
        anotherNodeSaves();

        locked.forget(LockKey.of("policy", "2"));
        locked.forget(LockKey.of("claim", "1"));

        assertThat(jpa.<String>call(entities -> entities.find(Policy.class, 1L).holder))
                .isEqualTo("Kroker");
    }

    @Test
    void whatASessionHasLoadedIsReadAgain() throws SQLException {
        try (EntityManager open = jpa.factory.createEntityManager()) {
            Policy policy = open.find(Policy.class, 1L);
            assertThat(policy.coverages.get(0).kind).isEqualTo("fire");
            anotherNodeSaves();
            locked.forget(KEY);

            locked.refresh(open.unwrap(Session.class), KEY);

            assertThat(policy.holder).isEqualTo("Brannigan");
            assertThat(policy.version).isEqualTo(1);
            assertThat(open.find(Policy.class, 1L).coverages.get(0).kind).isEqualTo("theft");
        }
    }

    private void anotherNodeSaves() throws SQLException {
        try (Connection connection = database.openConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE cached_policy SET holder = 'Brannigan', version = 1");
            statement.execute("UPDATE cached_coverage SET kind = 'theft'");
        }
    }

    private String read() {
        return jpa.call(entities -> {
            Policy policy = entities.find(Policy.class, 1L);
            return policy.holder + ": " + policy.coverages.get(0).kind;
        });
    }
}
