package io.heldby.hibernate;

import jakarta.transaction.Synchronization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.hibernate.Hibernate;
import org.hibernate.SessionFactory;
import org.hibernate.SessionFactoryObserver;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.event.service.spi.EventListenerRegistry;
import org.hibernate.event.spi.EventType;
import org.hibernate.persister.entity.EntityPersister;

/** Heldby in one session factory: its entities, its running transactions, and the listeners that serve them. */
final class Protection {

    private final SessionFactoryImplementor factory;
    private final HeldbyHibernate settings;
    private final Map<EntityPersister, EntityModel> models = new ConcurrentHashMap<>();
    /** Sessions are equal only to themselves. */
    private final Map<SharedSessionContractImplementor, TransactionWork> running = new ConcurrentHashMap<>();

    Protection(SessionFactoryImplementor factory, HeldbyHibernate settings) {
        this.factory = factory;
        this.settings = settings;
    }

    /** The one of a session factory; where it is {@linkplain HeldbyHibernate#off off}, one that nothing listens to. */
    static Protection of(SessionFactoryImplementor factory) {
        List<Protection> found = new ArrayList<>();
        factory.getEventListenerGroups()
                .eventListenerGroup_PRE_UPDATE
                .fireEventOnEachListener(found, (listener, all) -> {
                    if (listener instanceof EntityListener ours) {
                        all.add(ours.protection());
                    }
                });
        if (!found.isEmpty()) {
            return found.get(0);
        }
        HeldbyHibernate settings = HeldbyHibernate.in(factory.getProperties());
        if (!settings.isOn()) {
            return new Protection(factory, settings);
        }
        throw new IllegalStateException(
                "Heldby is not part of this session factory; is heldby-hibernate on the class path from which Hibernate loads its services?");
    }

    void install() {
        EventListenerRegistry listeners = factory.getEventListenerRegistry();
        EntityListener entities = new EntityListener(this);
        listeners.appendListeners(EventType.FLUSH_ENTITY, entities);
        listeners.appendListeners(EventType.PRE_INSERT, entities);
        listeners.appendListeners(EventType.PRE_UPDATE, entities);
        listeners.appendListeners(EventType.PRE_DELETE, entities);
        listeners.appendListeners(EventType.POST_INSERT, entities);
        listeners.appendListeners(EventType.POST_UPDATE, entities);
        listeners.appendListeners(EventType.POST_DELETE, entities);
        CollectionListener collections = new CollectionListener(this);
        listeners.appendListeners(EventType.PRE_COLLECTION_RECREATE, collections);
        listeners.appendListeners(EventType.PRE_COLLECTION_UPDATE, collections);
        listeners.appendListeners(EventType.PRE_COLLECTION_REMOVE, collections);
        listeners.appendListeners(EventType.POST_COLLECTION_RECREATE, collections);
        listeners.appendListeners(EventType.POST_COLLECTION_UPDATE, collections);
        listeners.appendListeners(EventType.POST_COLLECTION_REMOVE, collections);
        ExplainedFailures.install(listeners, this);
        Observing observing = settings.observing();
        if (observing != null) {
            LostWork lostWork = new LostWork(this, observing);
            listeners.appendListeners(EventType.POST_LOAD, lostWork);
            listeners.appendListeners(EventType.POST_COMMIT_UPDATE, lostWork);
            listeners.appendListeners(EventType.POST_COMMIT_DELETE, lostWork);
        }
        factory.addObserver(new SessionFactoryObserver() {
            @Override
            public void sessionFactoryCreated(SessionFactory created) {
                factory.getMappingMetamodel()
                        .forEachEntityDescriptor(entity -> modelOf(entity).check(Protection.this));
                if (factory.getSessionFactoryOptions().getStatementInspector() instanceof StatementGuard guard) {
                    guard.watch(created);
                }
            }
        });
    }

    EntityModel modelOf(EntityPersister persister) {
        EntityModel known = models.get(persister);
        return known != null ? known : models.computeIfAbsent(persister, unknown -> new EntityModel(unknown, settings));
    }

    EntityModel modelOf(Object entity) {
        Class<?> type = Hibernate.getClass(entity);
        return modelOf(factory.getMappingMetamodel().getEntityDescriptor(type));
    }

    /** @throws IllegalArgumentException when it is no entity */
    EntityModel modelOf(Class<?> type) {
        EntityPersister persister = factory.getMappingMetamodel().findEntityDescriptor(type);
        if (persister == null) {
            throw new IllegalArgumentException(type.getName() + " is no entity of this persistence unit");
        }
        return modelOf(persister);
    }

    List<EntityModel> models() {
        List<EntityModel> all = new ArrayList<>();
        factory.getMappingMetamodel().forEachEntityDescriptor(entity -> all.add(modelOf(entity)));
        return all;
    }

    SessionFactoryImplementor factory() {
        return factory;
    }

    HeldbyHibernate settings() {
        return settings;
    }

    /**
     * What is known of the session's transaction.
     *
     * @throws IllegalStateException outside a transaction
     */
    TransactionWork workOf(SharedSessionContractImplementor session) {
        TransactionWork known = running.get(session);
        if (known != null) {
            return known;
        }
        if (!session.isTransactionInProgress()) {
            throw new IllegalStateException(
                    "versions are compared in the transaction that saves, and there is none: load the entity and call this inside one (with Spring, annotate the method with @Transactional)");
        }
        TransactionWork begun = new TransactionWork(this, session);
        running.put(session, begun);
        session.accessTransaction().registerSynchronization(new Synchronization() {
            @Override
            public void beforeCompletion() {
                begun.beforeCompletion();
            }

            @Override
            public void afterCompletion(int status) {
                running.remove(session, begun);
            }
        });
        return begun;
    }

    /**
     * The same for what is written. Outside a transaction, where Hibernate may be told to write, there is no end at which anything
     * could be completed: only locks are verified.
     */
    TransactionWork writesOf(SharedSessionContractImplementor session) {
        return session.isTransactionInProgress() ? workOf(session) : new TransactionWork(this, session);
    }

    void afterFlush(SharedSessionContractImplementor session) {
        TransactionWork work = running.get(session);
        if (work != null) {
            work.complete();
        }
    }
}
