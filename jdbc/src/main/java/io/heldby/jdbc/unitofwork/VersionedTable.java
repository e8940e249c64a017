package io.heldby.jdbc.unitofwork;

import io.heldby.jdbc.changelog.ChangeLog;
import io.heldby.jdbc.changelog.Comparison;
import io.heldby.jdbc.changelog.SavedEvents;
import io.heldby.lock.Enforcement;
import io.heldby.merge.MergeRules;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where a {@link VersionedMapper} keeps its objects: the table, and for each column what the object says about it.
 *
 * <pre>{@code
 * VersionedTable.of("customer", "id", Customer::id)
 *         .column("name", Customer::name)
 *         .column("city", Customer::city)
 * }</pre>
 *
 * The version and the two columns that tell who and when are not listed; the mapper writes them itself. They are
 *
 * <pre>{@code
 * version      BIGINT NOT NULL,             -- INTEGER works too, until it is full
 * modified_by  VARCHAR(255),
 * modified_at  TIMESTAMP WITH TIME ZONE
 * }</pre>
 *
 * <p>All names are plain SQL names; a quoted or composed one is refused, because names become part of the statements.
 *
 * <p>Immutable: each method gives a new definition.
 *
 * @param <T> what is kept in it
 */
public final class VersionedTable<T> {

    private final String name;
    private final Column<T> id;
    private List<Column<T>> columns = List.of();
    private String entity;
    private String version = "version";
    private String modifiedBy = "modified_by";
    private String modifiedAt = "modified_at";
    private @Nullable String freshVersions;
    private @Nullable String fence;
    private boolean hasVersion = true;
    private MergeRules mergeRules = MergeRules.ask();
    private Set<String> masked = Set.of();
    private @Nullable ChangeLog changeLog;
    private @Nullable SavedEvents savedEvents;
    private Enforcement enforcement = Enforcement.ENFORCE;
    private OverwriteObserver observer = new OverwriteObserver();

    private VersionedTable(String name, Column<T> id, String entity) {
        this.name = SqlName.qualified("table", name);
        this.id = id;
        this.entity = entity;
    }

    private VersionedTable<T> copy() {
        VersionedTable<T> copy = new VersionedTable<>(name, id, entity);
        copy.columns = columns;
        copy.version = version;
        copy.modifiedBy = modifiedBy;
        copy.modifiedAt = modifiedAt;
        copy.freshVersions = freshVersions;
        copy.fence = fence;
        copy.hasVersion = hasVersion;
        copy.mergeRules = mergeRules;
        copy.masked = masked;
        copy.changeLog = changeLog;
        copy.savedEvents = savedEvents;
        copy.enforcement = enforcement;
        copy.observer = observer;
        return copy;
    }

    /**
     * A table without columns yet, and with the default names {@code version}, {@code modified_by}, {@code modified_at}.
     *
     * @param name the table's, with or without its schema
     */
    public static <T> VersionedTable<T> of(String name, String idColumn, Function<? super T, ?> id) {
        String entity = name.substring(name.lastIndexOf('.') + 1);
        return new VersionedTable<T>(name, new Column<T>(idColumn, idColumn, id), entity).checked();
    }

    /**
     * Adds a column; the field that it keeps has the same name.
     *
     * @param value what to store, of a type that the driver binds; an {@link java.time.Instant} is stored as its moment
     *     in UTC; null is SQL's NULL
     */
    public VersionedTable<T> column(String column, Function<? super T, ? extends @Nullable Object> value) {
        return column(column, column, value);
    }

    /**
     * Adds a column.
     *
     * @param field what people and programs call it in a {@link io.heldby.version.Conflict}, such as {@code lastName} for a
     *     column {@code last_name}
     * @param value what to store, as above
     */
    public VersionedTable<T> column(
            String column, String field, Function<? super T, ? extends @Nullable Object> value) {
        VersionedTable<T> copy = copy();
        List<Column<T>> more = new ArrayList<>(columns);
        more.add(new Column<>(column, field, value));
        copy.columns = List.copyOf(more);
        return copy.checked();
    }

