package io.heldby.demo.conflict;

import io.heldby.demo.conflict.SaveResult.Deleted;
import io.heldby.demo.conflict.SaveResult.Invalid;
import io.heldby.demo.conflict.SaveResult.Saved;
import io.heldby.demo.conflict.SaveResult.Undecided;
import io.heldby.jdbc.changelog.ChangeLog;
import io.heldby.jdbc.unitofwork.UnitOfWork;
import io.heldby.jdbc.unitofwork.UnitsOfWork;
import io.heldby.jdbc.unitofwork.Versioned;
import io.heldby.jdbc.unitofwork.VersionedMapper;
import io.heldby.lock.Transactions;
import io.heldby.version.Conflict;
import io.heldby.version.ConflictException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Saves what was typed into forms of one kind of record: as it is when nobody was faster, merged when nobody has to be asked,
 * and else as a person decides.
 *
 * <p>Safe for use by many threads.
 *
 * @param <T> the record
 */
public final class MergingSaves<T> {

    /** Somebody else may save between looking and writing, again and again. Then the person sees the page. */
    private static final int ATTEMPTS = 10;

    private static final String SAVE = "save";
    private static final String FORCE = "force";

    private final UnitsOfWork units;
    private final VersionedMapper<T> mapper;
    private final Function<String, Object> ids;
    private final RecordForm<T> form;
    private final EarlierSaves earlier;
    private final Transactions transactions;

    /**
     * Saves into one table.
     *
     * @param mapper of that table, which is logged
     * @param ids the id for its text
     */
    public MergingSaves(
            UnitsOfWork units,
            VersionedMapper<T> mapper,
            Function<String, Object> ids,
            RecordForm<T> form,
            ChangeLog log,
            Transactions transactions) {
        this.units = units;
        this.mapper = mapper;
        this.ids = ids;
        this.form = form;
        this.earlier = new EarlierSaves(form, log, transactions);
        this.transactions = transactions;
    }

    public RecordForm<T> form() {
        return form;
    }

    /** The one that saves records of that kind. */
    static MergingSaves<?> of(String entity, List<MergingSaves<?>> workplaces) {
        return workplaces.stream()
                .filter(each -> each.form.entity().equals(entity))
                .findFirst()
                .orElseThrow(() -> new NoSuchRecordException(entity, ""));
    }

    Optional<Versioned<T>> find(String id) throws SQLException {
        return transactions.run(connection -> mapper.find(connection, ids.apply(id)));
    }

    /**
     * Saves.
     *
     * @param by who, as people know them
     * @param answer of the editor, or of the conflict page
     */
    public SaveResult save(String by, String id, ConflictAnswer answer) throws SQLException {
        return attempts(by, id, answer, SAVE, (mine, conflict, page) -> {
            if (!page.decided() || !page.current()) {
                return new Undecided(page);
            }
            Map<String, String> problems = form.problems(page.results());
            if (!problems.isEmpty()) {
                return new Undecided(page.with(problems));
            }
            UnitOfWork unit = begin(by, SaveIds.of(answer, SAVE));
            T merged = unit.merge(mapper, mine, conflict.expectedVersion(), version(conflict), page.decisions());
            return unit.commit().repeated() ? stored(mine) : new Saved(form.name(merged), page.others(), List.of());
        });
    }

    /** Stores mine as it is, over all that others have saved up to the version that the person was shown. */
    public SaveResult force(String by, String id, ConflictAnswer answer) throws SQLException {
        return attempts(by, id, answer, FORCE, (mine, conflict, page) -> {
            if (answer.shown() == null || !page.current()) {
                return new Undecided(page);
            }
            UnitOfWork unit = begin(by, SaveIds.of(answer, FORCE));
            unit.force(mapper, mine, conflict.expectedVersion(), version(conflict));
            return unit.commit().repeated() ? stored(mine) : new Saved(form.name(mine), List.of(), page.losers());
        });
    }

    /** The conflict as it is now, with what was chosen so far; writes nothing. */
    public SaveResult compare(String by, String id, ConflictAnswer answer) throws SQLException {
        return attempts(by, id, answer, SAVE, (mine, conflict, page) -> new Undecided(page));
    }

