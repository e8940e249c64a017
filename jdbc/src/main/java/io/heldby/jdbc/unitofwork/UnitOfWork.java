package io.heldby.jdbc.unitofwork;

import io.heldby.jdbc.changelog.ChangeLog;
import io.heldby.jdbc.changelog.Overwriting;
import io.heldby.lock.LockStoreException;
import io.heldby.lock.OutcomeUnknownException;
import io.heldby.lock.Transactions;
import io.heldby.version.ConflictException;
import io.heldby.version.FieldChange;
import io.heldby.version.RetryableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Unit of Work (Fowler, <cite>Patterns of Enterprise Application Architecture</cite>): keeps what a business transaction has
 * found and changed, and writes it all at the end, or nothing.
 *
 * <pre>{@code
 * UnitOfWork unit = units.begin("Leia Organa");
 * Contract contract = unit.find(contracts, 4711L).orElseThrow();
 * unit.expect(contract, versionFromTheForm);
 * unit.registerDirty(contracts, contract.withTitle(titleFromTheForm));
 * unit.commit();
 * }</pre>
 *
 * <p><b>Identity map</b>: of each record there is one object in it; finding it again gives what it is to be.
 *
 * <p><b>Commit</b>: {@link #commit} locks the rows that it depends on, in an order that is the same for all units of work,
 * and compares their versions; then it inserts, deletes and updates, with the version in every WHERE. Everything that has
 * changed meanwhile is collected into one {@link ConflictException}. Objects and versions in memory change only after the
 * database has committed, so a commit that failed leaves nothing behind that could be saved by mistake.
 *
 * <p><b>Transactions</b>: without one it makes its own, and tries three times if the database gives it up for others. In
 * a caller's transaction it takes part; then a conflict is unexplained until that has been rolled back, and nothing of it
 * can be committed any more.
 *
 * <p>Commits once. After a conflict begin a new unit of work: load again, and let a person decide. For one thread.
 *
 * @see <a href="https://martinfowler.com/eaaCatalog/unitOfWork.html">Fowler, Unit of Work</a>
 */
public final class UnitOfWork {

    private static final int ATTEMPTS = 3;

    private final UnitsOfWork units;
    private final Transactions transactions;
    private final String by;
    private final IdentityMap identities = new IdentityMap();
    private @Nullable String saveId;
    private @Nullable String over;

    UnitOfWork(UnitsOfWork units, String by) {
        this.units = units;
        this.transactions = units.transactions();
        this.by = by;
    }

    /**
     * Finds a record: in this unit of work, else in the database.
     *
     * @return empty when there is none, or when it is to be removed
     */
    public <T> Optional<T> find(VersionedMapper<T> mapper, Object id) throws SQLException {
        requireOpen();
        units.requireKnown(mapper);
        Registered<T> known = identities.known(mapper, id);
        if (known != null) {
            return known.role() == Registered.Role.REMOVED ? Optional.empty() : Optional.ofNullable(known.object());
        }
        Optional<Versioned<T>> stored = read(connection -> mapper.find(connection, id));
        stored.ifPresent(record -> identities.put(Registered.found(mapper, id, record)));
        return stored.map(Versioned::value);
    }

    /** Finds several; in the order of the ids, without those that are not there. */
    public <T> List<T> findAll(VersionedMapper<T> mapper, Collection<?> ids) throws SQLException {
        requireOpen();
        units.requireKnown(mapper);
        List<?> unknown = ids.stream()
                .filter(id -> identities.known(mapper, id) == null)
                .distinct()
                .toList();
        if (!unknown.isEmpty()) {
            read(connection -> mapper.findAll(connection, unknown))
                    .forEach((id, stored) ->
                            identities.put(Registered.found(mapper, mapper.idOf(stored.value()), stored)));
        }
        List<T> all = new ArrayList<>();
        for (Object id : ids) {
            Registered<T> known = identities.known(mapper, id);
            if (known != null && known.role() != Registered.Role.REMOVED && known.object() != null) {
                all.add(known.required());
            }
        }
        return all;
    }

    /**
     * Finds the members of an aggregate, by id.
     *
     * @param root found in this unit of work
     */
    public <M> List<M> findMembers(MemberMapper<M> mapper, Object root) throws SQLException {
        requireOpen();
        VersionedMapper<?> ofRoots = units.rootOf(mapper);
        Registered<?> registered = identities.registered(root);
        if (registered.mapper() != ofRoots) {
            throw new IllegalArgumentException(
                    "%s %s is no root of %s".formatted(registered.mapper().entity(), registered.id(), mapper.name()));
        }
        List<M> stored = read(connection -> {
            List<M> found = mapper.findAll(connection, registered.id());
            lookWhetherAsLoaded(connection, registered);
            return found;
        });
        List<M> all = new ArrayList<>();
        for (M member : stored) {
            RegisteredMember<M> known = identities.member(mapper, mapper.idOf(member));
            if (known == null) {
                known = RegisteredMember.found(mapper, registered, member);
                identities.put(known);
            }
            if (known.role() != Registered.Role.REMOVED) {
                all.add(known.object());
            }
        }
        return all;
    }

    /**
     * Members are read by another statement than their root. If somebody has saved in between, they are not what the root's
     * version had, and nobody must take them for it: a merge would then overwrite what that somebody has saved. The root is
     * looked at after its members, because whoever writes a member raises the version of its root in the same transaction; but
     * for readers of what is not committed that says nothing.
     */
    private <T> void lookWhetherAsLoaded(Connection connection, Registered<T> root) throws SQLException {
        Long now = units.rows(root.mapper())
                .versions(connection, List.of(root.id()), Rows.Look.WITHOUT_LOCK)
                .get(root.id().toString());
        if (now == null
                || !root.isLoadedAs(now)
                || connection.getTransactionIsolation() == Connection.TRANSACTION_READ_UNCOMMITTED) {
            root.membersMayBeNewer();
        }
    }

    /** The version with which something was found here, or that is expected of it. */
    public long version(Object object) {
        return identities.registered(object).expected();
    }

    /**
     * Says from which version a change was made: that of the form, not the one that was read just before saving. It is
     * compared at the commit, so that a conflict can tell what was to be saved.
     *
     * @param object found in this unit of work
     * @param version as it came back; {@link Versioned#UNKNOWN} where that is let pass
     */
    public void expect(Object object, long version) {
        requireOpen();
        Registered<?> known = identities.registered(object);
        known.mapper().requireVersion(version, known.id());
        known.expect(version, null);
    }

    /**
     * The same, where the form has also kept what the record was.
     *
     * @param base the record at that version
     */
    public <T> void expect(VersionedMapper<T> mapper, T object, long version, T base) {
        requireOpen();
        Registered<T> known = identities.registered(mapper, mapper.idOf(object));
        mapper.requireKnownVersion(version, known.id());
        known.expect(version, base);
    }

    /** To be stored. */
    public <T> void registerNew(VersionedMapper<T> mapper, T object) {
        requireOpen();
        units.requireKnown(mapper);
        requireUnfenced(mapper);
        Object id = mapper.idOf(object);
        Registered<T> known = identities.known(mapper, id);
        if (known != null) {
            throw new IllegalStateException("%s %s is in this unit of work already (%s), so it cannot be new"
                    .formatted(mapper.entity(), id, known.role()));
        }
        identities.put(Registered.created(mapper, id, object));
    }

    /** To be overwritten; found in this unit of work before, so that its version is known. */
    public <T> void registerDirty(VersionedMapper<T> mapper, T object) {
        requireOpen();
        requireUnfenced(mapper);
        dirty(identities.registered(mapper, mapper.idOf(object)), object);
    }

    /**
     * To be overwritten without being found first.
     *
     * @param expectedVersion the version that the change was based on, as loaded
     */
    public <T> void registerDirty(VersionedMapper<T> mapper, T object, long expectedVersion) {
        requireOpen();
        requireUnfenced(mapper);
        dirty(detached(mapper, mapper.idOf(object), expectedVersion), object);
    }

    /** To be deleted; found in this unit of work. */
    public void registerRemoved(Object object) {
        requireOpen();
        remove(identities.registered(object));
    }

    /** To be deleted without being found first. */
    public void registerRemoved(VersionedMapper<?> mapper, Object id, long expectedVersion) {
        remove(detached(mapper, id, expectedVersion));
    }

    /**
     * Only read, but what is written depends on it: at the commit it must still have its version, and keeps it until the
     * transaction is over.
     *
     * @param object found in this unit of work
     */
    public void registerRead(Object object) {
        requireOpen();
        read(identities.registered(object));
    }

    /** The same of a record that was read earlier, with the version that it had then. */
    public void registerRead(VersionedMapper<?> mapper, Object id, long version) {
        read(detached(mapper, id, version));
    }

    /**
     * Names this save, so that sending it again after a lost answer is known as the same: then the commit succeeds and
     * writes nothing. All that it writes must be of {@linkplain VersionedTable#logged logged} tables.
     *
     * @param newSaveId made by the client once for each save, 1 to 100 chars, for example a UUID
     */
    public void saveId(String newSaveId) {
        requireOpen();
        if (newSaveId.isBlank() || newSaveId.length() > 100) {
            throw new IllegalArgumentException("saveId must be 1 to 100 chars that name this save alone, but has %d"
                    .formatted(newSaveId.length()));
        }
        saveId = newSaveId;
    }

    /**
     * To be overwritten with the result of a merge: of {@code mine}, made from an old version, and what is stored now.
     *
     * @param expectedVersion the version that mine was made from
     * @return the merged object, which is registered as dirty
     * @throws ConflictException when the record is gone, or both sides changed a field that a person must decide; it has
     *     all fields
     */
    public <T> T merge(VersionedMapper<T> mapper, T mine, long expectedVersion) throws SQLException {
        return new Merging<>(this, mapper, mine, expectedVersion).with(null, Map.of());
    }

    /**
     * The same with what a person has decided.
     *
     * @param shownVersion the version that they saw when they decided; when the record has another now, that is a conflict
     *     again, which keeps what they have chosen as theirs
     * @param decisions by field: for all that were open; others may be decided differently as well
     * @throws IllegalArgumentException when an open field is not decided, or an unknown one is
     */
    public <T> T merge(
            VersionedMapper<T> mapper,
            T mine,
            long expectedVersion,
            long shownVersion,
            Map<String, ? extends @Nullable Object> decisions)
            throws SQLException {
        return new Merging<>(this, mapper, mine, expectedVersion).with(shownVersion, decisions);
    }

    /**
     * To overwrite on purpose what others have saved meanwhile; the log keeps what that was, and they are told.
     *
     * @param basedOn the version that the object was made from
     * @param shownVersion the version that the person saw when they decided; a third save in between is a conflict again
     */
    public <T> void force(VersionedMapper<T> mapper, T object, long basedOn, long shownVersion) {
        if (basedOn > shownVersion) {
            throw new IllegalArgumentException(
                    "%s %s cannot overwrite version %d with something made from the later version %d: give both as they were shown"
                            .formatted(mapper.entity(), mapper.idOf(object), shownVersion, basedOn));
        }
        mapper.requireKnownVersion(basedOn, mapper.idOf(object));
        detached(mapper, mapper.idOf(object), shownVersion).force(basedOn);
        registerDirty(mapper, object);
    }

    /**
     * To be stored again after somebody deleted it, with a version that no form from before the deletion can name.
     *
     * @throws IllegalStateException when the table has neither a log nor a sequence, so that no such version is known
     */
    public <T> void recreate(VersionedMapper<T> mapper, T object) {
        VersionedTable<T> table = mapper.table();
        if (table.changeLog() == null && table.freshVersions() == null) {
            throw new IllegalStateException(
                    "%s %s cannot come back: nobody knows which versions it has had, and a form from before would fit again. Declare VersionedTable.logged or freshVersionsFrom"
                            .formatted(mapper.entity(), mapper.idOf(object)));
        }
        registerNew(mapper, object);
    }

    /**
     * To put back what was overwritten: those fields that still are what the overwriting made them.
     *
     * @param version that the overwriting made
     * @return what is registered as dirty; empty when there is nothing to be put back, or the log does not know any more
     */
    public <T> Optional<T> restore(VersionedMapper<T> mapper, Object id, long version) throws SQLException {
        Optional<T> current = find(mapper, id);
        ChangeLog log = mapper.table().changeLog();
        if (current.isEmpty() || log == null) {
            return Optional.empty();
        }
        Optional<Overwriting> overwriting =
                read(connection -> log.overwriting(connection, mapper.entity(), id.toString(), version));
        Map<String, @Nullable Object> now = mapper.values(current.get());
        Map<String, @Nullable Object> back = new LinkedHashMap<>();
        overwriting.ifPresent(known -> known.removed().stream()
                .filter(removed -> !removed.masked()
                        && now.containsKey(removed.field())
                        && FieldChange.same(now.get(removed.field()), removed.replacedBy()))
                .forEach(removed -> back.put(removed.field(), removed.value())));
        if (back.isEmpty()) {
            return Optional.empty();
        }
        T restored = mapper.with(current.get(), back);
        registerDirty(mapper, restored);
        identities.registered(mapper, id).restore();
        return Optional.of(restored);
    }

    /** A new member of an aggregate whose root is in this unit of work. */
    public <M> void registerNew(MemberMapper<M> mapper, M member) {
        requireOpen();
        Registered<?> root = rootOf(mapper, member);
        if (identities.member(mapper, mapper.idOf(member)) != null) {
            throw new IllegalStateException("%s %s is in this unit of work already, so it cannot be new"
                    .formatted(mapper.name(), mapper.idOf(member)));
        }
        identities.put(RegisteredMember.created(mapper, root, member));
        touch(root);
    }

    /** A changed member, found in this unit of work. */
    public <M> void registerDirty(MemberMapper<M> mapper, M member) {
        requireOpen();
        RegisteredMember<M> known = identities.foundMember(mapper, member);
        if (rootOf(mapper, member) != known.root()) {
            throw new IllegalArgumentException(
                    "%s %s cannot move to another aggregate: remove it here and make a new one there"
                            .formatted(mapper.name(), mapper.idOf(member)));
        }
        known.become(known.role() == Registered.Role.NEW ? Registered.Role.NEW : Registered.Role.DIRTY, member);
        touch(known.root());
    }

    /** A member to be deleted, found in this unit of work. */
    public <M> void registerRemoved(MemberMapper<M> mapper, M member) {
        requireOpen();
        RegisteredMember<M> known = identities.foundMember(mapper, member);
        if (known.role() == Registered.Role.NEW) {
            identities.remove(known);
        } else {
            known.become(Registered.Role.REMOVED, member);
            touch(known.root());
        }
    }

    /**
     * Looks whether what was found, or is to be written, still has its version: an early warning before an expensive step. It
     * promises nothing; the commit looks again.
     *
     * @param objects of this unit of work; all of it when there are none
     * @throws ConflictException when any of them has changed, of those whose tables enforce versions
     */
    public void checkCurrent(Object... objects) throws SQLException {
        requireOpen();
        List<Registered<?>> some = objects.length == 0
                ? identities.records().stream()
                        .filter(record -> record.role() != Registered.Role.NEW)
                        .toList()
                : Arrays.stream(objects)
                        .<Registered<?>>map(identities::registered)
                        .toList();
        Boolean unused = read(connection -> {
            Commit.look(units, connection, some, identities.members());
            return true;
        });
    }

    /**
     * Writes it all, or nothing.
     *
     * @throws ConflictException when anything has changed that this depends on: all of that, with who and when
     * @throws RetryableException when the database gave up, though nothing of this has changed: begin again
     * @throws OutcomeUnknownException when the connection was lost during the commit; with a {@link #saveId} it is looked up
     *     first whether that came through, and if it did, this succeeds
     * @throws SQLException as the driver reports it, for example of a constraint
     * @throws IllegalStateException when it was committed or refused before
     */
    public Committed commit() throws SQLException {
        requireOpen();
        Commit commit = new Commit(units, by, saveId, identities.records(), identities.members());
        over = "its commit failed, and nothing of it was written";
        try {
            Committed committed = transactions.active()
                    ? transactions.<Committed, SQLException>join(connection -> once(commit, connection))
                    : alone(commit);
            over = "it is committed";
            Late.report(committed.late(), by);
            return committed;
        } catch (ConflictException conflict) {
            over = "it was refused: %s. The same objects would overwrite that".formatted(conflict.getMessage());
            throw conflict;
        } catch (OutcomeUnknownException unknown) {
            over = "the connection was lost during its commit, and nobody knows whether that came through";
            throw unknown;
        }
    }

    private static Committed once(Commit commit, Connection connection) throws SQLException {
        Optional<Committed> before = commit.repeated(connection);
        return before.isPresent() ? before.get() : commit.run(connection);
    }

    private Committed alone(Commit commit) throws SQLException {
        for (int attempt = 1; ; attempt++) {
            try {
                return transactions.<Committed, SQLException>run(connection -> once(commit, connection));
            } catch (RetryableException again) {
                if (attempt == ATTEMPTS) {
                    throw again;
                }
                pause(attempt);
            } catch (ConflictException | SQLException | OutcomeUnknownException refused) {
                if (saveId == null) {
                    throw refused;
                }
                // The same save may have run beside this one and have been first, or its answer may be lost.
                Optional<Committed> first = repeated(commit, refused);
                if (first.isPresent()) {
                    return first.get();
                }
                throw refused;
            }
        }
    }

    private Optional<Committed> repeated(Commit commit, Exception refused) {
        try {
            return transactions.<Optional<Committed>, SQLException>run(commit::repeated);
        } catch (SQLException | LockStoreException unreachable) {
            refused.addSuppressed(unreachable);
            return Optional.empty();
        }
    }

    /** Not for all the same time: those who were in each other's way should not meet again. */
    private static void pause(int attempt) {
        try {
            TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextLong(1, 10L << attempt));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(
                    "interrupted before the commit was tried again; nothing was written", interrupted);
        }
    }

    /** Goes on from what is stored now. */
    <T> void foundNow(VersionedMapper<T> mapper, Object id, Versioned<T> stored) {
        identities.put(Registered.found(mapper, id, stored));
    }

    /** Whether this very save has made that version already, and its answer was lost. */
    boolean hasMade(Connection connection, VersionedMapper<?> mapper, Object id, long version) throws SQLException {
        if (saveId == null) {
            return false;
        }
        OptionalLong made = SaveIds.lastVersionMadeBy(connection, mapper.table(), id.toString(), saveId);
        return made.isPresent() && made.getAsLong() == version;
    }

    /** What it was at that version, as far as this unit of work knows. */
    <T> @Nullable Map<String, @Nullable Object> base(VersionedMapper<T> mapper, Object id, long version) {
        requireOpen();
        units.requireKnown(mapper);
        Registered<T> known = identities.known(mapper, id);
        return known != null && known.expected() == version ? known.base() : null;
    }

    <R extends @Nullable Object> R read(Transactions.Work<R, SQLException> work) throws SQLException {
        try {
            return transactions.active() ? transactions.join(work) : transactions.run(work);
        } catch (SQLException failed) {
            if (GivenUp.isCauseOf(failed)) {
                throw GivenUp.atReading(failed);
            }
            throw failed;
        }
    }

    private void read(Registered<?> registered) {
        if (registered.role() == Registered.Role.FOUND) {
            registered.become(Registered.Role.READ);
        }
    }

    private void remove(Registered<?> registered) {
        requireUnfenced(registered.mapper());
        if (registered.role() == Registered.Role.NEW) {
            identities.remove(registered);
        } else {
            registered.become(Registered.Role.REMOVED);
        }
    }

    private static void touch(Registered<?> root) {
        if (root.role() == Registered.Role.FOUND || root.role() == Registered.Role.READ) {
            root.become(Registered.Role.TOUCHED);
        }
    }

    private <T> void dirty(Registered<T> known, T object) {
        if (known.role() == Registered.Role.REMOVED) {
            throw new IllegalStateException("%s %s is to be removed, so it cannot be changed any more"
                    .formatted(known.mapper().entity(), known.id()));
        }
        known.become(object);
        identities.isNow(object, known);
        if (known.role() != Registered.Role.NEW) {
            known.become(Registered.Role.DIRTY);
        }
    }

    private <T> Registered<T> detached(VersionedMapper<T> mapper, Object id, long expected) {
        requireOpen();
        units.requireKnown(mapper);
        mapper.requireVersion(expected, id);
        Registered<T> detached = Registered.detached(mapper, id, expected);
        if (identities.putIfAbsent(detached)) {
            return detached;
        }
        Registered<T> known = identities.registered(mapper, id);
        known.expect(expected, null);
        return known;
    }

    private <M> Registered<?> rootOf(MemberMapper<M> mapper, M member) {
        return identities.root(mapper, units.rootOf(mapper), mapper.rootIdOf(member));
    }

    private static void requireUnfenced(VersionedMapper<?> mapper) {
        if (mapper.fenced()) {
            throw new IllegalStateException(
                    "%s is saved under locks that are kept elsewhere, so each write must say its fence, which a unit of work cannot: use mapper.update(save, object)"
                            .formatted(mapper.entity()));
        }
    }

    private void requireOpen() {
        if (over != null) {
            throw new IllegalStateException(
                    "this unit of work is over: %s. Begin a new one, and load again".formatted(over));
        }
    }
}
