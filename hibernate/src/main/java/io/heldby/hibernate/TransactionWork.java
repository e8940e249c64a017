package io.heldby.hibernate;

import io.heldby.version.ChangeRecord.Action;
import io.heldby.version.ConflictException;
import io.heldby.version.FieldChange;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.hibernate.Hibernate;
import org.hibernate.LockMode;
import org.hibernate.StaleStateException;
import org.hibernate.engine.spi.EntityEntry;
import org.hibernate.engine.spi.EntityKey;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.engine.spi.Status;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.proxy.HibernateProxy;
import org.hibernate.proxy.LazyInitializer;
import org.jspecify.annotations.Nullable;

/** What one session expects and writes in its running transaction. Like the session, for one thread at a time. */
final class TransactionWork {

    private final Protection protection;
    private final SharedSessionContractImplementor session;
    private final Map<EntityKey, Long> expected = new LinkedHashMap<>();
    private final Map<EntityKey, Attempt> attempts = new LinkedHashMap<>();
    /** Entities whose stored version is of this transaction, or that are gone by it. */
    private final Set<EntityKey> written = new HashSet<>();
    /** Roots of members that were written, or other members that lead there. */
    private final List<Touched> touched = new ArrayList<>();
    /** Entities that this transaction has made: nobody can hold them. */
    private final Set<EntityKey> created = new HashSet<>();

    private final @Nullable WrittenLocks locks;
    private final @Nullable LoggedWrites log;

    private @Nullable RuntimeException failure;

    TransactionWork(Protection protection, SharedSessionContractImplementor session) {
        this.protection = protection;
        this.session = session;
        ImplicitLocks settings = protection.settings().locks();
        this.locks = settings == null ? null : new WrittenLocks(settings, session);
        Logging logging = protection.settings().logging();
        this.log = logging == null ? null : new LoggedWrites(logging, session);
    }

    void expect(Object entity, long version) {
        EntityEntry entry = managed(entity);
        EntityModel model = protection.modelOf(entry.getPersister());
        expect(model, entry.getId(), version);
        requireExpected(model, entry);
    }

    /** @throws IllegalArgumentException when the class is no entity with a version */
    void requireVersioned(Class<?> type) {
        protection.modelOf(type).requireVersion();
    }

    /** @param loaded what there is under that id; null when there is nothing */
    void expect(Class<?> type, Object id, long version, @Nullable Object loaded) {
        EntityModel model = protection.modelOf(type);
        expect(model, id, version);
        if (loaded == null) {
            throw failed(List.of(new Attempt(model, id, version, null, null)));
        }
        requireExpected(model, managed(loaded));
    }

    private void expect(EntityModel model, Object id, long version) {
        model.requireVersion();
        EntityKey key = key(model, id);
        if (written.contains(key)) {
            throw new IllegalStateException(
                    "%s %s was written in this transaction before its version was expected; expect it first, then change it"
                            .formatted(model.type(), id));
        }
        Long other = expected.putIfAbsent(key, version);
        if (other != null && other != version) {
            throw new IllegalStateException(
                    "version %d of %s %s is expected in this transaction, but version %d was before"
                            .formatted(version, model.type(), id, other));
        }
    }

    <E> void change(E entity, long version, Consumer<? super E> changes) {
        EntityEntry entry = managed(entity);
        EntityModel model = protection.modelOf(entry.getPersister());
        expect(model, entry.getId(), version);
        if (model.number(entry.getVersion()) == version) {
            changes.accept(entity);
            return;
        }
        changes.accept(entity);
        EntityPersister persister = model.persister();
        Attempt refused =
                new Attempt(model, entry.getId(), version, null, persister.getValues(Hibernate.unproxy(entity)));
        attempts.put(key(model, entry.getId()), refused);
        throw failed(List.of(refused));
    }

    private EntityEntry managed(Object entity) {
        Object real = Hibernate.unproxy(entity);
        EntityEntry entry = session.getPersistenceContextInternal().getEntry(real);
        if (entry == null) {
            throw new IllegalArgumentException(
                    "%s is not managed in this session, so its version cannot be compared: load it in this transaction, or name its class and id"
                            .formatted(real.getClass().getName()));
        }
        return entry;
    }

    /** A flush is going to write this. */
    void attempts(Attempt attempt) {
        attempts.putIfAbsent(key(attempt.model(), attempt.id()), attempt);
    }

    /** The statement that writes this is about to be sent; it compares the version that the entry has. */
    void isWriting(EntityEntry entry) {
        requireExpected(protection.modelOf(entry.getPersister()), entry);
    }

