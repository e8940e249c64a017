package io.heldby.jdbc.unitofwork;

import io.heldby.lock.LockKey;
import io.heldby.lock.Transactions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Begins units of work on an application's mappers. One is made when the application starts; then it connects once, to see
 * which database it is, which tables refer to which, and whether its driver can tell how many rows each statement of a batch
 * has changed.
 *
 * <pre>{@code
 * UnitsOfWork units = UnitsOfWork.on(transactions)
 *         .mappers(customers, contracts)
 *         .members(contracts, lineItems)
 *         .build();
 * }</pre>
 *
 * <p>Safe for use by many threads.
 */
public final class UnitsOfWork {

    private final Transactions transactions;
    private final Map<MemberMapper<?>, VersionedMapper<?>> roots;
    private final Map<VersionedMapper<?>, LockingMapper<?>> guards;
    private final TableOrder order;
    private final Bulk bulk;

    private UnitsOfWork(Builder builder) throws SQLException {
        transactions = builder.transactions;
        roots = Map.copyOf(builder.roots);
        guards = Map.copyOf(builder.guards);
        List<VersionedMapper<?>> mappers = builder.mappers;
        List<MemberMapper<?>> members = builder.members;
        Ready ready = transactions.run(connection -> {
            Bulk found = Bulk.on(connection);
            for (VersionedMapper<?> mapper : mappers) {
                mapper.prepare(connection, found);
            }
            for (MemberMapper<?> member : members) {
                found.prepare(connection, member.shape());
            }
            return new Ready(found, TableOrder.of(connection, mappers, members));
        });
        bulk = ready.bulk();
        order = ready.order();
    }

    private record Ready(Bulk bulk, TableOrder order) {}

    /** @param transactions in which units of work load and commit; all mappers' tables are in its database */
    public static Builder on(Transactions transactions) {
        return new Builder(transactions);
    }

    /**
     * Begins one. What it finds it reads in transactions of its own, and its commit is one; where the caller is in a
     * transaction already, it takes part in that.
     *
     * @param by who works, as people know them: the next person reads it in a conflict
     */
    public UnitOfWork begin(String by) {
        return new UnitOfWork(this, VersionedMapper.named(by));
    }

    Transactions transactions() {
        return transactions;
    }

    Bulk bulk() {
        return bulk;
    }

    <T> Rows<T> rows(VersionedMapper<T> mapper) {
        return mapper.rows(bulk);
    }

    /** Verifies the locks of what is to be written, in the order of their keys. */
    void verifyLocks(Connection connection, List<Registered<?>> records) {
        Map<LockKey, LockingMapper<?>> covering = new TreeMap<>();
        for (Registered<?> record : records) {
            LockingMapper<?> guard = guards.get(record.mapper());
            if (guard != null && record.changesItsRow()) {
                covering.put(covering(guard, record), guard);
            }
        }
        covering.forEach((key, guard) -> guard.verify(connection, key));
    }

    @SuppressWarnings("unchecked") // The guard goes around the record's mapper.
    private static <T> LockKey covering(LockingMapper<?> guard, Registered<T> record) {
        return ((LockingMapper<T>) guard).covering(record.id(), record.object());
    }

    TableOrder order() {
        return order;
    }

    void requireKnown(VersionedMapper<?> mapper) {
        if (!order.knows(mapper)) {
            throw new IllegalArgumentException(
                    "%s is not among the mappers of this UnitsOfWork: name it in UnitsOfWork.on(…).mappers(…)"
                            .formatted(mapper.getClass().getName()));
        }
    }

    VersionedMapper<?> rootOf(MemberMapper<?> mapper) {
        VersionedMapper<?> root = roots.get(mapper);
        if (root == null) {
            throw new IllegalArgumentException(
                    "%s is not among the mappers of this UnitsOfWork: name it in UnitsOfWork.on(…).members(…)"
                            .formatted(mapper.getClass().getName()));
        }
        return root;
    }

    /** Collects the mappers. For one thread. */
    public static final class Builder {

        private final Transactions transactions;
        private final List<VersionedMapper<?>> mappers = new ArrayList<>();
        private final List<MemberMapper<?>> members = new ArrayList<>();
        private final Map<MemberMapper<?>, VersionedMapper<?>> roots = new HashMap<>();
        private final Map<VersionedMapper<?>, LockingMapper<?>> guards = new HashMap<>();

        private Builder(Transactions transactions) {
            this.transactions = transactions;
        }

        /** Of records that have versions of their own. */
        public Builder mappers(VersionedMapper<?>... more) {
            for (VersionedMapper<?> mapper : more) {
                if (!mappers.contains(mapper)) {
                    mappers.add(mapper);
                }
            }
            return this;
        }

        /**
         * Of the members of aggregates: whoever changes one raises the version of its root, once in a unit of work.
         *
         * @param root of the records that the members' {@code versionId} names
         */
        public Builder members(VersionedMapper<?> root, MemberMapper<?>... more) {
            mappers(root);
            for (MemberMapper<?> member : more) {
                members.add(member);
                roots.put(member, root);
            }
            return this;
        }

        /** The same of aggregates whose version is in a row of its own. */
        public Builder members(SharedVersions versions, MemberMapper<?>... more) {
            return members(versions.rows(), more);
        }

        /**
         * Of records that are locked: whoever changes or deletes one in a unit of work must hold its lock, as their policy
         * says; see {@link LockingMapper#update}. Finding in a unit of work locks nothing: find through the locking mapper
         * first, and {@linkplain UnitOfWork#expect expect} the version that it gave.
         *
         * @throws IllegalArgumentException when one goes around something else than a {@link VersionedMapper}
         */
        public Builder guarded(LockingMapper<?>... more) {
            for (LockingMapper<?> guard : more) {
                if (!(guard.mapper() instanceof VersionedMapper<?> mapper)) {
                    throw new IllegalArgumentException(
                            "%s is no VersionedMapper, so a unit of work cannot write with it"
                                    .formatted(guard.mapper().getClass().getName()));
                }
                mappers(mapper);
                guards.put(mapper, guard);
            }
            return this;
        }

        /**
         * Connects to the database.
         *
         * @throws IllegalStateException when the driver cannot tell how many rows each statement of a batch has changed;
         *     names the setting
         * @throws SQLException as the driver reports it, for example when a table or column is missing
         */
        public UnitsOfWork build() throws SQLException {
            return new UnitsOfWork(this);
        }
    }
}
