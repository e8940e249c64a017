package io.heldby.spring;

import io.heldby.hibernate.LockedEntities;
import io.heldby.lock.Lease;
import jakarta.persistence.EntityManagerFactory;
import java.util.function.Consumer;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.springframework.orm.jpa.EntityManagerHolder;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Whoever has got a lock edits what is stored now: not what a cache, or the session of this request, has kept from before. */
record FreshAfterGrant(EntityManagerFactory factory, LockedEntities entities) implements Consumer<Lease> {

    FreshAfterGrant(EntityManagerFactory factory) {
        this(factory, new LockedEntities(factory.unwrap(SessionFactory.class)));
    }

    @Override
    public void accept(Lease lease) {
        entities.forget(lease.key());
        if (TransactionSynchronizationManager.getResource(factory) instanceof EntityManagerHolder open) {
            entities.refresh(open.getEntityManager().unwrap(Session.class), lease.key());
        }
    }
}
