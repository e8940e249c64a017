package io.heldby.demo.conflict;

import io.heldby.demo.conflict.SaveResult.Deleted;
import io.heldby.demo.conflict.SaveResult.Invalid;
import io.heldby.demo.conflict.SaveResult.Saved;
import io.heldby.demo.conflict.SaveResult.Undecided;
import io.heldby.jdbc.changelog.ChangeLog;
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

    private final Records<T> records;
    private final RecordForm<T> form;
    private final EarlierSaves earlier;

    /** Saves into whatever keeps the records, if it logs them. */
    public MergingSaves(Records<T> records, RecordForm<T> form, ChangeLog log, Transactions transactions) {
        this.records = records;
        this.form = form;
        this.earlier = new EarlierSaves(form, log, transactions);
    }

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
        this(new UnitOfWorkRecords<>(units, mapper, ids, transactions), form, log, transactions);
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
        return records.find(id);
    }

    /**
     * Saves.
     *
     * @param by who, as people know them
     * @param answer of the editor, or of the conflict page
     */
    public SaveResult save(String by, String id, ConflictAnswer answer) throws SQLException {
        return attempts(by, id, answer, SAVE, (save, mine, conflict, page) -> {
            if (!page.decided() || !page.current()) {
                return new Undecided(page);
            }
            Map<String, String> problems = form.problems(page.results());
            if (!problems.isEmpty()) {
                return new Undecided(page.with(problems));
            }
            Optional<T> merged = records.merge(save, mine, conflict, page.decisions());
            return merged.map(stored -> new Saved(form.name(stored), page.others(), List.of()))
                    .orElseGet(() -> stored(mine));
        });
    }

    /** Stores mine as it is, over all that others have saved up to the version that the person was shown. */
    public SaveResult force(String by, String id, ConflictAnswer answer) throws SQLException {
        return attempts(by, id, answer, FORCE, (save, mine, conflict, page) -> {
            if (answer.shown() == null || !page.current()) {
                return new Undecided(page);
            }
            return records.force(save, mine, conflict)
                    ? new Saved(form.name(mine), List.of(), page.losers())
                    : stored(mine);
        });
    }

    /** The conflict as it is now, with what was chosen so far; writes nothing. */
    public SaveResult compare(String by, String id, ConflictAnswer answer) throws SQLException {
        return attempts(by, id, answer, SAVE, (save, mine, conflict, page) -> new Undecided(page));
    }

    /** Stores mine again after somebody has deleted the record. */
    public SaveResult recreate(String by, String id, ConflictAnswer answer) throws SQLException {
        Map<String, String> problems = form.problems(answer.mine());
        if (!problems.isEmpty()) {
            return new Invalid(problems);
        }
        T mine = form.read(id, answer.mine());
        try {
            records.recreate(new NamedSave(by, SaveIds.of(answer, SAVE)), mine);
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
            Optional<T> stored = find(id).map(Versioned::value);
            if (stored.isEmpty() || !form.mayWrite(stored.get())) {
                return false;
            }
            try {
                return records.restore(by, id, version);
            } catch (ConflictException faster) {
                if (attempt == ATTEMPTS) {
                    throw faster;
                }
            }
        }
    }

    /** What to do about a conflict. */
    private interface Resolution<T> {
        SaveResult of(NamedSave save, T mine, Conflict conflict, ConflictPage page) throws SQLException;
    }

    private SaveResult attempts(String by, String id, ConflictAnswer answer, String how, Resolution<T> resolution)
            throws SQLException {
        NamedSave save = new NamedSave(by, SaveIds.of(answer, how));
        Map<String, String> problems = form.problems(answer.mine());
        if (!problems.isEmpty()) {
            return new Invalid(problems);
        }
        requireWritable(id);
        T mine = form.read(id, answer.mine());
        for (int attempt = 1; ; attempt++) {
            try {
                Optional<Conflict> found = records.save(save, mine, answer.base());
                if (found.isEmpty()) {
                    return stored(mine);
                }
                Conflict conflict = found.get();
                if (conflict.kind() == Conflict.Kind.DELETED) {
                    return new Deleted(conflict, answer);
                }
                if (records.isWith(save, conflict)) {
                    return stored(mine);
                }
                Conflict shown = earlier.ofTheForm(id, answer) ? earlier.withoutBase(conflict) : conflict;
                ConflictPage page = ConflictPage.of(shown, form.lookup(), answer);
                SaveResult result = resolution.of(save, mine, conflict, page);
                // Asked last, so that a save which ran beside this one has been seen.
                return result instanceof Undecided && earlier.repeats(id, save.id()) ? stored(mine) : result;
            } catch (ConflictException faster) {
                if (attempt == ATTEMPTS) {
                    return compare(by, id, answer);
                }
            }
        }
    }

    private Saved stored(T mine) {
        return new Saved(form.name(mine), List.of(), List.of());
    }

    /** The one that the person has seen. */
    public static long currentVersion(Conflict conflict) {
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
