package io.heldby.jdbc.unitofwork;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** First versions that no earlier record of the same id has reached; see {@link VersionedTable#freshVersionsFrom}. */
record FreshVersions(String inPostgres, String inOthers) {

    /** How many saves of one record fit between two values of the sequence. */
    private static final long STEP = 1_000_000;

    static FreshVersions from(String sequence) {
        return new FreshVersions("SELECT nextval('%s')".formatted(sequence), "SELECT NEXT VALUE FOR " + sequence);
    }

    long next(Connection connection) throws SQLException {
        boolean postgres = connection.getMetaData().getDatabaseProductName().equals("PostgreSQL");
        try (Statement statement = connection.createStatement();
                ResultSet next = statement.executeQuery(postgres ? inPostgres : inOthers)) {
            next.next();
            return Math.multiplyExact(next.getLong(1), STEP);
        }
    }
}