    /** What people call these records, such as {@code policy} for a table {@code t_pol_main}; the table's name unless given. */
    public VersionedTable<T> entity(String newEntity) {
        VersionedTable<T> copy = copy();
        copy.entity = newEntity;
        return copy;
    }

    /** Other names for the three columns that the mapper writes itself. */
    public VersionedTable<T> versionColumns(String newVersion, String newModifiedBy, String newModifiedAt) {
        VersionedTable<T> copy = copy();
        copy.version = SqlName.column(newVersion);
        copy.modifiedBy = SqlName.column(newModifiedBy);
        copy.modifiedAt = SqlName.column(newModifiedAt);
        return copy.checked();
    }

    /**
     * For ids that can come back after a delete, such as a licence plate: a form opened before the delete must not
     * overwrite the record that was created after it. Without this every record starts at version 0, and the form that was
     * opened at version 0 would.
     *
     * <p>A new record then starts at the sequence's next value times a million, so its versions cannot meet an earlier
     * record's unless that one was saved a million times. The version column must be BIGINT.
     *
     * @param sequence one that counts up; in PostgreSQL without {@code CACHE}, which is its default
     */
    public VersionedTable<T> freshVersionsFrom(String sequence) {
        VersionedTable<T> copy = copy();
        copy.freshVersions = SqlName.qualified("sequence", sequence);
        return copy.checked();
    }

    /**
     * For records whose locks are kept elsewhere, such as in Redis: then nothing keeps the lock from ending while the save
     * is written. The column holds the fence of the last save, {@code fence BIGINT NOT NULL DEFAULT 0}, and the statement
     * that writes compares it, so that who has been overtaken cannot save any more.
     *
     * <p>Every save and delete must then say its fence.
     */
    public VersionedTable<T> fenceColumn(String column) {
        VersionedTable<T> copy = copy();
        copy.fence = SqlName.column(column);
        return copy.checked();
    }

    /**
     * For a schema that cannot change: the table has none of the three columns. Instead, what is written must still have all
     * the fields that were loaded, byte by byte, and what stands for the version is a number made of them. A change that
     * was changed back meanwhile goes unseen, and nobody knows who has changed what.
     *
     * <p>The types of the columns must be such that they can be compared; large objects, JSON and binary ones cannot.
     */
    public VersionedTable<T> withoutVersion() {
        VersionedTable<T> copy = copy();
        copy.hasVersion = false;
        return copy.checked();
    }

    /** What becomes of fields that two people changed, by their names; a person is asked unless something else is said. */
    public VersionedTable<T> merging(MergeRules rules) {
        VersionedTable<T> copy = copy();
        copy.mergeRules = rules;
        return copy;
    }

    /**
     * Logs every write, so that a conflict can say for each field who changed it and when, even if the client has not kept
     * what it was.
     */
    public VersionedTable<T> logged(ChangeLog log) {
        VersionedTable<T> copy = copy();
        copy.changeLog = log;
        return copy.checked();
    }

    /**
     * Fields whose values the log does not keep, only that they changed.
     *
     * @throws IllegalArgumentException when there is no such field; add the columns first
     */
    public VersionedTable<T> masked(String... fields) {
        VersionedTable<T> copy = copy();
        copy.masked = Fields.named(name, columns, fields);
        return copy;
    }

    /** Tells those who have a record open that it was saved. */
    public VersionedTable<T> announced(SavedEvents events) {
        VersionedTable<T> copy = copy();
        copy.savedEvents = events;
        return copy.checked();
    }

    /**
     * What becomes of a save that is not based on the stored version, while an application that had no versions gets them;
     * the same as {@link #enforcement(Enforcement, OverwriteObserver)} with an observer that only warns in the log.
     */
    public VersionedTable<T> enforcement(Enforcement newEnforcement) {
        return enforcement(newEnforcement, new OverwriteObserver());
    }

