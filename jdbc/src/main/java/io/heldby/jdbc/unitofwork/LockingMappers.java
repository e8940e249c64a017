package io.heldby.jdbc.unitofwork;

import io.heldby.lock.Fence;
import io.heldby.lock.Guard;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockManager;
import io.heldby.lock.LockMode;
import io.heldby.lock.LockRequest;
import io.heldby.lock.LockStoreException;
import io.heldby.lock.Owner;
import io.heldby.lock.Protocol;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;

/**
 * Puts the implicit lock around an application's mappers.
 *
 * <pre>{@code
 * LockingMapper<Policy> policies = lockingMappers.around(new PolicyMapper(), "policy", Policy::id);
 * LockingMapper<LineItem> items =
 *         lockingMappers.aroundMembers(new LineItemMapper(), "line-item", LineItem::id, "order", LineItem::orderId);
 * }</pre>
 *
 * <p>Safe for use by many threads.
 */
public final class LockingMappers {

    private final LockManager locks;
    private final Guard guard;
    private final DataSource dataSource;
    private final Function<LockKey, Owner> owners;
    private final Supplier<String> tenant;

    /**
     * For mappers on one database.
     *
     * @param dataSource what finding loads from; the same database that keeps the locks
     * @param owners who works on a key now, and in which editing session: the same one from finding to saving
     * @param tenant whose data they work on
     */
    public LockingMappers(
            LockManager locks,
            Guard guard,
            DataSource dataSource,
            Function<LockKey, Owner> owners,
            Supplier<String> tenant) {
        this.locks = locks;
        this.guard = guard;
        this.dataSource = dataSource;
        this.owners = owners;
        this.tenant = tenant;
    }

    /**
     * Around records that have a lock of their own.
     *
     * @param type in their lock keys
     */
    public <T> LockingMapper<T> around(Mapper<T> mapper, String type, Function<? super T, ?> id) {
        return new LockingMapper<>(this, mapper, type, id, object -> key(type, id.apply(object)));
    }

    /**
     * Around members of an aggregate, which are locked by locking its root. Finding one by its id needs
     * {@link io.heldby.lock.LockPolicies#withRoot} for {@code memberType}; writing reads the root from the object and from
     * the stored row.
     */
    public <T> LockingMapper<T> aroundMembers(
            Mapper<T> mapper,
            String memberType,
            Function<? super T, ?> id,
            String rootType,
            Function<? super T, ?> rootId) {
        return new LockingMapper<>(this, mapper, memberType, id, member -> key(rootType, rootId.apply(member)));
    }

    /** Around members of aggregates with a {@linkplain SharedVersions shared version}. */
    public <T> LockingMemberMapper<T> aroundMembers(MemberMapper<T> mapper) {
        return new LockingMemberMapper<>(this, mapper);
    }

    LockKey key(String type, Object id) {
        return new LockKey(tenant.get(), type, id.toString());
    }

    Owner owner(LockKey key) {
        return owners.apply(key);
    }

    void verify(Connection connection, LockKey covering) {
        Optional<Fence> unused = guard.verifyWrite(connection, covering, owner(covering));
    }

    Protocol protocolOf(LockKey key) {
        return locks.policyOf(locks.rootOf(key).type()).protocol();
    }

    void acquire(LockKey key, LockMode mode) {
        LockKey root = locks.rootOf(key);
        locks.acquireOrThrow(LockRequest.of(root, owner(root))
                .mode(mode)
                .reason("editing")
                .firstLease(locks.policyOf(root.type()).pageLease()));
    }

    /** In a connection that is opened now, after the grant. */
    <T> T load(Loading<T> loading) {
        try (Connection connection = dataSource.getConnection()) {
            return loading.from(connection);
        } catch (SQLException failed) {
            throw new LockStoreException("could not load after the lock was granted: " + failed.getMessage(), failed);
        }
    }

    /** What is read on a fresh connection. */
    @FunctionalInterface
    interface Loading<T> {
        T from(Connection connection) throws SQLException;
    }
}
