package io.heldby.jdbc.unitofwork;

import io.heldby.lock.LockKey;
import io.heldby.lock.LockedException;
import java.sql.SQLException;
import java.util.List;

/**
 * Implicit Lock around a {@link MemberMapper}: reading an aggregate's members acquires the lock of the whole aggregate, as
 * the protocol of {@link SharedVersions#TYPE} says; writing one verifies that the caller holds it, and never acquires it.
 *
 * <p>Made by {@link LockingMappers#aroundMembers(MemberMapper)}. Reading must be called outside a transaction, see
 * {@link LockingMapper}. Safe for use by many threads.
 *
 * @param <T> what it maps
 */
public final class LockingMemberMapper<T> {

    private final LockingMappers context;
    private final MemberMapper<T> mapper;

    LockingMemberMapper(LockingMappers context, MemberMapper<T> mapper) {
        this.context = context;
        this.mapper = mapper;
    }

    /**
     * Loads to read. Locks the aggregate first where the protocol makes readers lock.
     *
     * @throws LockedException when somebody else works on any of its members
     */
    public List<T> findAll(String versionId) {
        LockKey key = context.key(SharedVersions.TYPE, versionId);
        context.protocolOf(key).toRead().ifPresent(mode -> context.acquire(key, mode));
        return context.load(connection -> mapper.findAll(connection, versionId));
    }

    /** Loads to edit: locks the aggregate first; throws as {@link #findAll} does. */
    public List<T> findAllForEdit(String versionId) {
        LockKey key = context.key(SharedVersions.TYPE, versionId);
        context.acquire(key, context.protocolOf(key).toEdit());
        return context.load(connection -> mapper.findAll(connection, versionId));
    }

    /**
     * Stores a new member of an aggregate that the caller has locked.
     *
     * @throws io.heldby.lock.LockNotHeldException when they have not: who has, and where in the code this was
     */
    public void insert(AggregateWrite write, T member) throws SQLException {
        verify(write);
        mapper.insert(write, member);
    }

    /** Overwrites a member; throws as {@link #insert} does. */
    public void update(AggregateWrite write, T member) throws SQLException {
        verify(write);
        mapper.update(write, member);
    }

    /** Deletes a member; throws as {@link #insert} does. */
    public void delete(AggregateWrite write, Object id) throws SQLException {
        verify(write);
        mapper.delete(write, id);
    }

    private void verify(AggregateWrite write) {
        context.verify(write.connection(), context.key(SharedVersions.TYPE, write.versionId()));
    }
}
