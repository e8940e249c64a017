package io.heldby.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import io.heldby.jdbc.lock.InitializeSchema;
import io.heldby.jdbc.lock.JdbcSchema;
import io.heldby.jdbc.lock.JdbcSettings;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** Units of work and what others have instead, on PostgreSQL without fsync, and one thread. */
record CommitProfile() implements Profile {

    private static final List<Integer> ONE_THREAD = List.of(1);

    @Override
    public String name() {
        return "unit-of-work";
    }

    @Override
    public Chapter measure(Options options) throws Exception {
        try (TunedPostgres server = TunedPostgres.start(false);
                HikariDataSource pool = Pools.shared(server.jdbcUrl());
                Rounds rounds = new Rounds(options)) {
            Invoices invoices = createTables(pool);
            try (Savers savers = Savers.on(pool)) {
                return raced(invoices, savers.all(), rounds, PostgresProfile.version(pool, false));
            }
        }
    }

    static Invoices createTables(DataSource pool) throws SQLException {
        JdbcSchema.prepare(pool, JdbcSettings.defaults(), InitializeSchema.ALWAYS);
        Invoices invoices = new Invoices(pool);
        invoices.create();
        return invoices;
    }

    private Chapter raced(Invoices invoices, List<Saver> savers, Rounds rounds, String server) throws Exception {
        for (Saver saver : savers) {
            CommitRaces.requireNoticed(invoices, saver);
        }
        List<RaceResult> races = new ArrayList<>();
        List<Bar> bars = new ArrayList<>();
        for (int rows : CommitRaces.ROWS) {
            RaceResult race = rounds.run(CommitRaces.of(rows, invoices, savers), ONE_THREAD);
            races.add(race);
            bars.addAll(Bars.ofCommits(race, rows));
        }
        return new Chapter(name(), server, races, List.of(), List.of(), bars);
    }
}
