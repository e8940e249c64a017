package io.heldby.hibernate;

import java.util.List;
import org.hibernate.event.spi.AbstractCollectionEvent;
import org.hibernate.event.spi.PostCollectionRecreateEvent;
import org.hibernate.event.spi.PostCollectionRecreateEventListener;
import org.hibernate.event.spi.PostCollectionRemoveEvent;
import org.hibernate.event.spi.PostCollectionRemoveEventListener;
import org.hibernate.event.spi.PostCollectionUpdateEvent;
import org.hibernate.event.spi.PostCollectionUpdateEventListener;
import org.hibernate.event.spi.PreCollectionRecreateEvent;
import org.hibernate.event.spi.PreCollectionRecreateEventListener;
import org.hibernate.event.spi.PreCollectionRemoveEvent;
import org.hibernate.event.spi.PreCollectionRemoveEventListener;
import org.hibernate.event.spi.PreCollectionUpdateEvent;
import org.hibernate.event.spi.PreCollectionUpdateEventListener;

/**
 * Hears of collections of members that are written by themselves, such as an {@code @ElementCollection}: then the member is
 * changed, though no statement is sent for its own row. That of a root raises its version without us.
 */
final class CollectionListener
        implements PreCollectionRecreateEventListener,
                PreCollectionUpdateEventListener,
                PreCollectionRemoveEventListener,
                PostCollectionRecreateEventListener,
                PostCollectionUpdateEventListener,
                PostCollectionRemoveEventListener {

    private static final long serialVersionUID = 1L;

    private final transient Protection protection;

    CollectionListener(Protection protection) {
        this.protection = protection;
    }

    @Override
    public void onPreRecreateCollection(PreCollectionRecreateEvent event) {
        writing(event);
    }

    @Override
    public void onPreUpdateCollection(PreCollectionUpdateEvent event) {
        writing(event);
    }

    @Override
    public void onPreRemoveCollection(PreCollectionRemoveEvent event) {
        writing(event);
    }

    private void writing(AbstractCollectionEvent event) {
        Object owner = event.getAffectedOwnerOrNull();
        if (owner == null || event.getCollectionPersister().isInverse()) {
            return;
        }
        EntityModel model = protection.modelOf(owner);
        if (model.isGuarded()) {
            TransactionWork work = protection.writesOf(event.getSession());
            work.needsLock(
                    model, event.getAffectedOwnerIdOrNull(), model.persister().getValues(owner));
            work.verifyLocks();
        }
    }

    @Override
    public void onPostRecreateCollection(PostCollectionRecreateEvent event) {
        touched(event);
    }

    @Override
    public void onPostUpdateCollection(PostCollectionUpdateEvent event) {
        touched(event);
    }

    @Override
    public void onPostRemoveCollection(PostCollectionRemoveEvent event) {
        touched(event);
    }

    private void touched(AbstractCollectionEvent event) {
        Object owner = event.getAffectedOwnerOrNull();
        if (owner != null
                && !event.getCollectionPersister().isInverse()
                && protection.modelOf(owner).hasRoot()) {
            EntityModel member = protection.modelOf(owner);
            protection.writesOf(event.getSession()).touches(owner, member, event.getAffectedOwnerIdOrNull(), List::of);
        }
    }
}
