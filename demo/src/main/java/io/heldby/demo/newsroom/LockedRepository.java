package io.heldby.demo.newsroom;

import io.heldby.demo.conflict.NoSuchRecordException;
import io.heldby.jdbc.unitofwork.Versioned;
import io.heldby.jdbc.unitofwork.VersionedMapper;
import io.heldby.lock.EditResult;
import io.heldby.lock.Edits;
import io.heldby.lock.Fence;
import io.heldby.lock.Guard;
import io.heldby.lock.LockKey;
import io.heldby.lock.Owner;
import io.heldby.lock.Save;
import io.heldby.lock.Transactions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The base of all repositories whose records are checked out while somebody edits them. {@link #findForEdit} acquires before
 * it loads, and {@link #update} asserts, in the transaction that writes, that the writer holds the lock. A repository that
 * extends this one cannot forget either.
 *
 * @param <T> an aggregate; its root has the lock and the version
 */
abstract class LockedRepository<T> {

    private final String type;
    private final Function<T, Long> id;
    private final VersionedMapper<T> mapper;
    private final Edits edits;
    private final Guard guard;
    private final Transactions transactions;

    /**
     * For one type of records.
     *
     * @param mapper keeps the root
     */
    LockedRepository(
            String type,
            Function<T, Long> id,
            VersionedMapper<T> mapper,
            Edits edits,
            Guard guard,
            Transactions transactions) {
        this.type = type;
        this.id = id;
        this.mapper = mapper;
        this.edits = edits;
        this.guard = guard;
        this.transactions = transactions;
    }

    /** Adds to a root what else the aggregate is made of. */
    abstract T loadRest(Connection connection, T root) throws SQLException;

    /**
     * Stores what else the aggregate is made of, after its root.
     *
     * @param before the aggregate as it was stored until now; null for a new one
     * @param version that the root has now
     */
    abstract void storeRest(Connection connection, @Nullable T before, T after, long version, String by)
            throws SQLException;

    Optional<Versioned<T>> find(long recordId) throws SQLException {
        return transactions.run(connection -> load(connection, recordId));
    }

    /** Checks a record out for whoever is signed in, and loads it then: what was loaded before might be older than the lock. */
    CheckOut<T> findForEdit(long recordId) throws SQLException {
        EditResult answer = edits.begin(type, String.valueOf(recordId), "editing");
        if (answer instanceof EditResult.Refused refused) {
            return new CheckOut.Taken<>(refused.denied());
        }
        EditResult.Editing editing = (EditResult.Editing) answer;
        try {
            Optional<Versioned<T>> found = find(recordId);
            if (found.isPresent()) {
                return new CheckOut.Yours<>(editing.lease(), found.get());
            }
        } catch (RuntimeException | SQLException notLoaded) {
            edits.cancel(editing.handle());
            throw notLoaded;
        }
        edits.cancel(editing.handle());
        throw new NoSuchRecordException(type, String.valueOf(recordId));
    }

    /**
     * Stores a record within {@link Edits#save}.
     *
     * @return its new version
     * @throws io.heldby.lock.LockNotHeldException when the save is one of another record
     * @throws io.heldby.version.ConflictException when the record was changed around the lock
     */
    long update(Save save, T record) throws SQLException {
        Owner writer = save.handle().owner();
        Optional<Fence> unused = assertHeld(save.connection(), record, writer);
        Optional<Versioned<T>> before = load(save.connection(), id.apply(record));
        long version = mapper.update(save, record);
        storeRest(save.connection(), before.orElseThrow().value(), record, version, writer.displayName());
        return version;
    }

    /**
     * Stores a record in any other transaction, by whoever is signed in.
     *
     * @return its new version
     * @throws io.heldby.lock.LockNotHeldException when their editing session does not hold it: who does
     * @throws io.heldby.version.ConflictException when it has another version
     */
    long update(Connection connection, T record, long expectedVersion, String by) throws SQLException {
        Optional<Fence> fence = assertHeld(connection, record, edits.ownerFor(keyOf(record)));
        Optional<Versioned<T>> before = load(connection, id.apply(record));
        long version = guard.demandsFence(type) && fence.isPresent()
                ? mapper.update(connection, record, expectedVersion, fence.get(), by)
                : mapper.update(connection, record, expectedVersion, by);
        storeRest(connection, before.orElseThrow().value(), record, version, by);
        return version;
    }

    /** A new record has no lock yet. */
    void insert(Connection connection, T record, String by) throws SQLException {
        long version = mapper.insert(connection, record, by);
        storeRest(connection, null, record, version, by);
    }

    Optional<Versioned<T>> load(Connection connection, long recordId) throws SQLException {
        Optional<Versioned<T>> root = mapper.find(connection, recordId);
        if (root.isEmpty()) {
            return root;
        }
        Versioned<T> found = root.get();
        return Optional.of(new Versioned<>(
                loadRest(connection, found.value()), found.version(), found.modifiedBy(), found.modifiedAt()));
    }

    private Optional<Fence> assertHeld(Connection connection, T record, Owner writer) {
        return guard.verifyWrite(connection, keyOf(record), writer);
    }

    private LockKey keyOf(T record) {
        return LockKey.of(type, String.valueOf(id.apply(record)));
    }
}
