package io.heldby.benchmarks;

import io.heldby.jdbc.JdbcTransactions;
import io.heldby.jdbc.changelog.ChangeLog;
import io.heldby.jdbc.lock.JdbcSettings;
import io.heldby.jdbc.unitofwork.UnitOfWork;
import io.heldby.jdbc.unitofwork.UnitsOfWork;
import io.heldby.jdbc.unitofwork.VersionedMapper;
import io.heldby.jdbc.unitofwork.VersionedTable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import javax.sql.DataSource;

/** The unit of work with records that it has not loaded, as they come back with a form. */
final class HeldbySaver implements Saver {

    static final String NAME = "Heldby unit of work";
    static final String LOGGED = "Heldby unit of work, change log on";

    private static final VersionedTable<Invoice> TABLE = VersionedTable.of("invoice", "id", Invoice::id)
            .column("customer", Invoice::customer)
            .column("city", Invoice::city)
            .column("quantity", Invoice::quantity)
            .column("amount", Invoice::amount)
            .column("due", Invoice::due);

    private final String name;
    private final UnitsOfWork units;
    private final Mapper mapper;

    private HeldbySaver(String name, DataSource dataSource, VersionedTable<Invoice> table) throws SQLException {
        this.name = name;
        this.mapper = new Mapper(table);
        this.units =
                UnitsOfWork.on(new JdbcTransactions(dataSource)).mappers(mapper).build();
    }

    static HeldbySaver unlogged(DataSource dataSource) throws SQLException {
        return new HeldbySaver(NAME, dataSource, TABLE);
    }

    /** Heldby's tables must be there. */
    static HeldbySaver logged(DataSource dataSource) throws SQLException {
        return new HeldbySaver(LOGGED, dataSource, TABLE.logged(new ChangeLog(JdbcSettings.defaults(), () -> "")));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Save prepare(List<Invoice> changed) {
        return () -> {
            UnitOfWork unit = units.begin(Invoice.BY);
            for (Invoice invoice : changed) {
                unit.registerDirty(mapper, invoice, invoice.version());
            }
            unit.commit();
        };
    }

    private static final class Mapper extends VersionedMapper<Invoice> {

        Mapper(VersionedTable<Invoice> table) {
            super(table);
        }

        @Override
        protected Invoice read(ResultSet row) throws SQLException {
            return new Invoice(
                    row.getLong("id"),
                    row.getString("customer"),
                    row.getString("city"),
                    row.getInt("quantity"),
                    row.getBigDecimal("amount"),
                    row.getObject("due", LocalDate.class),
                    row.getLong("version"));
        }
    }
}
