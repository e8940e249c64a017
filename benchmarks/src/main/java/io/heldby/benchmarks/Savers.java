package io.heldby.benchmarks;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** All ways to save, on one pool; the floor comes first. */
record Savers(List<Saver> all, HibernateSavers hibernate, SpringDataSaver springData) implements AutoCloseable {

    /** The table of invoices and Heldby's own must be there. */
    static Savers on(DataSource pool) throws SQLException {
        HibernateSavers hibernate = new HibernateSavers(pool);
        SpringDataSaver springData = new SpringDataSaver(pool);
        List<Saver> all = new ArrayList<>();
        all.add(new JdbcSaver(JdbcSavers.FLOOR, pool, JdbcSavers::inOneStatement));
        all.add(new JdbcSaver(JdbcSavers.BATCH, pool, JdbcSavers::inBatch));
        all.add(HeldbySaver.unlogged(pool));
        all.add(HeldbySaver.logged(pool));
        all.addAll(hibernate.all());
        all.add(springData);
        all.addAll(JooqSavers.on(pool));
        return new Savers(List.copyOf(all), hibernate, springData);
    }

    @Override
    public void close() {
        hibernate.close();
        springData.close();
    }
}