    /** Stores mine again after somebody has deleted the record. */
    public SaveResult recreate(String by, String id, ConflictAnswer answer) throws SQLException {
        Map<String, String> problems = form.problems(answer.mine());
        if (!problems.isEmpty()) {
            return new Invalid(problems);
        }
        T mine = form.read(id, answer.mine());
        UnitOfWork unit = begin(by, SaveIds.of(answer, SAVE));
        unit.recreate(mapper, mine);
        try {
            unit.commit();
        } catch (ConflictException | SQLException refused) {
            // Perhaps it is there again: then it is a conflict like any other.
            if (find(id).isPresent()) {
                return compare(by, id, answer);
            }
            throw refused;
        }
        return stored(mine);
    }

    /**
     * Puts back what an overwriting removed, as far as nobody has changed it since.
     *
     * @param version that the overwriting made
     * @return whether there was anything to be put back
     */
    public boolean restore(String by, String id, long version) throws SQLException {
        for (int attempt = 1; ; attempt++) {
            UnitOfWork unit = units.begin(by);
            Optional<T> stored = unit.find(mapper, ids.apply(id));
            if (stored.isEmpty()
                    || !form.mayWrite(stored.get())
                    || unit.restore(mapper, ids.apply(id), version).isEmpty()) {
                return false;
            }
            try {
                unit.commit();
                return true;
            } catch (ConflictException faster) {
                if (attempt == ATTEMPTS) {
                    throw faster;
                }
            }
        }
    }

    /** What to do about a conflict. */
    private interface Resolution<T> {
        SaveResult of(T mine, Conflict conflict, ConflictPage page) throws SQLException;
    }

    private SaveResult attempts(String by, String id, ConflictAnswer answer, String how, Resolution<T> resolution)
            throws SQLException {
        String saveId = SaveIds.of(answer, how);
        Map<String, String> problems = form.problems(answer.mine());
        if (!problems.isEmpty()) {
            return new Invalid(problems);
        }
        requireWritable(id);
        T mine = form.read(id, answer.mine());
        for (int attempt = 1; ; attempt++) {
            try {
                Conflict conflict = conflict(by, mine, answer.base());
                if (conflict == null) {
                    return plain(by, mine, answer.base(), saveId);
                }
                if (conflict.kind() == Conflict.Kind.DELETED) {
                    return new Deleted(conflict, answer);
                }
                Conflict shown = earlier.ofTheForm(id, answer) ? earlier.withoutBase(conflict) : conflict;
                ConflictPage page = ConflictPage.of(shown, form.lookup(), answer);
                SaveResult result = resolution.of(mine, conflict, page);
                // Asked last, so that a save which ran beside this one has been seen.
                return result instanceof Undecided && earlier.repeats(id, saveId) ? stored(mine) : result;
            } catch (ConflictException faster) {
                if (attempt == ATTEMPTS) {
                    return compare(by, id, answer);
                }
            }
        }
    }

    private SaveResult plain(String by, T mine, long base, String saveId) throws SQLException {
        UnitOfWork unit = begin(by, saveId);
        unit.registerDirty(mapper, mine, base);
        unit.commit();
        return stored(mine);
    }

    private Saved stored(T mine) {
        return new Saved(form.name(mine), List.of(), List.of());
    }

    private UnitOfWork begin(String by, String saveId) {
        UnitOfWork unit = units.begin(by);
        unit.saveId(saveId);
        return unit;
    }

    /** What is in the way of it now, with all fields; null when nothing is. */
    private @Nullable Conflict conflict(String by, T mine, long base) throws SQLException {
        UnitOfWork look = units.begin(by);
        look.registerDirty(mapper, mine, base);
        try {
            look.checkCurrent();
            return null;
        } catch (ConflictException conflict) {
            return conflict.conflicts().get(0);
        }
    }

    private static long version(Conflict conflict) {
        Long version = conflict.currentVersion();
        if (version == null) {
            throw new IllegalStateException("%s has no version now".formatted(conflict.sentence()));
        }
        return version;
    }

    private void requireWritable(String id) throws SQLException {
        Optional<T> stored = find(id).map(Versioned::value);
        if (stored.isPresent() && !form.mayWrite(stored.get())) {
            throw new NoSuchRecordException(form.noun(), id);
        }
    }
}
