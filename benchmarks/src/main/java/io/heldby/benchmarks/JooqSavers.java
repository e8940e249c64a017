package io.heldby.benchmarks;

import static io.heldby.benchmarks.InvoiceJooqTable.INVOICE;

import java.sql.Connection;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;

/**
 * jOOQ's records with optimistic locking. One by one, {@code store()} throws at a stale one; {@code batchStore()} writes the
 * others and only tells the counts, so this contestant looks at them, as a careful application would.
 */
final class JooqSavers {

    static final String STORE = "jOOQ store()";
    static final String BATCH = "jOOQ batchStore(), whose caller looks at the counts";

    private static final Settings SETTINGS = new Settings().withExecuteWithOptimisticLocking(true);

    private JooqSavers() {}

    static List<Saver> on(DataSource dataSource) {
        return List.of(
                saver(STORE, dataSource, (context, rows) -> {
                    int written = 0;
                    for (InvoiceJooqTable.Row row : rows) {
                        row.attach(context.configuration());
                        written += row.store();
                    }
                    return written;
                }),
                saver(
                        BATCH,
                        dataSource,
                        (context, rows) ->
                                IntStream.of(context.batchStore(rows).execute()).sum()));
    }

    private static Saver saver(String name, DataSource dataSource, Write write) {
        return new Saver() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Save prepare(List<Invoice> changed) {
                List<InvoiceJooqTable.Row> rows =
                        changed.stream().map(JooqSavers::row).toList();
                return new JdbcSaver(name, dataSource, (connection, ignored) -> write.run(context(connection), rows))
                        .prepare(changed);
            }
        };
    }

    private static DSLContext context(Connection connection) {
        return DSL.using(connection, SQLDialect.POSTGRES, SETTINGS);
    }

    /** As loaded in the version of the form, then changed. */
    private static InvoiceJooqTable.Row row(Invoice invoice) {
        InvoiceJooqTable.Row row = new InvoiceJooqTable.Row();
        row.set(INVOICE.id, invoice.id());
        row.set(INVOICE.version, invoice.version());
        row.changed(false);
        row.set(INVOICE.customer, invoice.customer());
        row.set(INVOICE.city, invoice.city());
        row.set(INVOICE.quantity, invoice.quantity());
        row.set(INVOICE.amount, invoice.amount());
        row.set(INVOICE.due, invoice.due());
        row.set(INVOICE.modifiedBy, Invoice.BY);
        row.set(INVOICE.modifiedAt, OffsetDateTime.now(ZoneOffset.UTC));
        return row;
    }

    private interface Write {
        int run(DSLContext context, List<InvoiceJooqTable.Row> rows);
    }
}
