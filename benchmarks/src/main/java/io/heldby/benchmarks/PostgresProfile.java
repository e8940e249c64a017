package io.heldby.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import io.heldby.jdbc.lock.JdbcSettings;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** PostgreSQL. What a crowd of locks costs is measured without fsync, where the statements are all that there is. */
record PostgresProfile(boolean fsync) implements Profile {

    private static final String SPRING_INTEGRATION_INSERT = " ON CONFLICT DO NOTHING";

    @Override
    public String name() {
        return fsync ? "postgres-fsync-on" : "postgres-fsync-off";
    }

    @Override
    public Chapter measure(Options options) throws Exception {
        try (TunedPostgres server = TunedPostgres.start(fsync);
                HikariDataSource pool = Pools.shared(server.jdbcUrl());
                HikariDataSource counted = Pools.counted(server.jdbcUrl());
                Rounds rounds = new Rounds(options)) {
            JdbcLockers.createTables(pool);
            SaveRace.createTable(pool);
            List<Locker> lockers = JdbcLockers.on(pool, SPRING_INTEGRATION_INSERT);
            List<Chapter.RoundTrips> trips = CountedTrips.of(JdbcLockers.on(counted, SPRING_INTEGRATION_INSERT));
            RaceResult pairs = rounds.run(LockRaces.pairs(lockers), LockRaces.THREADS);
            RaceResult refusals = rounds.run(LockRaces.refusals(lockers), LockRaces.THREADS);
            RaceResult saves = SaveRace.run(pool, rounds);
            List<RaceResult> races = new ArrayList<>(List.of(pairs, refusals, saves));
            List<Chapter.Figure> figures = new ArrayList<>();
            List<Bar> bars = new ArrayList<>();
            bars.addAll(Bars.ofPairs(pairs, fsync));
            bars.addAll(Bars.ofRefusals(refusals));
            bars.add(Bars.ofSaves(saves, fsync));
            if (!fsync) {
                heartbeat(pool, figures, bars);
                Crowd crowd = new Crowd(pool, options);
                crowd.measure(rounds);
                races.addAll(crowd.races());
                figures.addAll(crowd.figures());
                bars.addAll(crowd.bars());
            }
            return new Chapter(name(), version(pool, fsync), races, trips, figures, bars);
        }
    }

    private static void heartbeat(DataSource pool, List<Chapter.Figure> figures, List<Bar> bars) {
        HeldbyLocker heldby = JdbcLockers.heldby("heartbeat", pool, JdbcSettings.defaults());
        double one = HeartbeatTime.microsPerLease(heldby.locks(), 1).median();
        double many = HeartbeatTime.microsPerLease(heldby.locks(), HeartbeatTime.LEASES)
                .median();
        figures.add(new Chapter.Figure("one lease renewed", "%.0f µs".formatted(one)));
        figures.add(new Chapter.Figure(
                "%,d leases renewed in one call".formatted(HeartbeatTime.LEASES), "%.1f µs each".formatted(many)));
        bars.add(
                Bar.atMost("heartbeat", "each of %,d leases renewed".formatted(HeartbeatTime.LEASES), 10, many, " µs"));
        Progress.say("  one lease renewed %.0f µs, one of many %.1f µs".formatted(one, many));
    }

    static String version(DataSource pool, boolean fsync) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            DatabaseMetaData about = connection.getMetaData();
            return "PostgreSQL %s, fsync and synchronous_commit %s; driver %s"
                    .formatted(about.getDatabaseProductVersion(), fsync ? "on" : "off", about.getDriverVersion());
        }
    }
}
