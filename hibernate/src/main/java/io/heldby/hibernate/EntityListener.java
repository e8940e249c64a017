package io.heldby.hibernate;

import io.heldby.version.ChangeRecord.Action;
import java.util.List;
import java.util.Objects;
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
        TransactionWork work = protection.writesOf(event.getSession());
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
            writing(event.getSession(), model, event.getId(), state(model, event.getDeletedState(), event.getEntity()));
        }
        return false; // A veto would lose the write in silence.
    }

    private void compared(SharedSessionContractImplementor session, Object entity) {
        EntityEntry entry = session.getPersistenceContextInternal().getEntry(entity);
        if (entry != null && protection.modelOf(entry.getPersister()).hasVersion()) {
            protection.writesOf(session).isWriting(entry);
        }
    }

    private void writing(
            SharedSessionContractImplementor session,
            EntityModel model,
            @Nullable Object id,
            @Nullable Object @Nullable [] state) {
        TransactionWork work = protection.writesOf(session);
        work.needsLock(model, id, state);
        work.verifyLocks();
    }

    @Override
    public void onPostInsert(PostInsertEvent event) {
        EntityModel model = protection.modelOf(event.getPersister());
        if (!model.isGuarded()) {
            return;
        }
        TransactionWork work = protection.writesOf(event.getSession());
        work.created(model, event.getId());
        if (model.hasVersion()) {
            long version = model.number(event.getState()[model.versionIndex()]);
            work.made(model, event.getId(), Action.CREATED, version, null, () -> model.changes(null, event.getState()));
        }
        touched(work, model, event.getId(), null, event.getState());
    }

    @Override
    public void onPostUpdate(PostUpdateEvent event) {
        EntityModel model = protection.modelOf(event.getPersister());
        if (!model.isGuarded()) {
            return;
        }
        TransactionWork work = protection.writesOf(event.getSession());
        @Nullable Object @Nullable [] before = event.getOldState();
        if (before == null) {
            updatedWithoutKnowing(work, model, event);
            return;
        }
        if (model.hasVersion()) {
            long version = model.number(event.getState()[model.versionIndex()]);
            long basedOn = model.number(before[model.versionIndex()]);
            if (basedOn != version) { // What is excluded from versions raises none.
                work.wrote(model, event.getId());
                work.made(
                        model,
                        event.getId(),
                        Action.CHANGED,
                        version,
                        basedOn,
                        () -> model.changes(before, event.getState()));
            }
        }
        touched(work, model, event.getId(), before, event.getState());
    }

    /** A stateless session does not know what was stored before. A gap in the log is better than a change from nothing. */
    private static void updatedWithoutKnowing(TransactionWork work, EntityModel model, PostUpdateEvent event) {
        if (model.hasVersion()) {
            work.wrote(model, event.getId());
        }
        Object root = model.hasRoot() ? model.rootIn(event.getState()) : null;
        if (root != null) {
            work.touches(root, model, event.getId(), List::of);
        }
    }

    @Override
    public void onPostDelete(PostDeleteEvent event) {
        EntityModel model = protection.modelOf(event.getPersister());
        if (!model.isGuarded()) {
            return;
        }
        TransactionWork work = protection.writesOf(event.getSession());
        @Nullable Object[] before = state(model, event.getDeletedState(), event.getEntity());
        if (model.hasVersion()) {
            long version = model.number(before[model.versionIndex()]);
            work.wrote(model, event.getId());
            work.made(model, event.getId(), Action.DELETED, version + 1, version, () -> model.changes(before, null));
        }
        touched(work, model, event.getId(), before, null);
    }

    /** A stateless session says no state of what it deletes. */
    private static @Nullable Object[] state(EntityModel model, @Nullable Object @Nullable [] told, Object entity) {
        return told == null ? model.persister().getValues(entity) : told;
    }

    private static boolean sameId(EntityModel member, Object one, Object other) {
        return Objects.equals(
                EntityFields.idOf(one, member.persister().getFactory()),
                EntityFields.idOf(other, member.persister().getFactory()));
    }

    /** A member that has moved touches two roots. */
    private static void touched(
            TransactionWork work,
            EntityModel model,
            Object id,
            @Nullable Object @Nullable [] before,
            @Nullable Object @Nullable [] after) {
        if (!model.hasRoot()) {
            return;
        }
        Object from = before == null ? null : model.rootIn(before);
        Object to = after == null ? null : model.rootIn(after);
        if (to != null) {
            work.touches(to, model, id, () -> model.changes(before, after));
        }
        if (from != null && !(to != null && sameId(model, from, to))) {
            work.touches(from, model, id, () -> model.changes(before, after));
        }
    }
}
