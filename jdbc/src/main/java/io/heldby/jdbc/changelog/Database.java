package io.heldby.jdbc.changelog;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Calendar;
import java.util.TimeZone;

/** What differs between databases, here: the clock, and how times travel. */
enum Database {
    POSTGRESQL(
            "PostgreSQL", "(SELECT clock_timestamp())", "clock_timestamp() - ? * INTERVAL '1 millisecond'", "VARCHAR"),
    H2("H2", "CURRENT_TIMESTAMP(6)", "DATEADD(MILLISECOND, -CAST(? AS BIGINT), CURRENT_TIMESTAMP(6))", "VARCHAR"),
    /** Its columns hold UTC, and are read with a calendar so that the zone of the JVM, where hours are missing, has no part. */
    MARIADB("MariaDB", "UTC_TIMESTAMP(6)", "UTC_TIMESTAMP(6) - INTERVAL ? * 1000 MICROSECOND", "CHAR") {
        @Override
        void bind(PreparedStatement statement, int index, Instant value) throws SQLException {
            statement.setObject(index, LocalDateTime.ofInstant(value, ZoneOffset.UTC));
        }

        @Override
        Instant time(ResultSet row, String column) throws SQLException {
            return row.getTimestamp(column, Calendar.getInstance(UTC)).toInstant();
        }
    };

    private static final TimeZone UTC = TimeZone.getTimeZone(ZoneOffset.UTC);

    private final String product;
    private final String now;
    private final String ago;
    private final String text;

    Database(String product, String now, String ago, String text) {
        this.product = product;
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
        statement.setObject(index, value.atOffset(ZoneOffset.UTC));
    }

    Instant time(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
