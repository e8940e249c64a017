package io.heldby.hibernate;

import org.hibernate.engine.spi.EntityEntry;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.engine.spi.Status;
import org.hibernate.event.spi.FlushEntityEvent;
import org.hibernate.event.spi.FlushEntityEventListener;
import org.hibernate.event.spi.PostDeleteEvent;
import org.hibernate.event.spi.PostDeleteEventListener;
import org.hibernate.event.spi.PostInsertEvent;
import org.hibernate.event.spi.PostInsertEventListener;
import org.hibernate.event.spi.PostUpdateEvent;
import org.hibernate.event.spi.PostUpdateEventListener;
import org.hibernate.event.spi.PreDeleteEvent;
import org.hibernate.event.spi.PreDeleteEventListener;
import org.hibernate.event.spi.PreInsertEvent;
import org.hibernate.event.spi.PreInsertEventListener;
import org.hibernate.event.spi.PreUpdateEvent;
import org.hibernate.event.spi.PreUpdateEventListener;
import org.jspecify.annotations.Nullable;

/**
 * Hears of every entity that is written. What is dirty is known before the first statement of a flush; what was written, after
 * each.
 */
final class EntityListener
        implements FlushEntityEventListener,
                PreInsertEventListener,
                PreUpdateEventListener,
                PreDeleteEventListener,
                PostInsertEventListener,
                PostUpdateEventListener,
                PostDeleteEventListener {

    private static final long serialVersionUID = 1L;

    private final transient Protection protection;

    EntityListener(Protection protection) {
        this.protection = protection;
    }

    Protection protection() {
        return protection;
    }

    @Override
    public void onFlushEntity(FlushEntityEvent event) {
        EntityEntry entry = event.getEntityEntry();
        boolean deleted = entry.getStatus() == Status.DELETED;
        if (!deleted && !event.hasDirtyProperties() && !event.hasDirtyCollection()) {
            return;
        }
        EntityModel model = protection.modelOf(entry.getPersister());
        if (!entry.isExistsInDatabase() || !model.isGuarded()) {
            return;
        }
        TransactionWork work = protection.workOf(event.getSession());
        work.needsLock(model, entry.getId(), entry.getLoadedState());
        if (model.hasVersion()) {
            work.attempts(new Attempt(
                    model,
                    entry.getId(),
                    model.number(entry.getVersion()),
                    entry.getLoadedState(),
                    deleted ? null : event.getPropertyValues()));
        }
    }

    @Override
    public boolean onPreInsert(PreInsertEvent event) {
        EntityModel model = protection.modelOf(event.getPersister());
        if (model.hasRoot()) {
            writing(event.getSession(), model, null, event.getState());
        }
        return false;
    }

    @Override
    public boolean onPreUpdate(PreUpdateEvent event) {
        EntityModel model = protection.modelOf(event.getPersister());
        if (model.isGuarded()) {
            compared(event.getSession(), event.getEntity());
            writing(event.getSession(), model, event.getId(), event.getOldState());
            // A member that moves needs the lock of either root.
            writing(event.getSession(), model, event.getId(), event.getState());
        }
        return false;
    }

    @Override
    public boolean onPreDelete(PreDeleteEvent event) {
        EntityModel model = protection.modelOf(event.getPersister());
        if (model.isGuarded()) {
            compared(event.getSession(), event.getEntity());
            writing(event.getSession(), model, event.getId(), event.getDeletedState());
        }
        return false; // A veto would lose the write in silence.
    }

    private void compared(SharedSessionContractImplementor session, Object entity) {
        EntityEntry entry = session.getPersistenceContextInternal().getEntry(entity);
        if (entry != null && protection.modelOf(entry.getPersister()).hasVersion()) {
            protection.workOf(session).isWriting(entry);
        }
    }

    private void writing(
            SharedSessionContractImplementor session,
            EntityModel model,
            @Nullable Object id,
            @Nullable Object @Nullable [] state) {
        TransactionWork work = protection.workOf(session);
        work.needsLock(model, id, state);
        work.verifyLocks();
    }

    @Override
    public void onPostInsert(PostInsertEvent event) {
        EntityModel model = protection.modelOf(event.getPersister());
        if (model.isGuarded()) {
            protection.workOf(event.getSession()).created(model, event.getId());
        }
        touched(event.getSession(), model, event.getState());
    }

    @Override
    public void onPostUpdate(PostUpdateEvent event) {
        EntityModel model = protection.modelOf(event.getPersister());
        wrote(event.getSession(), model, event.getId(), event.getState());
        touched(event.getSession(), model, event.getOldState());
    }

    @Override
    public void onPostDelete(PostDeleteEvent event) {
        wrote(event.getSession(), protection.modelOf(event.getPersister()), event.getId(), event.getDeletedState());
    }

    private void wrote(
            SharedSessionContractImplementor session,
            EntityModel model,
            Object id,
            @Nullable Object @Nullable [] state) {
        if (model.hasVersion()) {
            protection.workOf(session).wrote(model, id);
        }
        touched(session, model, state);
    }

    private void touched(
            SharedSessionContractImplementor session, EntityModel model, @Nullable Object @Nullable [] state) {
        if (model.hasRoot() && state != null) {
            Object root = model.rootIn(state);
            if (root != null) {
                protection.workOf(session).touches(root);
            }
        }
    }
}
