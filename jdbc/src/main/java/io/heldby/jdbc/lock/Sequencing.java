package io.heldby.jdbc.lock;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Gives committed events their positions. Whoever locks the sequencer's one row places those that it sees without a
 * position, in the order in which they were written, and commits; another node that comes meanwhile goes away again. So
 * positions become visible in their order, whatever the order in which the events' own transactions commit; one that hangs
 * keeps only its own events back, and one that is rolled back leaves nothing.
 *
 * <p>Most of what is new is at the end. Looking at everything costs more while an old transaction keeps the database from
 * forgetting what was placed already, so that is done once a second only.
 */
final class Sequencing {

    private static final long LOOK_AT_ALL = Duration.ofSeconds(1).toNanos();

    /** How far behind the last one an event may come and still be found at the next look. */
    private static final long USUAL_DELAY = 2_000;

    private final OwnConnection connections;
    private final EventSql sql;
    private final AtomicLong highest = new AtomicLong();
    private volatile long lastLookAtAll = System.nanoTime() - LOOK_AT_ALL;

    Sequencing(OwnConnection connections, EventSql sql) {
        this.connections = connections;
        this.sql = sql;
    }

    int sequence(int limit) {
        long now = System.nanoTime();
        boolean all = now - lastLookAtAll >= LOOK_AT_ALL;
        long behind = all ? 0 : highest.get() - USUAL_DELAY;
        int placed = sql.sequenceAtOnce.isPresent()
                ? connections.write(connection -> atOnce(connection, sql.sequenceAtOnce.get(), behind, limit))
                : connections.transaction(connection -> inSteps(connection, behind, limit));
        if (all && placed < limit) {
            lastLookAtAll = now;
        }
        return placed;
    }

    private int atOnce(Connection connection, String statement, long behind, int limit) throws SQLException {
        try (PreparedStatement sequence = connection.prepareStatement(statement)) {
            sequence.setLong(1, behind);
            sequence.setInt(2, limit);
            try (ResultSet row = sequence.executeQuery()) {
                row.next();
                seen(row.getLong("highest"));
                return row.getInt("placed");
            }
        }
    }

    private int inSteps(Connection connection, long behind, int limit) throws SQLException {
        long last;
        try (PreparedStatement turn = connection.prepareStatement(sql.turn);
                ResultSet row = turn.executeQuery()) {
            if (!row.next()) {
                return 0;
            }
            last = row.getLong("last_pos");
        }
        List<Long> unplaced = unplaced(connection, behind, limit);
        if (unplaced.isEmpty()) {
            return 0;
        }
        try (PreparedStatement place = connection.prepareStatement(sql.place)) {
            for (long eventId : unplaced) {
                place.setLong(1, ++last);
                place.setLong(2, eventId);
                place.addBatch();
            }
            place.executeBatch();
        }
        try (PreparedStatement advance = connection.prepareStatement(sql.advance)) {
            advance.setLong(1, last);
            advance.executeUpdate();
        }
        seen(unplaced.get(unplaced.size() - 1));
        return unplaced.size();
    }

    private List<Long> unplaced(Connection connection, long behind, int limit) throws SQLException {
        List<Long> unplaced = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql.unplaced)) {
            statement.setLong(1, behind);
            statement.setInt(2, limit);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    unplaced.add(row.getLong(1));
                }
            }
        }
        return unplaced;
    }

    private void seen(long eventId) {
        highest.accumulateAndGet(eventId, Math::max);
    }
}
