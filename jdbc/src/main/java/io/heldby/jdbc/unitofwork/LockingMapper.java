package io.heldby.jdbc.unitofwork;

import io.heldby.lock.LockKey;
import io.heldby.lock.LockedException;
import io.heldby.lock.Protocol;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Implicit Lock: a mapper that locks by itself, so that nobody can forget. Finding acquires, as the type's
 * {@link Protocol} says; updating and deleting verify that the caller's editing session holds the lock, and never acquire
 * it: a lock taken at the moment of writing protects nothing that was read before.
 *
 * <p>Made by {@link LockingMappers}. What it acquires stays held until it is released: by {@code Edits}, by the end of
 * the editing session, or by its lease.
 *
 * <p>Finding opens a connection of its own after the lock is granted, so that what it loads is not older than the lock;
 * therefore it must be called outside a transaction. Writing runs on the caller's connection and in their transaction.
 *
 * <p>Safe for use by many threads.
 *
 * @param <T> what it maps
 * @see <a href="https://martinfowler.com/eaaCatalog/implicitLock.html">Fowler, Implicit Lock</a>
 */
public final class LockingMapper<T> {

    private final LockingMappers context;
    private final Mapper<T> mapper;
    private final String type;
    private final Function<? super T, ?> id;
    private final Function<? super T, LockKey> root;

    /** @param root what covers an object: its own key, or that of the aggregate that it is in */
    LockingMapper(
            LockingMappers context,
            Mapper<T> mapper,
            String type,
            Function<? super T, ?> id,
            Function<? super T, LockKey> root) {
        this.context = context;
        this.mapper = mapper;
        this.type = type;
        this.id = id;
        this.root = root;
    }

    /**
     * Loads to read. Locks first where the protocol makes readers lock.
     *
     * @return empty when there is no such record; it is locked all the same, so that nobody creates it meanwhile
     * @throws LockedException when somebody else works on it: who, since and until when
     */
    public Optional<Versioned<T>> find(Object id) {
        LockKey key = context.key(type, id);
        context.protocolOf(key).toRead().ifPresent(mode -> context.acquire(key, mode));
        return context.load(connection -> mapper.find(connection, id));
    }

    /**
     * Loads to edit: locks first.
     *
     * @throws LockedException when somebody else works on it: who, since and until when
     */
    public Optional<Versioned<T>> findForEdit(Object id) {
        LockKey key = context.key(type, id);
        context.acquire(key, context.protocolOf(key).toEdit());
        return context.load(connection -> mapper.find(connection, id));
    }

    /** Stores a new object. A member of an aggregate needs the aggregate's lock; a record of its own has none yet. */
    public long insert(Connection connection, T object, String by) throws SQLException {
        LockKey covering = root.apply(object);
        if (!covering.equals(keyOf(object))) {
            context.verify(connection, covering);
        }
        return mapper.insert(connection, object, by);
    }

    /**
     * Overwrites an object that the caller has locked.
     *
     * @throws io.heldby.lock.LockNotHeldException when they have not: who has, and where in the code this was
     */
    public long update(Connection connection, T object, long expectedVersion, String by) throws SQLException {
        LockKey covering = root.apply(object);
        context.verify(connection, covering);
        if (!covering.equals(keyOf(object))) {
            verifyWhereItWas(connection, id.apply(object), covering);
        }
        return mapper.update(connection, object, expectedVersion, by);
    }

    /** Deletes an object that the caller has locked; throws as {@link #update} does. */
    public void delete(Connection connection, Object id, long expectedVersion, String by) throws SQLException {
        Optional<Versioned<T>> stored = mapper.find(connection, id);
        context.verify(
                connection, stored.map(record -> root.apply(record.value())).orElseGet(() -> context.key(type, id)));
        mapper.delete(connection, id, expectedVersion, by);
    }

    /** What it goes around. */
    Mapper<T> mapper() {
        return mapper;
    }

    /** The lock that covers a record. */
    LockKey covering(Object recordId, @Nullable T object) {
        return object == null ? context.key(type, recordId) : root.apply(object);
    }

    /** As writing through this mapper does. */
    void verify(Connection connection, LockKey covering) {
        context.verify(connection, covering);
    }

    /** A member that moves to another aggregate changes both, so both must be locked. */
    private void verifyWhereItWas(Connection connection, Object id, LockKey covering) throws SQLException {
        Optional<LockKey> before = mapper.find(connection, id).map(stored -> root.apply(stored.value()));
        if (before.isPresent() && !before.get().equals(covering)) {
            context.verify(connection, before.get());
        }
    }

    private LockKey keyOf(T object) {
        return context.key(type, id.apply(object));
    }
}