    private void requireExpected(EntityModel model, EntityEntry entry) {
        EntityKey key = key(model, entry.getId());
        Long version = expected.get(key);
        if (version == null || written.contains(key) || model.number(entry.getVersion()) == version) {
            return;
        }
        Attempt known = attempts.get(key);
        throw failed(List.of(
                known == null ? new Attempt(model, entry.getId(), version, null, null) : known.basedOn(version)));
    }

    void wrote(EntityModel model, Object id) {
        written.add(key(model, id));
    }

    void created(EntityModel model, Object id) {
        created.add(key(model, id));
        if (model.hasVersion()) {
            wrote(model, id);
        }
    }

    /** What covers an entity that a flush is going to write, or is writing. */
    void needsLock(EntityModel model, @Nullable Object id, @Nullable Object @Nullable [] state) {
        if (locks == null) {
            return;
        }
        if (model.isLocked()) {
            if (id != null && !created.contains(key(model, id))) {
                locks.add(model.type(), id);
            }
        } else if (model.hasRoot() && state != null) {
            Object root = model.rootIn(state);
            if (root != null) {
                rootNeedsLock(root);
            }
        }
    }

    /** What is not loaded yet leads nowhere; it is looked at again at the end of the flush. */
    private void rootNeedsLock(Object member) {
        EntityModel model = protection.modelOf(member);
        Object id = isNew(member) ? null : EntityFields.idOf(member, session.getFactory());
        boolean leadsOn = model.hasRoot() && Hibernate.isInitialized(member);
        needsLock(model, id, leadsOn ? model.persister().getValues(Hibernate.unproxy(member)) : null);
    }

    private boolean isNew(Object entity) {
        EntityEntry entry = Hibernate.isInitialized(entity)
                ? session.getPersistenceContextInternal().getEntry(Hibernate.unproxy(entity))
                : null;
        return entry != null && !entry.isExistsInDatabase();
    }

    /** Right before a statement that writes. */
    void verifyLocks() {
        if (locks != null) {
            refusing(locks::verify);
        }
    }

    private void refusing(Runnable verification) {
        try {
            verification.run();
        } catch (RuntimeException refused) {
            failure = refused;
            throw refused;
        }
    }

    /** A version of an entity was made. */
    void made(
            EntityModel model,
            Object id,
            Action action,
            long version,
            @Nullable Long basedOn,
            Supplier<List<FieldChange>> fields) {
        if (log != null && (model.isLogged() || model.isLocked())) {
            log.add(new LoggedWrites.Made(
                    model, key(model, id), action, version, basedOn, model.isLogged() ? fields.get() : List.of()));
        }
    }

    /** A member of an aggregate was written, and so this changed. */
    void touches(Object rootOrMember, EntityModel member, Object id, Supplier<List<FieldChange>> changes) {
        touched.add(new Touched(rootOrMember, member, id, log == null ? List.of() : changes.get()));
    }

    /** @param towards the root, or another member that leads there */
    private record Touched(Object towards, EntityModel member, Object id, List<FieldChange> changes) {}

    /** At the end of a flush, and before the commit for what was written without one. */
    void complete() {
        raiseRoots();
        if (log != null) {
            try {
                log.write();
            } catch (SQLException failed) {
                throw session.getJdbcServices()
                        .getSqlExceptionHelper()
                        .convert(failed, "could not log what was changed");
            }
        }
    }

    /** Raises the version of each root whose members were written, unless it was by itself. */
    private void raiseRoots() {
        if (touched.isEmpty()) {
            return;
        }
        Map<EntityKey, Object> roots = new HashMap<>();
        for (Touched member : List.copyOf(touched)) {
            Object root = topOf(member.towards());
            if (root == null) {
                continue;
            }
            EntityModel model = protection.modelOf(root);
            Object id = model.persister().getIdentifier(root, session);
            needsLock(model, id, null);
            if (model.hasVersion()) {
                EntityKey key = key(model, id);
                roots.putIfAbsent(key, root);
                if (log != null) {
                    log.ofMember(key, member.member(), member.id(), member.changes());
                }
            }
        }
        touched.clear();
        verifyLocks();
        // In one order, so that two who write members of the same aggregates do not wait for each other.
        roots.entrySet().stream()
                .filter(root -> !written.contains(root.getKey()))
                .sorted(Comparator.comparing(Map.Entry::getKey, TransactionWork::byEntityAndId))
                .forEach(root -> raise(root.getKey(), root.getValue()));
        session.getJdbcCoordinator().executeBatch();
    }

    private @Nullable Object topOf(Object member) {
        Object top = loaded(member);
        while (top != null) {
            EntityModel model = protection.modelOf(top);
            Object next = model.hasRoot() ? model.rootIn(model.persister().getValues(top)) : null;
            if (next == null) {
                return top;
            }
            top = loaded(next);
        }
        return null;
    }

