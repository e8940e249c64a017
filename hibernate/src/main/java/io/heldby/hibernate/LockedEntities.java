package io.heldby.hibernate;

import io.heldby.lock.LockKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.hibernate.Hibernate;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.engine.spi.EntityEntry;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.engine.spi.SessionImplementor;
import org.hibernate.engine.spi.Status;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.type.BasicType;
import org.hibernate.type.Type;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of an entity that has just been locked: it may be older than the lock, and the person who got the lock would edit
 * what the one before them has changed. Safe for use by many threads, each with its own session.
 */
public final class LockedEntities {

    private final SessionFactoryImplementor factory;
    private final Protection protection;

    /** Those of this session factory. */
    public LockedEntities(SessionFactory factory) {
        this.factory = factory.unwrap(SessionFactoryImplementor.class);
        this.protection = Protection.of(this.factory);
    }

    /** Takes the entity, its collections and its members out of the second-level cache. */
    public void forget(LockKey key) {
        for (EntityModel model : protection.models()) {
            if (isRoot(model, key)) {
                Object id = id(model.persister(), key.id());
                if (id == null) {
                    factory.getCache().evictEntityData(model.persister().getEntityName());
                } else {
                    factory.getCache().evictEntityData(model.persister().getEntityName(), id);
                }
                forgetCollections(model.persister());
            } else if (leadsTo(model, key)) {
                factory.getCache().evictEntityData(model.persister().getEntityName());
                forgetCollections(model.persister());
            }
        }
    }

    private void forgetCollections(EntityPersister persister) {
        for (int i = 0; i < persister.getPropertyNames().length; i++) {
            Type type = persister.getPropertyTypes()[i];
            if (type.isCollectionType()) {
                factory.getCache()
                        .evictCollectionData(
                                persister.getEntityName() + "." + persister.getPropertyNames()[i]);
            }
        }
    }

    /**
     * Reads again what a session has loaded before of the entity and its members, such as one that is kept open for the whole
     * request. What was changed in them is given up: it was changed without the lock.
     */
    public void refresh(Session session, LockKey key) {
        List<Object> old = new ArrayList<>();
        for (Map.Entry<Object, EntityEntry> loaded : session.unwrap(SessionImplementor.class)
                .getPersistenceContextInternal()
                .reentrantSafeEntityEntries()) {
            if (loaded.getValue().getStatus() == Status.MANAGED && isOf(loaded.getKey(), key)) {
                old.add(loaded.getKey());
            }
        }
        old.forEach(entity -> {
            if (session.contains(entity)) {
                session.refresh(entity);
            }
        });
    }

    private boolean isOf(Object loaded, LockKey key) {
        Object next = loaded;
        while (next != null) {
            EntityModel model = protection.modelOf(next);
            if (isRoot(model, key)) {
                return key.id().equals(String.valueOf(EntityFields.idOf(next, factory)));
            }
            next = model.hasRoot() && Hibernate.isInitialized(next)
                    ? model.rootIn(model.persister().getValues(Hibernate.unproxy(next)))
                    : null;
        }
        return false;
    }

    private static boolean isRoot(EntityModel model, LockKey key) {
        return model.type().equals(key.type());
    }

    private boolean leadsTo(EntityModel model, LockKey key) {
        EntityModel next = model;
        while (next.hasRoot()) {
            next = protection.modelOf(next.rootClass());
            if (isRoot(next, key)) {
                return true;
            }
        }
        return false;
    }

    /** Null when the text of the key cannot be read as an id, such as one of several columns. */
    private static @Nullable Object id(EntityPersister persister, String text) {
        try {
            return persister.getIdentifierType() instanceof BasicType<?> basic
                    ? basic.getJavaTypeDescriptor().fromString(text)
                    : null;
        } catch (RuntimeException notAnId) {
            return null;
        }
    }
}
