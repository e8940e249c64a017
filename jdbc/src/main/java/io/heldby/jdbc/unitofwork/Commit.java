package io.heldby.jdbc.unitofwork;

import io.heldby.version.Conflict;
import io.heldby.version.ConflictException;
import io.heldby.version.FieldChange;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes a unit of work in a transaction; may be run again in another.
 *
 * <ol>
 *   <li>Locks every row that is to be changed, or was read, tables and keys in an order that is the same everywhere, and
 *       compares the versions. Where one statement does it all, that statement does this too.
 *   <li>Inserts, in the order of the foreign keys.
 *   <li>Deletes, against it.
 *   <li>Updates. Every statement that changes or deletes a row has its version in the WHERE.
 * </ol>
 *
 * Whatever has not the version that was expected is collected, and thrown at once as one conflict.
 */
final class Commit {

    private final UnitsOfWork units;
    private final Bulk bulk;
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
        this.bulk = units.bulk();
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
        records.forEach(VersionRoom::require);
        try {
            Set<Registered<?>> stale = new LinkedHashSet<>();
            if (!isOneOrderlyUpdate()) {
                stale.addAll(lockAndCompare(connection));
                requireNone(stale);
            }
            Before before = Before.of(connection, records);
            Map<Registered.Key, Long> versions = insertNew(connection);
            stale.addAll(deleteRemoved(connection));
            stale.addAll(updateDirty(connection));
            requireNone(stale);
            Written.tell(connection, by, saveId, written(before, versions));
            return new Committed(versions(versions), false);
        } catch (SQLException failed) {
            if (GivenUp.isCauseOf(failed)) {
                throw conflict(existing(), failed);
            }
            VersionRoom.explain(failed, records);
            throw failed;
        }
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
        Map<Registered.Key, Long> created = new HashMap<>();
        boolean any = false;
        for (Registered<?> record : records) {
            if (record.changesItsRow() || record.role() == Registered.Role.NEW) {
                OptionalLong version = SaveIds.lastVersionMadeBy(connection, record, saveId);
                if (version.isEmpty()) {
                    return Optional.empty();
                }
                created.put(record.key(), version.getAsLong());
                any = true;
            }
        }
        return any ? Optional.of(new Committed(versions(created), true)) : Optional.empty();
    }

    /** Looks, without locking. */
    static void look(UnitsOfWork units, Connection connection, List<Registered<?>> some) throws SQLException {
        List<Conflict> changed = new ArrayList<>();
        for (VersionedMapper<?> mapper : units.order().locked()) {
            List<Registered<?>> rows = inKeyOrder(some, mapper, List.of(Registered.Role.values()));
            Map<String, Long> versions = units.bulk().look(connection, mapper.shape(), ids(rows));
            List<Registered<?>> stale =
                    rows.stream().filter(row -> !isCurrent(row, versions)).toList();
            if (!stale.isEmpty()) {
                changed.addAll(new Explaining(stale, List.of(), null).explain(connection, List.of()));
            }
        }
        if (!changed.isEmpty()) {
            throw ConflictException.of(changed);
        }
    }

    /** Then the statement finds out by itself what is not current, and locks in order. */
    private boolean isOneOrderlyUpdate() {
        List<Registered<?>> written = existing().stream()
                .filter(record -> record.role() != Registered.Role.FOUND)
                .toList();
        if (written.size() <= 1) {
            return members.stream().noneMatch(member -> member.role() != Registered.Role.FOUND)
                    && written.stream().allMatch(Registered::changesItsRow);
        }
        VersionedMapper<?> mapper = written.get(0).mapper();
        return bulk.updatesInOrder()
                && written.size() <= Bulk.BATCH
                && written.stream()
                        .allMatch(record -> record.role() == Registered.Role.DIRTY && record.mapper() == mapper);
    }

    private List<Registered<?>> lockAndCompare(Connection connection) throws SQLException {
        List<Registered<?>> stale = new ArrayList<>();
        for (VersionedMapper<?> mapper : units.order().locked()) {
            List<Registered<?>> rows = inKeyOrder(
                    records,
                    mapper,
                    List.of(
                            Registered.Role.READ,
                            Registered.Role.DIRTY,
                            Registered.Role.TOUCHED,
                            Registered.Role.REMOVED));
            if (!rows.isEmpty()) {
                boolean exclusive = rows.stream().anyMatch(Registered::changesItsRow);
                Map<String, Long> versions = bulk.lock(connection, mapper.shape(), ids(rows), exclusive);
                rows.stream().filter(row -> !isCurrent(row, versions)).forEach(stale::add);
            }
        }
        return stale;
    }

    private Map<Registered.Key, Long> insertNew(Connection connection) throws SQLException {
        Map<Registered.Key, Long> versions = new HashMap<>();
        for (String table : units.order().written()) {
            for (Map.Entry<Shape, List<Registered<?>>> batch :
                    byShape(table, Registered.Role.NEW).entrySet()) {
                List<@Nullable Object[]> rows = new ArrayList<>();
                for (Registered<?> record : batch.getValue()) {
                    long version = record.mapper().firstVersion(connection, record.id());
                    versions.put(record.key(), version);
                    rows.add(record.row(version));
                }
                bulk.insert(connection, batch.getKey(), rows, by);
            }
            for (Map.Entry<Shape, List<RegisteredMember<?>>> batch :
                    membersByShape(table, Registered.Role.NEW).entrySet()) {
                bulk.insert(
                        connection,
                        batch.getKey(),
                        batch.getValue().stream().map(RegisteredMember::row).toList(),
                        by);
            }
        }
        return versions;
    }

    private List<Registered<?>> deleteRemoved(Connection connection) throws SQLException {
        List<Registered<?>> stale = new ArrayList<>();
        List<String> tables = units.order().written();
        for (int i = tables.size() - 1; i >= 0; i--) {
            String table = tables.get(i);
            for (Map.Entry<Shape, List<RegisteredMember<?>>> batch :
                    membersByShape(table, Registered.Role.REMOVED).entrySet()) {
                int keys = batch.getKey().keys().size();
                requireAll(
                        bulk.delete(
                                connection,
                                batch.getKey(),
                                batch.getValue().stream()
                                        .map(member -> Arrays.copyOf(member.row(), keys))
                                        .toList()),
                        batch.getValue());
            }
            for (Map.Entry<Shape, List<Registered<?>>> batch :
                    byShape(table, Registered.Role.REMOVED).entrySet()) {
                List<@Nullable Object[]> rows = batch.getValue().stream()
                        .map(record -> new Object[] {record.id(), record.expected()})
                        .toList();
                addMissed(stale, bulk.delete(connection, batch.getKey(), rows), batch.getValue());
            }
        }
        return stale;
    }

    private List<Registered<?>> updateDirty(Connection connection) throws SQLException {
        List<Registered<?>> stale = new ArrayList<>();
        // Members before the version that covers them: at READ UNCOMMITTED nobody must see it with old members.
        for (String table : units.order().written()) {
            for (Map.Entry<Shape, List<RegisteredMember<?>>> batch :
                    membersByShape(table, Registered.Role.DIRTY).entrySet()) {
                requireAll(
                        bulk.update(
                                connection,
                                batch.getKey(),
                                batch.getValue().stream()
                                        .map(RegisteredMember::row)
                                        .toList(),
                                by),
                        batch.getValue());
            }
        }
        for (String table : units.order().written()) {
            for (Map.Entry<Shape, List<Registered<?>>> batch :
                    byShape(table, Registered.Role.DIRTY).entrySet()) {
                List<@Nullable Object[]> rows = batch.getValue().stream()
                        .map(record -> record.row(record.expected()))
                        .toList();
                addMissed(stale, bulk.update(connection, batch.getKey(), rows, by), batch.getValue());
            }
            for (Map.Entry<Shape, List<Registered<?>>> batch :
                    byShape(table, Registered.Role.TOUCHED).entrySet()) {
                List<@Nullable Object[]> rows = batch.getValue().stream()
                        .map(record -> new Object[] {record.id(), record.expected()})
                        .toList();
                addMissed(stale, bulk.update(connection, batch.getKey().versionOnly(), rows, by), batch.getValue());
            }
        }
        return stale;
    }

    private List<Written> written(Before before, Map<Registered.Key, Long> created) {
        List<Written> written = new ArrayList<>();
        for (Registered<?> record : records) {
            VersionedTable<?> table = record.mapper().table();
            if ((record.changesItsRow() || record.role() == Registered.Role.NEW)
                    && (table.changeLog() != null || table.savedEvents() != null)) {
                written.add(new Written(
                        table,
                        record.id().toString(),
                        created.getOrDefault(record.key(), record.expected() + 1),
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
            changes.addAll(Fields.changes(
                    before.of(record),
                    record.role() == Registered.Role.REMOVED ? null : record.values(),
                    record.mapper().table()::masks));
        }
        changes.addAll(Aggregate.of(record, members).memberChanges());
        return changes;
    }

    private Map<Registered.Key, Long> versions(Map<Registered.Key, Long> created) {
        Map<Registered.Key, Long> versions = new HashMap<>(created);
        for (Registered<?> record : records) {
            switch (record.role()) {
                case FOUND, READ -> versions.put(record.key(), record.expected());
                case DIRTY, TOUCHED -> versions.put(record.key(), record.expected() + 1);
                case NEW, REMOVED -> {}
            }
        }
        return versions;
    }

    private void requireNone(Collection<Registered<?>> stale) {
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

    /** The root had its version, so nobody has removed its members meanwhile. */
    private static void requireAll(boolean[] changed, List<RegisteredMember<?>> batch) {
        for (int i = 0; i < changed.length; i++) {
            if (!changed[i]) {
                RegisteredMember<?> member = batch.get(i);
                throw new IllegalStateException(
                        "%s is not in the aggregate %s %s, although that has the expected version: somebody removed it without raising the version, or a trigger or rule keeps it. Roll back"
                                .formatted(
                                        member.mapper().name(),
                                        member.root().mapper().entity(),
                                        member.root().id()));
            }
        }
    }

    private static void addMissed(List<Registered<?>> stale, boolean[] changed, List<Registered<?>> batch) {
        for (int i = 0; i < changed.length; i++) {
            if (!changed[i]) {
                stale.add(batch.get(i));
            }
        }
    }

    private static boolean isCurrent(Registered<?> row, Map<String, Long> versions) {
        Long version = versions.get(row.id().toString());
        return version != null && version == row.expected();
    }

    private Map<Shape, List<Registered<?>>> byShape(String table, Registered.Role role) {
        Map<Shape, List<Registered<?>>> batches = new LinkedHashMap<>();
        for (VersionedMapper<?> mapper : units.order().locked()) {
            if (mapper.shape().table().equals(table)) {
                List<Registered<?>> rows = role == Registered.Role.NEW
                        ? records.stream()
                                .filter(record -> record.mapper() == mapper && record.role() == role)
                                .toList()
                        : inKeyOrder(records, mapper, List.of(role));
                if (!rows.isEmpty()) {
                    batches.computeIfAbsent(mapper.shape(), shape -> new ArrayList<>())
                            .addAll(rows);
                }
            }
        }
        return batches;
    }

    private Map<Shape, List<RegisteredMember<?>>> membersByShape(String table, Registered.Role role) {
        Map<Shape, List<RegisteredMember<?>>> batches = new LinkedHashMap<>();
        for (RegisteredMember<?> member : members) {
            if (member.role() == role && member.mapper().shape().table().equals(table)) {
                batches.computeIfAbsent(member.mapper().shape(), shape -> new ArrayList<>())
                        .add(member);
            }
        }
        return batches;
    }

    private static List<Registered<?>> inKeyOrder(
            List<Registered<?>> records, VersionedMapper<?> mapper, List<Registered.Role> roles) {
        return records.stream()
                .filter(record -> record.mapper() == mapper && roles.contains(record.role()))
                .sorted(Comparator.comparing(Registered::id, Commit::compareIds))
                .toList();
    }

    private static List<Object> ids(List<Registered<?>> rows) {
        return rows.stream().map(Registered::id).toList();
    }

    @SuppressWarnings("unchecked") // Both are of the same class, which compares its own.
    private static int compareIds(Object one, Object other) {
        return one instanceof Comparable<?> comparable && one.getClass() == other.getClass()
                ? ((Comparable<Object>) comparable).compareTo(other)
                : one.toString().compareTo(other.toString());
    }
}
