package io.heldby.jpa;

import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.spi.PersistenceProvider;
import jakarta.persistence.spi.PersistenceUnitInfo;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.hibernate.boot.registry.classloading.internal.ClassLoaderServiceImpl;
import org.hibernate.jpa.HibernatePersistenceProvider;
import org.hibernate.jpa.boot.spi.Bootstrap;
import org.springframework.orm.jpa.vendor.HibernateJpaVendorAdapter;

/** Hibernate in Spring as it is on a class path without heldby-hibernate: it finds no service of Heldby's. */
final class HibernateAlone extends HibernateJpaVendorAdapter {

    @Override
    public PersistenceProvider getPersistenceProvider() {
        return new HibernatePersistenceProvider() {
            @Override
            public EntityManagerFactory createContainerEntityManagerFactory(
                    PersistenceUnitInfo unit, Map<?, ?> properties) {
                Map<String, Object> settings = new HashMap<>();
                properties.forEach((name, value) -> settings.put((String) name, value));
                return Bootstrap.getEntityManagerFactoryBuilder(
                                unit, settings, new ServicesOfOthers(unit.getClassLoader()))
                        .build();
            }
        };
    }

    private static final class ServicesOfOthers extends ClassLoaderServiceImpl {

        ServicesOfOthers(ClassLoader loader) {
            super(loader);
        }

        @Override
        public <S> Collection<S> loadJavaServices(Class<S> contract) {
            return super.loadJavaServices(contract).stream()
                    .filter(service -> !service.getClass().getName().startsWith("io.heldby."))
                    .toList();
        }
    }
}