    /**
     * What becomes of a save that is not based on the stored version, while an application that had no versions gets them.
     *
     * <ul>
     *   <li>{@code ENFORCE}, which is the default: it is refused with a {@link io.heldby.version.ConflictException}.
     *   <li>{@code OBSERVE}: it overwrites what is stored, and the observer is told who would have been refused, and whose
     *       work in which fields was lost. A save may also name no version, see {@link Versioned#UNKNOWN}.
     *   <li>{@code OFF}: it overwrites what is stored, and nobody is told.
     * </ul>
     *
     * In all three every write raises the version, and the log tells the truth. The row is locked before it is compared, so
     * of two at the same moment the second is told of the first. A record that was deleted cannot be overwritten: saving it
     * is a conflict all the same. Fences are compared all the same, too. Has nothing to do with the enforcement of locks.
     */
    public VersionedTable<T> enforcement(Enforcement newEnforcement, OverwriteObserver newObserver) {
        VersionedTable<T> copy = copy();
        copy.enforcement = newEnforcement;
        copy.observer = newObserver;
        return copy;
    }

    boolean enforces() {
        return enforcement == Enforcement.ENFORCE;
    }

    /** Who is told what would have been refused; null where nothing is let pass, or nobody is to be told. */
    @Nullable
    OverwriteObserver observer() {
        return enforcement == Enforcement.OBSERVE ? observer : null;
    }

    boolean hasVersion() {
        return hasVersion;
    }

    String name() {
        return name;
    }

    MergeRules mergeRules() {
        return mergeRules;
    }

    boolean masks(String field) {
        return masked.contains(field);
    }

    @Nullable
    ChangeLog changeLog() {
        return changeLog;
    }

    @Nullable
    SavedEvents savedEvents() {
        return savedEvents;
    }

    String entity() {
        return entity;
    }

    Column<T> id() {
        return id;
    }

    /** Without id, version, modified by and modified at. */
    List<Column<T>> columns() {
        return columns;
    }

    String version() {
        return version;
    }

    String modifiedBy() {
        return modifiedBy;
    }

    String modifiedAt() {
        return modifiedAt;
    }

    /** See {@link #freshVersionsFrom}; null for tables whose ids never come back. */
    @Nullable
    String freshVersions() {
        return freshVersions;
    }

    /** See {@link #fenceColumn}; null for tables whose locks are kept in the same database. */
    @Nullable
    String fence() {
        return fence;
    }

    private VersionedTable<T> checked() {
        if (!hasVersion && (changeLog != null || savedEvents != null || freshVersions != null || fence != null)) {
            throw new IllegalArgumentException(
                    "%s has no version, so it can be neither logged nor announced, and have no fresh versions and no fence: give it a version column, or leave these out"
                            .formatted(name));
        }
        Set<String> seen = new HashSet<>();
        List<String> own = new ArrayList<>(hasVersion ? List.of(version, modifiedBy, modifiedAt) : List.of());
        if (fence != null) {
            own.add(fence);
        }
        own.forEach(column -> requireNew(seen, column));
        requireNew(seen, id.name());
        columns.forEach(column -> requireNew(seen, column.name()));
        return this;
    }

    private void requireNew(Set<String> seen, String column) {
        if (!seen.add(column.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException(
                    "column %s of %s is named twice; id, version, modified by, modified at and fence are written without being listed"
                            .formatted(column, name));
        }
    }

    /** A column, the field that it keeps, and what an object says about it. */
    record Column<T>(String name, String field, Function<? super T, ? extends @Nullable Object> value) {

        Column {
            SqlName.column(name);
        }
    }

    /** What is to be compared of one record; see {@link Comparison} for what the parts mean. */
    Comparison comparison(
            Object id,
            long expected,
            @Nullable Map<String, @Nullable Object> base,
            @Nullable Map<String, @Nullable Object> mine) {
        return new Comparison(entity, id.toString(), changeLog, expected, base, mine);
    }
}
