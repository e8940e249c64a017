package io.heldby.benchmarks;

import io.heldby.testkit.RecordedStatements;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/** How many statements one transaction sends; a batch is one. */
final class CountedStatements {

    private CountedStatements() {}

    /** By the name of the saver; all rows must be free. */
    static Map<String, Integer> of(int rows, Invoices invoices, DataSource dataSource) throws Exception {
        RecordedStatements recorded = new RecordedStatements();
        Map<String, Integer> counts = new LinkedHashMap<>();
        try (FlushSavers savers = new FlushSavers(recorded.on(dataSource), dataSource)) {
            savers.lock(invoices.load(rows));
            for (Saver saver : savers.all()) {
                // Twice: what is looked up on a first encounter is not what a flush costs.
                sent(saver, rows, invoices, recorded);
                counts.put(saver.name(), sent(saver, rows, invoices, recorded));
            }
            savers.unlock();
        }
        return counts;
    }

    private static int sent(Saver saver, int rows, Invoices invoices, RecordedStatements recorded) throws Exception {
        Saver.Save save = saver.prepare(edited(rows, invoices));
        recorded.takeAll();
        save.run();
        return recorded.takeAll().size();
    }

    private static List<Invoice> edited(int rows, Invoices invoices) throws SQLException {
        return invoices.load(rows).stream().map(Invoice::edited).toList();
    }
}
