package io.heldby.testkit;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * An empty database for one test class, on a real server: what a lock promises depends on how a database locks rows
 * and tells the time, and no mock knows that.
 *
 * <p>Each call gives a database of its own, so test classes neither see each other's rows nor need to clean up. Close
 * it to drop it. A server that cannot be started throws; a test is never skipped for want of a database.
 *
 * <p>Safe for use by several threads.
 */
public final class TestDatabase implements AutoCloseable {

    private static final int DEFAULT_POOL_SIZE = 10;

    private final String name;
    private final String jdbcUrl;
    private final Runnable drop;
    private final HikariDataSource pool;

    private TestDatabase(String name, String jdbcUrl, int poolSize, Runnable drop) {
        this.name = name;
        this.jdbcUrl = jdbcUrl;
        this.drop = drop;
        this.pool = pool(name, jdbcUrl, poolSize);
    }

    /** An H2 database in memory, with a pool of ten connections. */
    public static TestDatabase h2() {
        return h2(DEFAULT_POOL_SIZE);
    }

    /** An H2 database in memory, with a pool of at most {@code poolSize} connections. */
    public static TestDatabase h2(int poolSize) {
        String name = uniqueName();
        // Without the delay H2 forgets the database as soon as no connection is open.
        String url = "jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1";
        return new TestDatabase(name, url, poolSize, () -> Sql.execute(url, "SHUTDOWN"));
    }

    /** As {@link #postgres(int)}, with a pool of ten connections. */
    public static TestDatabase postgres() {
        return postgres(DEFAULT_POOL_SIZE);
    }

    /**
     * A database on a PostgreSQL server that is started once per JVM and stopped with it; or, when the environment
     * variable {@code TEST_PG_URL} holds a JDBC URL, a schema in the database that it names.
     *
     * @param poolSize how many connections the pool opens at most
     * @throws IllegalStateException when the server cannot be started or reached
     */
    public static TestDatabase postgres(int poolSize) {
        PostgresServer server = PostgresServer.running();
        String name = uniqueName();
        return new TestDatabase(name, server.create(name), poolSize, () -> server.drop(name));
    }

    /** As {@link #mariadb(int, String...)}, with a pool of ten connections. */
    public static TestDatabase mariadb() {
        return mariadb(DEFAULT_POOL_SIZE);
    }

    /**
     * A database on a MariaDB server that is started once per JVM and stopped with it; or, when the environment variable
     * {@code TEST_MARIADB_URL} holds a JDBC URL, on the server that it names.
     *
     * @param poolSize how many connections the pool opens at most
     * @param urlParameters settings of the driver for all connections, such as {@code transactionIsolation=READ-COMMITTED}
     * @throws IllegalStateException when the server cannot be started or reached
     */
    public static TestDatabase mariadb(int poolSize, String... urlParameters) {
        MariaDbServer server = MariaDbServer.running();
        String name = uniqueName();
        StringBuilder url = new StringBuilder(server.create(name));
        for (String parameter : urlParameters) {
            url.append(url.indexOf("?") < 0 ? '?' : '&').append(parameter);
        }
        return new TestDatabase(name, url.toString(), poolSize, () -> server.drop(name));
    }

    /** The name of this database (or schema), unique among all test runs on the same server. */
    public String name() {
        return name;
    }

    /** Leads into this database, user and password included. */
    public String jdbcUrl() {
        return jdbcUrl;
    }

    /** The pool, as an application would have it. */
    public DataSource dataSource() {
        return pool;
    }

    /**
     * A new connection outside the pool: the test's back door, there even when the code under test has taken every
     * pooled connection. The caller closes it.
     */
    public Connection openConnection() throws SQLException {
        return DriverManager.getConnection(jdbcUrl);
    }

    /** Closes the pool and drops the database. */
    @Override
    public void close() {
        pool.close();
        drop.run();
    }

    @Override
    public String toString() {
        return "TestDatabase[" + jdbcUrl + "]";
    }

    private static String uniqueName() {
        return "heldby_" + UUID.randomUUID().toString().replace("-", "");
    }

    private static HikariDataSource pool(String name, String jdbcUrl, int size) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setJdbcUrl(jdbcUrl);
        config.setMaximumPoolSize(size);
        // Opened on demand, so that many test classes do not hold connections they never use. Not 0: when many ask at
        // the
        // same moment, a pool that wants none idle may open one too few, and lets the last one wait until it gives up.
        config.setMinimumIdle(1);
        return new HikariDataSource(config);
    }
}