    /** Null when its row is gone. A stateless session does not load what its proxies stand for. */
    private @Nullable Object loaded(Object entity) {
        if (Hibernate.isInitialized(entity) || !session.isStateless()) {
            return Hibernate.unproxy(entity);
        }
        LazyInitializer proxy = ((HibernateProxy) entity).getHibernateLazyInitializer();
        return protection
                .modelOf(proxy.getPersistentClass())
                .persister()
                .load(proxy.getInternalIdentifier(), null, LockMode.NONE, session);
    }

    @SuppressWarnings("unchecked") // Ids of one entity are of one class.
    private static int byEntityAndId(EntityKey one, EntityKey other) {
        int order = one.getEntityName().compareTo(other.getEntityName());
        return order != 0 || !(one.getIdentifier() instanceof Comparable<?> id)
                ? order
                : ((Comparable<Object>) id).compareTo(other.getIdentifier());
    }

    private void raise(EntityKey key, Object root) {
        EntityModel model = protection.modelOf(root);
        EntityPersister persister = model.persister();
        EntityEntry entry = session.getPersistenceContextInternal().getEntry(root);
        if (entry == null) {
            Object current = persister.getCurrentVersion(key.getIdentifier(), session);
            if (current != null) {
                raised(key, model, current, persister.forceVersionIncrement(key.getIdentifier(), current, session));
            }
            return;
        }
        if (entry.getStatus() == Status.DELETED || entry.getStatus() == Status.GONE) {
            return;
        }
        attempts(new Attempt(
                model,
                entry.getId(),
                model.number(entry.getVersion()),
                entry.getLoadedState(),
                persister.getValues(root)));
        requireExpected(model, entry);
        Object before = entry.getVersion();
        Object raised = persister.forceVersionIncrement(entry.getId(), before, session);
        entry.forceLocked(root, raised);
        raised(key, model, before, raised);
    }

    private void raised(EntityKey key, EntityModel model, Object before, Object raised) {
        written.add(key);
        made(model, key.getIdentifier(), Action.CHANGED, model.number(raised), model.number(before), List::of);
    }

    /** Right before the commit, after its flush. */
    void beforeCompletion() {
        if (failure != null) {
            throw failure;
        }
        ExplainedFailures.explained(protection, session, this::complete);
        if (locks != null) {
            refusing(locks::verifyAgain);
        }
        List<Attempt> late = new ArrayList<>();
        expected.forEach((key, version) -> {
            if (!written.contains(key) && !isStored(key, version)) {
                late.add(new Attempt(protection.modelOf(key.getPersister()), key.getIdentifier(), version, null, null));
            }
        });
        if (!late.isEmpty()) {
            throw failed(late);
        }
    }

    /** Whether the row has this version. It is locked by that, because a mere look would show the snapshot where there is one. */
    private boolean isStored(EntityKey key, long version) {
        EntityPersister persister = key.getPersister();
        Object entity = persister.load(key.getIdentifier(), null, LockMode.NONE, session);
        EntityEntry entry =
                entity == null ? null : session.getPersistenceContextInternal().getEntry(Hibernate.unproxy(entity));
        if (entry == null || protection.modelOf(persister).number(entry.getVersion()) != version) {
            return false;
        }
        try {
            persister.lock(key.getIdentifier(), entry.getVersion(), entity, LockMode.PESSIMISTIC_READ, session);
            return true;
        } catch (StaleStateException changed) {
            return false;
        }
    }

    private ConflictException failed(List<Attempt> conflicts) {
        ConflictException conflict = conflict(conflicts, null);
        failure = conflict;
        return conflict;
    }

    private ConflictException conflict(Collection<Attempt> suspects, @Nullable RuntimeException givenUp) {
        return ConflictException.unexplained(
                suspects.stream().map(Attempt::unexplained).toList(),
                new ExplainedAttempts(protection, session.getTenantIdentifierValue(), List.copyOf(suspects), givenUp));
    }

    /**
     * What may be behind an error of Hibernate or of the database; null when nothing was tried.
     *
     * @param also something that was tried and failed before it could be noted; null when there is nothing
     * @param givenUp the error by which the database gave up; null when versions did not match
     */
    @Nullable
    ConflictException suspected(@Nullable Attempt also, @Nullable RuntimeException givenUp) {
        if (also != null) {
            attempts(also);
        }
        return attempts.isEmpty() ? null : conflict(attempts.values(), givenUp);
    }

    private EntityKey key(EntityModel model, Object id) {
        return session.generateEntityKey(id, model.persister());
    }
}
