package io.heldby.benchmarks;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.util.List;
import java.util.function.Consumer;
import javax.sql.DataSource;

/** Hibernate with batches of 50 and updates in order, with entities that it has loaded, and with those of a form. */
final class HibernateSavers implements AutoCloseable {

    static final String LOADED = "Hibernate, loaded entities, batch 50";
    static final String MERGE = "Hibernate merge() of detached entities";

    private final EntityManagerFactory factory;

    HibernateSavers(DataSource dataSource) {
        factory = SessionFactories.alone(dataSource, InvoiceEntity.class);
    }

    List<Saver> all() {
        return List.of(new LoadedEntities(LOADED, factory, InvoiceEntity.class), new Merge());
    }

    @Override
    public void close() {
        factory.close();
    }

    static void inTransaction(EntityManager session, Consumer<EntityManager> work) {
        try (session) {
            session.getTransaction().begin();
            try {
                work.accept(session);
                session.getTransaction().commit();
            } catch (RuntimeException failed) {
                if (session.getTransaction().isActive()) {
                    session.getTransaction().rollback();
                }
                throw failed;
            }
        }
    }

    private final class Merge implements Saver {

        @Override
        public String name() {
            return MERGE;
        }

        @Override
        public Save prepare(List<Invoice> changed) {
            List<InvoiceEntity> detached =
                    changed.stream().map(InvoiceEntity::detached).toList();
            return () -> inTransaction(factory.createEntityManager(), session -> detached.forEach(session::merge));
        }
    }
}
