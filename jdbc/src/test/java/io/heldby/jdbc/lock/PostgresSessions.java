package io.heldby.jdbc.lock;

import static org.awaitility.Awaitility.await;

import io.heldby.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;

/** What PostgreSQL says of its other sessions. */
final class PostgresSessions {

    private PostgresSessions() {}

    /** Until so many sessions of this database have said last that they listen. */
    static void awaitListening(TestDatabase database, int howMany) {
        await().until(() -> {
            try (Connection connection = database.openConnection();
                    Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT COUNT(*) FROM pg_stat_activity"
                            + " WHERE datname = current_database() AND query LIKE 'LISTEN%'")) {
                row.next();
                return row.getInt(1) >= howMany;
            }
        });
    }
}
