package io.heldby.benchmarks;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.hibernate.cfg.BatchSettings;
import org.hibernate.cfg.JdbcSettings;
import org.hibernate.jpa.HibernatePersistenceConfiguration;

/** Hibernate with batches of 50 and updates in order, with entities that it has loaded, and with those of a form. */
final class HibernateSavers implements AutoCloseable {

    static final String LOADED = "Hibernate, loaded entities, batch 50";
    static final String MERGE = "Hibernate merge() of detached entities";

    private final EntityManagerFactory factory;

    HibernateSavers(DataSource dataSource) {
        factory = new HibernatePersistenceConfiguration("benchmarks")
                .managedClass(InvoiceEntity.class)
                .property(JdbcSettings.JAKARTA_NON_JTA_DATASOURCE, dataSource)
                .property(BatchSettings.STATEMENT_BATCH_SIZE, 50)
                .property(BatchSettings.ORDER_UPDATES, true)
                .createEntityManagerFactory();
    }

    List<Saver> all() {
        return List.of(new Loaded(), new Merge());
    }

    @Override
    public void close() {
        factory.close();
    }

    private static void inTransaction(EntityManager session, Consumer<EntityManager> work) {
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

    /** They are loaded before, untimed, in a session that stays open; what is timed is the change and the flush. */
    private final class Loaded implements Saver {

        @Override
        public String name() {
            return LOADED;
        }

        @Override
        public Save prepare(List<Invoice> changed) {
            EntityManager session = factory.createEntityManager();
            List<InvoiceEntity> entities = new ArrayList<>();
            for (Invoice invoice : changed) {
                entities.add(session.find(InvoiceEntity.class, invoice.id()));
            }
            return () -> inTransaction(session, open -> {
                for (int i = 0; i < entities.size(); i++) {
                    entities.get(i).fill(changed.get(i));
                }
            });
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
