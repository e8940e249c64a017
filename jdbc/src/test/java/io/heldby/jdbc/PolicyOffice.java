package io.heldby.jdbc;

import io.heldby.jdbc.unitofwork.Versioned;
import io.heldby.testkit.TestDatabase;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** What the guides' examples take for granted: a database with policy 12345 in it, at version 0. */
final class PolicyOffice implements AutoCloseable {

    // Shown in docs/optimistic-lock.md.
    private static final String TABLE = """
            CREATE TABLE policy (
                number      VARCHAR(20)   PRIMARY KEY,
                holder      VARCHAR(100)  NOT NULL,
                premium     DECIMAL(10,2) NOT NULL,
                version     BIGINT        NOT NULL,
                modified_by VARCHAR(255),
                modified_at TIMESTAMP WITH TIME ZONE
            )""";

    private final TestDatabase database = TestDatabase.h2();

    PolicyOffice() throws SQLException {
        try (Connection connection = dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(TABLE);
            new PolicyMapper().insert(connection, new Policy("12345", "Zapp", new BigDecimal("80.00")), "Import");
        }
    }

    DataSource dataSource() {
        return database.dataSource();
    }

    /** What is stored now. */
    Versioned<Policy> stored() throws SQLException {
        try (Connection connection = dataSource().getConnection()) {
            return new PolicyMapper().find(connection, "12345").orElseThrow();
        }
    }

    /** Somebody saves, without any lock, what they loaded just now. */
    void somebodySaves(String premium, String by) throws SQLException {
        Versioned<Policy> loaded = stored();
        try (Connection connection = dataSource().getConnection()) {
            long unused =
                    new PolicyMapper().update(connection, loaded.value().withPremium(premium), loaded.version(), by);
        }
    }

    @Override
    public void close() {
        database.close();
    }
}
