package io.heldby.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import io.heldby.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;

/** MariaDB, which does not wait for the disk here: the embedded server is set up like that. */
record MariaDbProfile() implements Profile {

    @Override
    public String name() {
        return "mariadb";
    }

    @Override
    public Chapter measure(Options options) throws Exception {
        try (TestDatabase database = TestDatabase.mariadb(1);
                HikariDataSource pool = Pools.shared(database.jdbcUrl());
                HikariDataSource counted = Pools.counted(database.jdbcUrl());
                Rounds rounds = new Rounds(options)) {
            tune(pool);
            JdbcLockers.createTables(pool);
            SaveRace.createTable(pool);
            List<Locker> lockers = JdbcLockers.on(pool, "");
            List<Chapter.RoundTrips> trips = CountedTrips.of(JdbcLockers.on(counted, ""));
            RaceResult pairs = rounds.run(LockRaces.pairs(lockers), LockRaces.THREADS);
            RaceResult refusals = rounds.run(LockRaces.refusals(lockers), LockRaces.THREADS);
            RaceResult saves = SaveRace.run(pool, rounds);
            return new Chapter(
                    name(),
                    version(pool),
                    List.of(pairs, refusals, saves),
                    trips,
                    List.of(),
                    Bars.onMariaDb(pairs, refusals));
        }
    }

    private static void tune(DataSource pool) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SET GLOBAL innodb_buffer_pool_size = 1024 * 1024 * 1024");
            statement.execute("SET GLOBAL innodb_log_file_size = 512 * 1024 * 1024");
        }
    }

    private static String version(DataSource pool) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            DatabaseMetaData about = connection.getMetaData();
            return "MariaDB %s, innodb_flush_log_at_trx_commit 0, REPEATABLE READ; driver %s"
                    .formatted(about.getDatabaseProductVersion(), about.getDriverVersion());
        }
    }
}
