package io.heldby.demo.conflict;

import io.heldby.jdbc.unitofwork.UnitOfWork;
import io.heldby.jdbc.unitofwork.UnitsOfWork;
import io.heldby.jdbc.unitofwork.Versioned;
import io.heldby.jdbc.unitofwork.VersionedMapper;
import io.heldby.lock.Transactions;
import io.heldby.version.Conflict;
import io.heldby.version.ConflictException;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Records of one table on plain JDBC.
 *
 * @param mapper of that table, which is logged
 * @param ids the id for its text
 */
record UnitOfWorkRecords<T>(
        UnitsOfWork units, VersionedMapper<T> mapper, Function<String, Object> ids, Transactions transactions)
        implements Records<T> {

    @Override
    public Optional<Versioned<T>> find(String id) throws SQLException {
        return transactions.run(connection -> mapper.find(connection, ids.apply(id)));
    }

    @Override
    public Optional<Conflict> save(NamedSave save, T mine, long base) throws SQLException {
        UnitOfWork look = units.begin(save.by());
        look.registerDirty(mapper, mine, base);
        try {
            look.checkCurrent();
        } catch (ConflictException conflict) {
            return Optional.of(conflict.conflicts().get(0));
        }
        UnitOfWork unit = begin(save);
        unit.registerDirty(mapper, mine, base);
        unit.commit();
        return Optional.empty();
    }

    @Override
    public Optional<T> merge(NamedSave save, T mine, Conflict conflict, Map<String, @Nullable Object> decisions)
            throws SQLException {
        UnitOfWork unit = begin(save);
        T merged =
                unit.merge(mapper, mine, conflict.expectedVersion(), MergingSaves.currentVersion(conflict), decisions);
        return unit.commit().repeated() ? Optional.empty() : Optional.of(merged);
    }

    @Override
    public boolean force(NamedSave save, T mine, Conflict conflict) throws SQLException {
        UnitOfWork unit = begin(save);
        unit.force(mapper, mine, conflict.expectedVersion(), MergingSaves.currentVersion(conflict));
        return !unit.commit().repeated();
    }

    @Override
    public void recreate(NamedSave save, T mine) throws SQLException {
        UnitOfWork unit = begin(save);
        unit.recreate(mapper, mine);
        unit.commit();
    }

    @Override
    public boolean restore(String by, String id, long version) throws SQLException {
        UnitOfWork unit = units.begin(by);
        if (unit.find(mapper, ids.apply(id)).isEmpty()
                || unit.restore(mapper, ids.apply(id), version).isEmpty()) {
            return false;
        }
        unit.commit();
        return true;
    }

    private UnitOfWork begin(NamedSave save) {
        UnitOfWork unit = units.begin(save.by());
        unit.saveId(save.id());
        return unit;
    }
}
