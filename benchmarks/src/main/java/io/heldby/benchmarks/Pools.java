package io.heldby.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.heldby.testkit.RoundTripCounter;

/** The pools that contestants share. */
final class Pools {

    /** Fewer than the most threads that are measured, as usual. */
    private static final int CONNECTIONS = 16;

    private Pools() {}

    static HikariDataSource shared(String jdbcUrl) {
        return open(jdbcUrl, CONNECTIONS);
    }

    /** One connection, whose round trips are counted. */
    static HikariDataSource counted(String jdbcUrl) {
        return open(jdbcUrl + (jdbcUrl.contains("?") ? "&" : "?") + RoundTripCounter.urlParameter(), 1);
    }

    private static HikariDataSource open(String jdbcUrl, int connections) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(jdbcUrl);
        config.setMaximumPoolSize(connections);
        return new HikariDataSource(config);
    }
}
