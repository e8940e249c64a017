package io.heldby.hibernate;

import org.hibernate.event.spi.AbstractCollectionEvent;
import org.hibernate.event.spi.PostCollectionRecreateEvent;
import org.hibernate.event.spi.PostCollectionRecreateEventListener;
import org.hibernate.event.spi.PostCollectionRemoveEvent;
import org.hibernate.event.spi.PostCollectionRemoveEventListener;
import org.hibernate.event.spi.PostCollectionUpdateEvent;
import org.hibernate.event.spi.PostCollectionUpdateEventListener;

/**
 * Hears of collections of members that are written by themselves, such as an {@code @ElementCollection}: then the member is
 * changed, though no statement is sent for its own row. That of a root raises its version without us.
 */
final class CollectionListener
        implements PostCollectionRecreateEventListener,
                PostCollectionUpdateEventListener,
                PostCollectionRemoveEventListener {

    private static final long serialVersionUID = 1L;

    private final transient Protection protection;

    CollectionListener(Protection protection) {
        this.protection = protection;
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
            protection.workOf(event.getSession()).touches(owner);
        }
    }
}
