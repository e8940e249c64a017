package io.heldby.jdbc.changelog;

import io.heldby.jdbc.lock.Times;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/** What differs between databases, here: the clock, and how times travel. */
enum Database {
    POSTGRESQL(
            "PostgreSQL",
            Times.INSTANTS,
            "(SELECT clock_timestamp())",
            "clock_timestamp() - ? * INTERVAL '1 millisecond'",
            "VARCHAR"),
    H2(
            "H2",
            Times.INSTANTS,
            "CURRENT_TIMESTAMP(6)",
            "DATEADD(MILLISECOND, -CAST(? AS BIGINT), CURRENT_TIMESTAMP(6))",
            "VARCHAR"),
    MARIADB(
            "MariaDB",
            Times.UTC_DATE_TIMES,
            "UTC_TIMESTAMP(6)",
            "UTC_TIMESTAMP(6) - INTERVAL ? * 1000 MICROSECOND",
            "CHAR");

    private final String product;
    private final Times times;
    private final String now;
    private final String ago;
    private final String text;

    Database(String product, Times times, String now, String ago, String text) {
        this.product = product;
        this.times = times;
        this.now = now;
        this.ago = ago;
        this.text = text;
    }

    /** Asks the driver, not the server. */
    static Database of(Connection connection) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName();
        for (Database database : values()) {
            if (database.product.equals(product)) {
                return database;
            }
        }
        throw new IllegalStateException(
                "Heldby keeps changes in PostgreSQL, MariaDB or H2, but this database is " + product);
    }

    /** Fills {@code {now}}, {@code {ago}} (its parameter: milliseconds) and {@code {text}} of a statement. */
    String filled(String template) {
        return template.replace("{now}", now).replace("{ago}", ago).replace("{text}", text);
    }

    void bind(PreparedStatement statement, int index, Instant value) throws SQLException {
        times.bind(statement, index, value);
    }

    Instant time(ResultSet row, String column) throws SQLException {
        return times.read(row, column);
    }
}
