package io.heldby.jdbc.unitofwork;

import io.heldby.version.Conflict;
import io.heldby.version.ConflictException;
import io.heldby.version.FieldChange;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes a unit of work in a transaction; may be run again in another.
 *
 * <ol>
 *   <li>Verifies the locks that policies ask for.
 *   <li>Locks every row that is to be changed, or was read, tables and keys in an order that is the same everywhere, and
 *       compares the versions. Where one statement does it all, that statement does this too.
 *   <li>Inserts, in the order of the foreign keys.
 *   <li>Deletes, against it.
 *   <li>Updates. Every statement that changes or deletes a row has its version in the WHERE.
 *   <li>Tells the change log and those who have the records open.
 * </ol>
 *
 * Whatever has not the version that was expected is collected, and thrown at once as one conflict. In tables that do not
 * enforce versions it is written over the version that is stored and locked, and reported.
 */
final class Commit {

    private static final Set<Registered.Role> LOCKED =
            Set.of(Registered.Role.READ, Registered.Role.DIRTY, Registered.Role.TOUCHED, Registered.Role.REMOVED);

    private final UnitsOfWork units;
    private final String by;
    private final @Nullable String saveId;
    private final List<Registered<?>> records;
    private final List<RegisteredMember<?>> members;

    Commit(
            UnitsOfWork units,
            String by,
            @Nullable String saveId,
            List<Registered<?>> records,
            List<RegisteredMember<?>> members) {
        this.units = units;
        this.by = by;
        this.saveId = saveId;
        this.records = records;
        this.members = members;
    }

    /**
     * Writes.
     *
     * @throws ConflictException unexplained; the transaction must be rolled back
     */
    Committed run(Connection connection) throws SQLException {
        requireRoom(records);
        units.verifyLocks(connection, records);
        try {
            Outcome outcome = new Outcome();
            if (!isOneOrderlyUpdate()) {
                lockAndCompare(connection, outcome);
                requireNothingStale(outcome);
            }
            return over(outcome.late()).write(connection, outcome);
        } catch (SQLException failed) {
            if (GivenUp.isCauseOf(failed)) {
                throw conflict(existing(), failed);
            }
            for (Registered<?> record : records) {
                if (record.changesItsRow()) {
                    VersionRoom.explain(failed, record.mapper().table(), record.id(), record.expected());
                }
            }
            throw failed;
        }
    }

    private static void requireRoom(List<Registered<?>> records) {
        for (Registered<?> record : records) {
            if (record.changesItsRow()) {
                VersionRoom.require(record.mapper().table(), record.id(), record.expected());
            }
        }
    }

    /** The same over what is stored now. */
    private Commit over(List<Late> late) {
        if (late.isEmpty()) {
            return this;
        }
        Map<Registered.Key, @Nullable Registered<?>> now = new HashMap<>();
        late.forEach(one -> now.put(one.record().key(), one.now()));
        List<Registered<?>> written = records.stream()
                .<@Nullable Registered<?>>map(record -> now.getOrDefault(record.key(), record))
                .filter(Objects::nonNull)
                .toList();
        requireRoom(written);
        return new Commit(units, by, saveId, written, members);
    }

    private Committed write(Connection connection, Outcome outcome) throws SQLException {
        Before before = Before.of(connection, records, outcome.late());
        insertNew(connection, outcome);
        deleteRemoved(connection, outcome);
        updateDirty(connection, outcome);
        requireNothingStale(outcome);
        Written.tell(connection, by, saveId, written(before, outcome.versions()));
        return committed(outcome.versions(), false, outcome.late());
    }

    /**
     * Whether all of this was written before under the same name, and is still as it was left then.
     *
     * @return as the commit answered then
     */
    Optional<Committed> repeated(Connection connection) throws SQLException {
        if (saveId == null) {
            return Optional.empty();
        }
        Map<Registered.Key, Long> versions = new HashMap<>();
        for (Registered<?> record : records) {
            if (record.changesItsRow() || record.role() == Registered.Role.NEW) {
                OptionalLong version = SaveIds.lastVersionMadeBy(
                        connection, record.mapper().table(), record.id().toString(), saveId);
                if (version.isEmpty()) {
                    return Optional.empty();
                }
                versions.put(record.key(), version.getAsLong());
            }
        }
        return versions.isEmpty() ? Optional.empty() : Optional.of(committed(versions, true, List.of()));
    }

