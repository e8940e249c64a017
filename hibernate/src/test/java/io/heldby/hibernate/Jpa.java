package io.heldby.hibernate;

import io.heldby.testkit.TestDatabase;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.hibernate.cfg.JdbcSettings;
import org.hibernate.cfg.SchemaToolingSettings;
import org.hibernate.jpa.HibernatePersistenceConfiguration;
import org.hibernate.tool.schema.Action;

/** Hibernate on a test's database, with tables made for its entities. */
final class Jpa implements AutoCloseable {

    final EntityManagerFactory factory;

    Jpa(TestDatabase database, List<Class<?>> entities, Consumer<HibernatePersistenceConfiguration> settings) {
        HibernatePersistenceConfiguration configuration = new HibernatePersistenceConfiguration(database.name());
        entities.forEach(configuration::managedClass);
        configuration.property(JdbcSettings.JAKARTA_NON_JTA_DATASOURCE, database.dataSource());
        configuration.property(SchemaToolingSettings.HBM2DDL_AUTO, Action.ACTION_CREATE);
        settings.accept(configuration);
        factory = configuration.createEntityManagerFactory();
    }

    void run(Consumer<EntityManager> work) {
        call(entities -> {
            work.accept(entities);
            return null;
        });
    }

    <T> T call(Function<EntityManager, T> work) {
        return factory.callInTransaction(work);
    }

    @Override
    public void close() {
        factory.close();
    }
}
