package io.heldby.jdbc.unitofwork;

import io.heldby.jdbc.changelog.ChangeLog;
import io.heldby.lock.Fence;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockLostException;
import io.heldby.lock.Save;
import io.heldby.version.ChangeRecord;
import io.heldby.version.Conflict;
import io.heldby.version.ConflictException;
import io.heldby.version.FieldChange;
import io.heldby.version.RetryableException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Keeps objects in a table so that of any number of saves from one version at most one succeeds: a Data Mapper with an
 * Optimistic Offline Lock (Fowler, <cite>Patterns of Enterprise Application Architecture</cite>). A concrete mapper says
 * where the fields go; the statements are made here, so that none of them can leave the version out:
 *
 * <pre>{@code
 * final class CustomerMapper extends VersionedMapper<Customer> {
 *
 *     CustomerMapper() {
 *         super(VersionedTable.of("customer", "id", Customer::id)
 *                 .column("name", Customer::name)
 *                 .column("city", Customer::city));
 *     }
 *
 *     @Override
 *     protected Customer read(ResultSet row) throws SQLException {
 *         return new Customer(row.getLong("id"), row.getString("name"), row.getString("city"));
 *     }
 * }
 * }</pre>
 *
 * <p>Algorithm: {@code UPDATE … SET …, version = version + 1 … WHERE id = ? AND version = ?}. One row: saved. None: the
 * version is gone, a {@link ConflictException}. Check and write are one statement, so there is nothing between them. Who
 * and when are for people and never compared. Where versions are not {@linkplain VersionedTable#enforcement enforced}, the row
 * is locked and compared before, and the statement names the version that is stored.
 *
 * <p>All calls run on the caller's connection, in the caller's transaction. When one throws, that transaction must be
 * rolled back. A conflict is unexplained until then; {@link io.heldby.jdbc.JdbcTransactions} and the Spring integration
 * roll back and have it explained. Objects are never changed, so a save that failed leaves no trace in memory either.
 *
 * <p>At REPEATABLE READ and above the database may refuse the statement with SQLSTATE 40001, or after a deadlock with
 * 40P01; MariaDB also with error 1020. Whether somebody changed the record can then be seen only after the rollback. It is thrown as an unexplained
 * conflict, and the explanation decides: a newer version or none is a conflict, the same version a
 * {@link RetryableException}.
 *
 * <p>Safe for use by many threads.
 *
 * @param <T> what it maps; the id is given by the application and never changes
 */
public abstract class VersionedMapper<T> implements Mapper<T> {

    private final VersionedTable<T> table;
    private final VersionedSql sql;
    private final OwnColumns columns;
    private final Shape shape;
    private final @Nullable AllFields<T> allFields;
    private final @Nullable FreshVersions freshVersions;

    protected VersionedMapper(VersionedTable<T> table) {
        this.table = table;
        this.sql = VersionedSql.of(table);
        this.columns = new OwnColumns(table);
        this.shape = Shape.of(table);
        this.allFields = table.hasVersion() ? null : new AllFields<>(this, table);
        this.freshVersions = table.freshVersions() == null ? null : FreshVersions.from(table.freshVersions());
    }

    /** Makes an object of the current row, which has all columns of the table's definition, by name. */
    protected abstract T read(ResultSet row) throws SQLException;

    /**
     * Stores a new object.
     *
     * @param by who, as people know them
     * @return its version: 0, or a fresh one if the table says so
     * @throws SQLException as the driver reports it, also when the id is taken
     */
    @Override
    public final long insert(Connection connection, T object, String by) throws SQLException {
        requireNoProxy();
        if (allFields != null) {
            return allFields.insert(connection, object);
        }
        long version = firstVersion(connection, idOf(object));
        try (PreparedStatement insert = connection.prepareStatement(sql.insert())) {
            bind(insert, 1, idOf(object));
            int next = bindColumns(insert, 2, object);
            insert.setLong(next, version);
            insert.setString(next + 1, named(by));
            requireOne(insert.executeUpdate(), "INSERT", idOf(object));
        }
        tell(connection, idOf(object), version, ChangeRecord.Action.CREATED, null, by, null, object);
        return version;
    }

    /** Reads one, with the version that a save of it must name. */
    @Override
    public final Optional<Versioned<T>> find(Connection connection, Object id) throws SQLException {
        return find(connection, id, "");
    }

    /** @param forWhom what is added to the query, to lock the row */
    final Optional<Versioned<T>> find(Connection connection, Object id, String forWhom) throws SQLException {
        requireNoProxy();
        if (allFields != null) {
            return allFields.load(connection, id, forWhom).map(AllFields.Loaded::versioned);
        }
        try (PreparedStatement find =
                connection.prepareStatement(forWhom.isEmpty() ? sql.find() : sql.find() + " " + forWhom)) {
            bind(find, 1, id);
            try (ResultSet row = find.executeQuery()) {
                return row.next() ? Optional.of(versioned(read(row), row, id)) : Optional.empty();
            }
        }
    }

    /**
     * Reads several.
     *
     * @return by their ids as text; those that are not there are not in it
     */
    public final Map<String, Versioned<T>> findAll(Connection connection, Collection<?> ids) throws SQLException {
        requireNoProxy();
        Map<String, Versioned<T>> found = new HashMap<>();
        if (allFields != null) {
            for (Object id : ids) {
                find(connection, id).ifPresent(versioned -> found.put(id.toString(), versioned));
            }
            return found;
        }
        for (List<Object> batch : Bulk.batches(new ArrayList<Object>(ids))) {
            try (PreparedStatement find = connection.prepareStatement(sql.findAll(batch.size()))) {
                for (int i = 0; i < batch.size(); i++) {
                    bind(find, i + 1, batch.get(i));
                }
                try (ResultSet row = find.executeQuery()) {
                    while (row.next()) {
                        T object = read(row);
                        Object id = idOf(object);
                        found.put(id.toString(), versioned(object, row, id));
                    }
                }
            }
        }
        return found;
    }

    private Versioned<T> versioned(T object, ResultSet row, Object id) throws SQLException {
        return new Versioned<>(object, columns.version(row, id), columns.modifiedBy(row), columns.modifiedAt(row));
    }

    /**
     * Overwrites the object with that version. Equal values are a write like any other and make a new version.
     *
     * @param expectedVersion the version that the change was based on, as loaded; never one read just before saving.
     *     {@link Versioned#UNKNOWN} only where versions are not {@linkplain VersionedTable#enforcement enforced}
     * @param by who, as people know them
     * @return the new version
     * @throws ConflictException when the stored version is another and the table enforces versions, or when the object was
     *     deleted
     * @throws IllegalArgumentException when the version is negative or cannot grow
     * @throws IllegalStateException when the table compares fences; when the table or the driver cannot keep the promise;
     *     says why
     */
    @Override
    public final long update(Connection connection, T object, long expectedVersion, String by) throws SQLException {
        requireUnfenced();
        return write(connection, object, expectedVersion, null, by);
    }

    /**
     * The same for a table that compares fences, see {@link VersionedTable#fenceColumn}.
     *
     * @param fence of the lease under which this is saved
     * @throws LockLostException after the rollback, when somebody with a later lock has saved the record
     */
    public final long update(Connection connection, T object, long expectedVersion, Fence fence, String by)
            throws SQLException {
        LockKey key = LockKey.of(table.entity(), idOf(object).toString());
        return write(connection, object, expectedVersion, new Fencing(key, fence), by);
    }

    /**
     * The same with the version, the fence if the table compares it, and the name of the owner of this save. Where the
     * policy does not enforce locks there is no fence, and none is compared.
     */
    public final long update(Save save, T object) throws SQLException {
        return write(
                save.connection(),
                object,
                save.expectedVersion(),
                fencing(save),
                save.handle().owner().displayName());
    }

    private long write(Connection connection, T object, long expectedVersion, @Nullable Fencing fencing, String by)
            throws SQLException {
        requireNoProxy();
        Object id = idOf(object);
        requireVersion(expectedVersion, id);
        VersionRoom.require(table, id, expectedVersion);
        FailedWrite<T> failed = new FailedWrite<>(this, id, expectedVersion, object, fencing);
        Against<T> against = table.enforces()
                ? Against.expected(expectedVersion, before(connection, id))
                : Against.stored(connection, failed).orElseThrow(() -> failed.conflict(null));
        if (allFields != null) {
            AllFields.Loaded<T> loaded = loaded(connection, allFields, id, against.version(), object);
            requireStillThere(allFields.update(connection, loaded, object), "UPDATE", id, against.version(), object);
            report(against.late(), false, by);
            return allFields.versionNow(connection, object);
        }
        String statement = fencing == null ? sql.update() : requireFenced(sql.fencedUpdate());
        try (PreparedStatement update = connection.prepareStatement(statement)) {
            int next = bindColumns(update, 1, object);
            update.setString(next++, named(by));
            if (fencing != null) {
                update.setLong(next++, fencing.fence().value());
            }
            bind(update, next++, id);
            update.setLong(next++, against.version());
            if (fencing != null) {
                update.setLong(next, fencing.fence().value());
            }
            execute(update, "UPDATE", failed.against(against.version()));
        }
        tell(connection, id, against, against.action(), by, object);
        report(against.late(), false, by);
        return against.version() + 1;
    }

    /**
     * Deletes the object with that version.
     *
     * @param expectedVersion the version that the decision was based on
     * @param by who, as people know them; told to whoever still has it open, if deletions are logged
     * @throws ConflictException when the stored version is another or the object is gone already, and the table enforces
     *     versions
     * @throws IllegalArgumentException when the version is negative, as in {@link #update}
     */
    @Override
    public final void delete(Connection connection, Object id, long expectedVersion, String by) throws SQLException {
        requireUnfenced();
        erase(connection, id, expectedVersion, null, by);
    }

    /**
     * The same for a table that compares fences, see {@link VersionedTable#fenceColumn}.
     *
     * @param fence of the lease under which this is deleted
     * @throws LockLostException after the rollback, when somebody with a later lock has saved the record
     */
    public final void delete(Connection connection, Object id, long expectedVersion, Fence fence, String by)
            throws SQLException {
        erase(connection, id, expectedVersion, new Fencing(LockKey.of(table.entity(), id.toString()), fence), by);
    }

    /** The same with the version and, if the table compares it, the fence of this save. */
    public final void delete(Save save, Object id) throws SQLException {
        erase(
                save.connection(),
                id,
                save.expectedVersion(),
                fencing(save),
                save.handle().owner().displayName());
    }

    private void erase(Connection connection, Object id, long expectedVersion, @Nullable Fencing fencing, String by)
            throws SQLException {
        requireNoProxy();
        requireVersion(expectedVersion, id);
        String who = named(by);
        FailedWrite<T> failed = new FailedWrite<>(this, id, expectedVersion, null, fencing);
        Optional<Against<T>> found = table.enforces()
                ? Optional.of(Against.expected(expectedVersion, before(connection, id)))
                : Against.stored(connection, failed);
        if (found.isEmpty()) {
            report(table.observer() == null ? null : failed.gone(connection), true, who);
            return;
        }
        Against<T> against = found.get();
        if (allFields != null) {
            AllFields.Loaded<T> loaded = loaded(connection, allFields, id, against.version(), null);
            requireStillThere(allFields.delete(connection, loaded), "DELETE", id, against.version(), null);
            report(against.late(), true, who);
            return;
        }
        String statement = fencing == null ? sql.delete() : requireFenced(sql.fencedDelete());
        try (PreparedStatement delete = connection.prepareStatement(statement)) {
            bind(delete, 1, id);
            delete.setLong(2, against.version());
            if (fencing != null) {
                delete.setLong(3, fencing.fence().value());
            }
            execute(delete, "DELETE", failed.against(against.version()));
        }
        tell(connection, id, against, ChangeRecord.Action.DELETED, who, null);
        report(against.late(), true, who);
    }

    /** @param late what would have been refused, if anything */
    private void report(@Nullable Conflict late, boolean deletion, String by) {
        OverwriteObserver observer = table.observer();
        if (late != null && observer != null) {
            observer.report(late, deletion, by);
        }
    }

    /** What the write is going to replace, where that is logged: if it has the expected version, it is that still. */
    private @Nullable T before(Connection connection, Object id) throws SQLException {
        return table.changeLog() == null
                ? null
                : find(connection, id).map(Versioned::value).orElse(null);
    }

    private void tell(
            Connection connection,
            Object id,
            Against<T> against,
            ChangeRecord.Action action,
            String by,
            @Nullable T after)
            throws SQLException {
        tell(connection, id, against.version() + 1, action, against.basedOn(), by, against.before(), after);
    }

    private void tell(
            Connection connection,
            Object id,
            long version,
            ChangeRecord.Action action,
            @Nullable Long basedOn,
            String by,
            @Nullable T before,
            @Nullable T after)
            throws SQLException {
        if (table.changeLog() != null || table.savedEvents() != null) {
            List<FieldChange> changes = FieldChange.between(
                    before == null ? null : values(before), after == null ? null : values(after), table::masks);
            Written.tell(
                    connection,
                    by,
                    null,
                    List.of(new Written(table, id.toString(), version, action, basedOn, changes)));
        }
    }

    private AllFields.Loaded<T> loaded(
            Connection connection, AllFields<T> fields, Object id, long expectedVersion, @Nullable T mine)
            throws SQLException {
        return fields.load(connection, id, table.enforces() ? "" : "FOR UPDATE")
                .filter(loaded -> loaded.versioned().version() == expectedVersion)
                .orElseThrow(() -> new FailedWrite<>(this, id, expectedVersion, mine, null).conflict(null));
    }

    private void requireStillThere(int rows, String verb, Object id, long expectedVersion, @Nullable T mine) {
        if (rows == 0) {
            throw new FailedWrite<>(this, id, expectedVersion, mine, null).conflict(null);
        }
        requireOne(rows, verb, id);
    }

    private void execute(PreparedStatement write, String verb, FailedWrite<T> failed) throws SQLException {
        int rows;
        try {
            rows = write.executeUpdate();
        } catch (SQLException refused) {
            if (GivenUp.isCauseOf(refused)) {
                throw failed.conflict(refused);
            }
            VersionRoom.explain(refused, table, failed.id(), failed.expectedVersion());
            throw refused;
        }
        if (rows == 0) {
            throw failed.conflict(null);
        }
        requireOne(rows, verb, failed.id());
    }

    private @Nullable Fencing fencing(Save save) {
        return table.fence() == null
                ? null
                : save.fence()
                        .map(fence -> new Fencing(save.handle().key(), fence))
                        .orElse(null);
    }

    private void requireUnfenced() {
        if (table != null && table.fence() != null) {
            throw new IllegalStateException(
                    "%s is saved under locks that are kept elsewhere, so every save and delete must say its fence: pass the Save, or lease.fence()"
                            .formatted(table.entity()));
        }
    }

    private String requireFenced(@Nullable String statement) {
        if (statement == null) {
            throw new IllegalStateException(
                    "%s compares no fences: leave the fence out, or declare a column for it with VersionedTable.fenceColumn"
                            .formatted(table.entity()));
        }
        return statement;
    }

    private void requireOne(int rows, String verb, Object id) {
        if (rows > 1) {
            throw new IllegalStateException(
                    "the %s of %s %s hit %d rows: column %s of %s is not unique. Roll back, and declare it PRIMARY KEY or UNIQUE"
                            .formatted(
                                    verb, table.entity(), id, rows, table.id().name(), table.name()));
        }
        if (rows != 1) {
            throw new IllegalStateException(
                    "the driver answered %d when asked how many rows the %s of %s %s changed. Without that number a lost"
                                    .formatted(rows, verb, table.entity(), id)
                            + " update cannot be noticed. Roll back, and look for a driver setting or trigger that hides it");
        }
    }

    /** Whether a save may name it: any in which a record can be, and none where that is not enforced. */
    final void requireVersion(long version, Object id) {
        if (version != Versioned.UNKNOWN || table.enforces()) {
            requireKnownVersion(version, id);
        }
    }

    final void requireKnownVersion(long version, Object id) {
        if (version == Versioned.UNKNOWN) {
            throw new IllegalArgumentException(
                    "%s %s cannot have been loaded with version -1 (Versioned.UNKNOWN), which only tables that do not enforce versions take: let the form or program send the version that it loaded"
                            .formatted(table.entity(), id));
        }
        if (version < 0) {
            throw new IllegalArgumentException("%s %s cannot have been loaded with version %d: versions start at 0"
                    .formatted(table.entity(), id, version));
        }
    }

    /**
     * A class-based proxy inherits these final methods, but not the fields that they need; it would fail with a mere
     * NullPointerException.
     */
    private void requireNoProxy() {
        if (sql == null) {
            throw new IllegalStateException(("%s was called through a class-based proxy, which cannot pass the call on."
                            + " Declare the mapper as a plain bean: without @Repository, @Transactional or other advice on"
                            + " it, which belong on the service that calls it")
                    .formatted(getClass().getName()));
        }
    }

    final Object idOf(T object) {
        return Objects.requireNonNull(
                table.id().value().apply(object), () -> "this %s has no id".formatted(table.entity()));
    }

    final int bindColumns(PreparedStatement statement, int first, T object) throws SQLException {
        int index = first;
        for (VersionedTable.Column<T> column : table.columns()) {
            bind(statement, index++, column.value().apply(object));
        }
        return index;
    }

    static void bind(PreparedStatement statement, int index, @Nullable Object value) throws SQLException {
        // PostgreSQL's driver takes no Instant.
        statement.setObject(index, value instanceof Instant moment ? moment.atOffset(ZoneOffset.UTC) : value);
    }

    /** What the unit of work makes its statements of. */
    final Shape shape() {
        requireNoProxy();
        return shape;
    }

    final VersionedSql sql() {
        return sql;
    }

    /** How a unit of work writes them. */
    final Rows<T> rows(Bulk bulk) {
        return allFields == null ? new VersionedRows<>(this, bulk) : new AllFieldsRows<>(allFields, bulk);
    }

    /** Makes ready for a unit of work. */
    final void prepare(Connection connection, Bulk bulk) throws SQLException {
        requireNoProxy();
        if (allFields == null) {
            bulk.prepare(connection, shape);
        } else {
            AllFields.Statements unused = allFields.prepare(connection);
        }
    }

    final String entity() {
        return table.entity();
    }

    final boolean fenced() {
        return table.fence() != null;
    }

    /** The version of a new record: one that no earlier record of the id has reached, as far as can be known. */
    final long firstVersion(Connection connection, Object id) throws SQLException {
        if (freshVersions != null) {
            return freshVersions.next(connection);
        }
        ChangeLog log = table.changeLog();
        OptionalLong last = log == null ? OptionalLong.empty() : log.lastVersion(connection, entity(), id.toString());
        return last.isPresent() ? last.getAsLong() + 1 : 0;
    }

    /**
     * Makes an object that differs in these fields, so that Heldby can merge and restore. A mapper that wants that
     * overrides it.
     *
     * @param object the rest of it
     * @param values some of the fields, by their names, in the types in which the columns give them; a logged enum is its
     *     name
     */
    protected T with(T object, Map<String, @Nullable Object> values) {
        throw new IllegalStateException("%s cannot make a %s of merged values: override with(object, values)"
                .formatted(getClass().getName(), entity()));
    }

    /** What an object says about its fields, by their names. */
    final Map<String, @Nullable Object> values(T object) {
        return Fields.of(table.columns(), object);
    }

    final VersionedTable<T> table() {
        return table;
    }

    /** The values of {@link Shape#all()}. */
    final @Nullable Object[] row(T object, long version) {
        return Fields.row(idOf(object), version, table.columns(), object);
    }

    static String named(String by) {
        if (by.isBlank()) {
            throw new IllegalArgumentException("who saves must have a name: the next person reads it in a conflict");
        }
        return by;
    }
}
