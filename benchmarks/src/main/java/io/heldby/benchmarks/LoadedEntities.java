package io.heldby.benchmarks;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.util.ArrayList;
import java.util.List;

/**
 * Entities that were loaded before, untimed, in a session that stays open; what is timed is the change and the flush.
 *
 * @param entity their class
 */
record LoadedEntities(String name, EntityManagerFactory factory, Class<? extends InvoiceFields> entity)
        implements Saver {

    @Override
    public Save prepare(List<Invoice> changed) {
        EntityManager session = factory.createEntityManager();
        List<InvoiceFields> entities = new ArrayList<>();
        for (Invoice invoice : changed) {
            entities.add(session.find(entity, invoice.id()));
        }
        return () -> HibernateSavers.inTransaction(session, open -> {
            for (int i = 0; i < entities.size(); i++) {
                entities.get(i).fill(changed.get(i));
            }
        });
    }
}
