package io.heldby.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What Heldby adds to a flush of Hibernate's, on PostgreSQL without fsync, and one thread. */
record HibernateProfile() implements Profile {

    private static final List<Integer> ONE_THREAD = List.of(1);

    @Override
    public String name() {
        return "hibernate";
    }

    @Override
    public Chapter measure(Options options) throws Exception {
        try (TunedPostgres server = TunedPostgres.start(false);
                HikariDataSource pool = Pools.shared(server.jdbcUrl());
                Rounds rounds = new Rounds(options)) {
            Invoices invoices = CommitProfile.createTables(pool);
            List<RaceResult> races = new ArrayList<>();
            List<Chapter.Figure> figures = new ArrayList<>();
            List<Bar> bars = new ArrayList<>();
            for (int rows : CommitRaces.ROWS) {
                Map<String, Integer> statements = CountedStatements.of(rows, invoices, pool);
                statements.forEach((saver, count) -> figures.add(new Chapter.Figure(
                        "statements of a flush of %,d, %s".formatted(rows, saver), String.valueOf(count))));
                RaceResult race = raced(rows, invoices, pool, rounds);
                races.add(race);
                bars.addAll(Bars.ofFlushes(race, statements, rows));
            }
            return new Chapter(name(), PostgresProfile.version(pool, false), races, List.of(), figures, bars);
        }
    }

    private static RaceResult raced(int rows, Invoices invoices, HikariDataSource pool, Rounds rounds)
            throws Exception {
        try (FlushSavers savers = new FlushSavers(pool)) {
            savers.lock(invoices.load(Math.max(3, rows)));
            for (Saver saver : savers.all()) {
                CommitRaces.requireNoticed(invoices, saver);
            }
            Race race = CommitRaces.of(rows, invoices, savers.all());
            RaceResult result = rounds.run(
                    new Race(
                            "Flush of %,d changed %s".formatted(rows, rows == 1 ? "entity" : "entities"),
                            race.contestants()),
                    ONE_THREAD);
            savers.unlock();
            return result;
        }
    }
}
