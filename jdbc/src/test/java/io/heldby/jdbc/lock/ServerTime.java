package io.heldby.jdbc.lock;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Calendar;
import java.util.TimeZone;

/** Times past the store: MariaDB keeps them as dates and times of day in UTC, the others as instants. */
final class ServerTime {

    private ServerTime() {}

    static Instant now(Connection connection) throws SQLException {
        boolean mariaDb = isMariaDb(connection);
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(mariaDb ? "SELECT UTC_TIMESTAMP(6)" : "SELECT CURRENT_TIMESTAMP")) {
            row.next();
            return mariaDb
                    ? row.getTimestamp(1, Calendar.getInstance(TimeZone.getTimeZone("UTC")))
                            .toInstant()
                    : row.getObject(1, OffsetDateTime.class).toInstant();
        }
    }

    static void bind(PreparedStatement statement, int index, Instant time) throws SQLException {
        if (isMariaDb(statement.getConnection())) {
            statement.setObject(index, LocalDateTime.ofInstant(time, ZoneOffset.UTC));
        } else {
            statement.setObject(index, time.atOffset(ZoneOffset.UTC));
        }
    }

    private static boolean isMariaDb(Connection connection) throws SQLException {
        return connection.getMetaData().getDatabaseProductName().equals("MariaDB");
    }
}