    /** Looks, without locking. */
    static void look(
            UnitsOfWork units, Connection connection, List<Registered<?>> some, List<RegisteredMember<?>> members)
            throws SQLException {
        List<Conflict> changed = new ArrayList<>();
        for (VersionedMapper<?> mapper : units.order().locked()) {
            List<Registered<?>> stale = new ArrayList<>();
            if (mapper.table().enforces()) {
                forEachNotCurrent(
                        connection,
                        units.rows(mapper),
                        of(some, mapper, Set.of(Registered.Role.values())),
                        Rows.Look.WITHOUT_LOCK,
                        (record, version) -> stale.add(record));
            }
            if (!stale.isEmpty()) {
                changed.addAll(new Explaining(stale, members, null).explain(connection, List.of()));
            }
        }
        if (!changed.isEmpty()) {
            throw ConflictException.of(changed);
        }
    }

    /** Then the statement finds out by itself what is not current, and locks in order. */
    private boolean isOneOrderlyUpdate() {
        List<Registered<?>> concerned = existing().stream()
                .filter(record -> record.role() != Registered.Role.FOUND)
                .toList();
        if (concerned.stream().anyMatch(record -> !record.mapper().table().enforces())) {
            return false;
        }
        if (concerned.size() <= 1) {
            return members.stream().allMatch(member -> member.role() == Registered.Role.FOUND)
                    && concerned.stream().allMatch(Registered::changesItsRow);
        }
        VersionedMapper<?> mapper = concerned.get(0).mapper();
        return concerned.size() <= Bulk.BATCH
                && units.rows(mapper).updatesInOrder()
                && concerned.stream()
                        .allMatch(record -> record.role() == Registered.Role.DIRTY && record.mapper() == mapper);
    }

    private void lockAndCompare(Connection connection, Outcome outcome) throws SQLException {
        for (VersionedMapper<?> mapper : units.order().locked()) {
            List<? extends Registered<?>> rows = of(records, mapper, LOCKED);
            boolean writes = rows.stream().anyMatch(Registered::changesItsRow);
            boolean enforces = mapper.table().enforces();
            List<Registered<?>> late = new ArrayList<>();
            forEachNotCurrent(
                    connection,
                    units.rows(mapper),
                    rows,
                    writes ? Rows.Look.FOR_WRITER : Rows.Look.FOR_READER,
                    (record, version) -> {
                        if (enforces || Late.isHopeless(record, version)) {
                            outcome.stale(record);
                        } else {
                            late.add(record);
                        }
                    });
            for (Registered<?> record : late) {
                outcome.late(Late.of(connection, units.bulk(), record, new Explaining(late, members, null)));
            }
        }
    }

    private static void forEachNotCurrent(
            Connection connection,
            Rows<?> table,
            List<? extends Registered<?>> rows,
            Rows.Look look,
            BiConsumer<Registered<?>, @Nullable Long> found)
            throws SQLException {
        if (!rows.isEmpty()) {
            List<Object> ids = rows.stream().<Object>map(Registered::id).toList();
            Map<String, Long> versions = table.versions(connection, ids, look);
            for (Registered<?> row : rows) {
                Long version = versions.get(row.id().toString());
                if (version == null || version != row.expected()) {
                    found.accept(row, version);
                }
            }
        }
    }

    private void insertNew(Connection connection, Outcome outcome) throws SQLException {
        for (String table : units.order().written()) {
            for (VersionedMapper<?> mapper : units.order().of(table)) {
                insertNew(connection, mapper, outcome);
            }
            MemberRows.insert(connection, units.bulk(), table, members);
        }
    }

    private <T> void insertNew(Connection connection, VersionedMapper<T> mapper, Outcome outcome) throws SQLException {
        List<Registered<T>> created = inOrderOfRegistration(mapper);
        if (!created.isEmpty()) {
            units.rows(mapper).insert(connection, created, by, outcome);
        }
    }

    private void deleteRemoved(Connection connection, Outcome outcome) throws SQLException {
        List<String> tables = units.order().written();
        for (int i = tables.size() - 1; i >= 0; i--) {
            MemberRows.delete(connection, units.bulk(), tables.get(i), members, outcome);
            for (VersionedMapper<?> mapper : units.order().of(tables.get(i))) {
                deleteRemoved(connection, mapper, outcome);
            }
        }
    }

    private <T> void deleteRemoved(Connection connection, VersionedMapper<T> mapper, Outcome outcome)
            throws SQLException {
        List<Registered<T>> removed = of(records, mapper, Set.of(Registered.Role.REMOVED));
        if (!removed.isEmpty()) {
            units.rows(mapper).delete(connection, removed, outcome);
        }
    }

