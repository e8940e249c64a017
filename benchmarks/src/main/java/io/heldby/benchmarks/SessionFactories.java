package io.heldby.benchmarks;

import io.heldby.hibernate.HeldbyHibernate;
import jakarta.persistence.EntityManagerFactory;
import java.util.Collection;
import java.util.Map;
import javax.sql.DataSource;
import org.hibernate.boot.registry.classloading.internal.ClassLoaderServiceImpl;
import org.hibernate.cfg.BatchSettings;
import org.hibernate.cfg.JdbcSettings;
import org.hibernate.jpa.HibernatePersistenceConfiguration;
import org.hibernate.jpa.boot.spi.Bootstrap;
import org.hibernate.jpa.boot.spi.PersistenceConfigurationDescriptor;

/** Hibernate with batches of 50 and updates in order. */
final class SessionFactories {

    private SessionFactories() {}

    /** As where heldby-hibernate is not on the class path: Hibernate finds no service of Heldby's. */
    static EntityManagerFactory alone(DataSource dataSource, Class<?> entity) {
        return Bootstrap.getEntityManagerFactoryBuilder(
                        new PersistenceConfigurationDescriptor(configuration(dataSource, entity)),
                        Map.of(),
                        new ServicesOfOthers())
                .build();
    }

    static EntityManagerFactory withHeldby(DataSource dataSource, Class<?> entity, HeldbyHibernate settings) {
        return configuration(dataSource, entity)
                .property(HeldbyHibernate.SETTING, settings)
                .createEntityManagerFactory();
    }

    private static HibernatePersistenceConfiguration configuration(DataSource dataSource, Class<?> entity) {
        return new HibernatePersistenceConfiguration("benchmarks")
                .managedClass(entity)
                .property(JdbcSettings.JAKARTA_NON_JTA_DATASOURCE, dataSource)
                .property(BatchSettings.STATEMENT_BATCH_SIZE, 50)
                .property(BatchSettings.ORDER_UPDATES, true);
    }

    private static final class ServicesOfOthers extends ClassLoaderServiceImpl {

        @Override
        public <S> Collection<S> loadJavaServices(Class<S> contract) {
            return super.loadJavaServices(contract).stream()
                    .filter(service -> !service.getClass().getName().startsWith("io.heldby."))
                    .toList();
        }
    }
}
