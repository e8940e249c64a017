package io.heldby.jdbc.lock;

import io.heldby.lock.LockKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/**
 * Takes out of tasks who had the lock, who has taken it, and what they said; with that goes the last error, which may quote
 * it. The task stays and is still to be run: its handler is told a pseudonym.
 */
final class TaskNames {

    private final Sql sql;
    private final Pseudonyms pseudonyms;

    TaskNames(Sql sql, Pseudonyms pseudonyms) {
        this.sql = sql;
        this.pseudonyms = pseudonyms;
    }

    void takeOut(Connection connection, LockKey key) throws SQLException {
        try (PreparedStatement named = connection.prepareStatement(sql.tasks.namedOfKey)) {
            sql.rows.bindKey(named, key);
            int unused = takeOut(connection, named);
        }
    }

    /** Of those that ended before; says of how many. */
    int takeOut(Connection connection, Instant before, int limit) throws SQLException {
        try (PreparedStatement named = connection.prepareStatement(sql.tasks.named)) {
            sql.bind(named).time(before).number(limit);
            return takeOut(connection, named);
        }
    }

    private int takeOut(Connection connection, PreparedStatement named) throws SQLException {
        int tasks = 0;
        try (ResultSet row = named.executeQuery();
                PreparedStatement unname = connection.prepareStatement(sql.tasks.unname)) {
            while (row.next()) {
                String pseudonym = pseudonyms.of(row.getString("user_id"));
                sql.bind(unname).text(pseudonym).text(pseudonym).text(pseudonym).number(row.getLong("task_id"));
                unname.addBatch();
                tasks++;
            }
            if (tasks > 0) {
                unname.executeBatch();
            }
        }
        return tasks;
    }
}