    private void updateDirty(Connection connection, Outcome outcome) throws SQLException {
        // Members before the version that covers them: at READ UNCOMMITTED nobody must see it with old members.
        for (String table : units.order().written()) {
            MemberRows.update(connection, units.bulk(), table, members, outcome);
        }
        for (String table : units.order().written()) {
            for (VersionedMapper<?> mapper : units.order().of(table)) {
                updateDirty(connection, mapper, outcome);
            }
        }
    }

    private <T> void updateDirty(Connection connection, VersionedMapper<T> mapper, Outcome outcome)
            throws SQLException {
        List<Registered<T>> dirty = of(records, mapper, Set.of(Registered.Role.DIRTY));
        if (!dirty.isEmpty()) {
            units.rows(mapper).update(connection, dirty, by, outcome);
        }
        List<Registered<T>> touched = of(records, mapper, Set.of(Registered.Role.TOUCHED));
        if (!touched.isEmpty()) {
            units.rows(mapper).touch(connection, touched, by, outcome);
        }
    }

    private List<Written> written(Before before, Map<Registered.Key, Long> versions) {
        List<Written> written = new ArrayList<>();
        for (Registered<?> record : records) {
            VersionedTable<?> table = record.mapper().table();
            if ((record.changesItsRow() || record.role() == Registered.Role.NEW)
                    && (table.changeLog() != null || table.savedEvents() != null)) {
                written.add(new Written(
                        table,
                        record.id().toString(),
                        // A deletion makes the version that the record would have had next.
                        versions.getOrDefault(record.key(), record.expected() + 1),
                        record.action(),
                        record.basedOn(),
                        changes(record, before)));
            }
        }
        return written;
    }

    private List<FieldChange> changes(Registered<?> record, Before before) {
        List<FieldChange> changes = new ArrayList<>();
        if (record.role() != Registered.Role.TOUCHED) {
            changes.addAll(FieldChange.between(
                    before.of(record),
                    record.role() == Registered.Role.REMOVED ? null : record.values(),
                    record.mapper().table()::masks));
        }
        changes.addAll(Aggregate.of(record, members).memberChanges());
        return changes;
    }

    /** @param versions that were written; becomes those of all records */
    private Committed committed(Map<Registered.Key, Long> versions, boolean repeated, List<Late> late) {
        for (Registered<?> record : records) {
            if (record.role() == Registered.Role.REMOVED) {
                versions.remove(record.key());
            } else if (record.role() != Registered.Role.NEW) {
                versions.putIfAbsent(record.key(), record.expected());
            }
        }
        return new Committed(versions, repeated, late);
    }

    private void requireNothingStale(Outcome outcome) {
        Collection<Registered<?>> stale = outcome.stale();
        if (!stale.isEmpty()) {
            throw conflict(List.copyOf(stale), null);
        }
    }

    private ConflictException conflict(List<Registered<?>> suspects, @Nullable SQLException cause) {
        ConflictException conflict = ConflictException.unexplained(
                suspects.stream()
                        .map(record -> Conflict.unexplained(
                                record.mapper().entity(), record.id().toString(), record.expected()))
                        .toList(),
                new Explaining(suspects, members, cause));
        if (cause != null) {
            conflict.initCause(cause);
        }
        return conflict;
    }

    /** What is stored already. */
    private List<Registered<?>> existing() {
        return records.stream()
                .filter(record -> record.role() != Registered.Role.NEW)
                .toList();
    }

    @SuppressWarnings("unchecked") // They are of that mapper.
    private <T> List<Registered<T>> inOrderOfRegistration(VersionedMapper<T> mapper) {
        return records.stream()
                .filter(record -> record.mapper() == mapper && record.role() == Registered.Role.NEW)
                .map(record -> (Registered<T>) record)
                .toList();
    }

    /** In the order of their keys. */
    @SuppressWarnings("unchecked") // They are of that mapper.
    private static <T> List<Registered<T>> of(
            List<Registered<?>> records, VersionedMapper<T> mapper, Set<Registered.Role> roles) {
        return records.stream()
                .filter(record -> record.mapper() == mapper && roles.contains(record.role()))
                .map(record -> (Registered<T>) record)
                .sorted(Comparator.comparing(Registered::id, Commit::compareIds))
                .toList();
    }

    @SuppressWarnings("unchecked") // Both are of the same class, which compares its own.
    private static int compareIds(Object one, Object other) {
        return one instanceof Comparable<?> comparable && one.getClass() == other.getClass()
                ? ((Comparable<Object>) comparable).compareTo(other)
                : one.toString().compareTo(other.toString());
    }
}
