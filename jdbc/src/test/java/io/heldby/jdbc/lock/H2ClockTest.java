package io.heldby.jdbc.lock;

import static org.assertj.core.api.Assertions.assertThat;

import io.heldby.testkit.Racers;
import io.heldby.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** H2 tells the time by a list of all sessions, and stumbles over those that are just ending a transaction. */
class H2ClockTest {

    private static final int ROUNDS = 3000;

    @Test
    void timeCanBeReadWhileOthersEndTheirTransactions() {
        try (TestDatabase database = TestDatabase.h2();
                Racers racers = Racers.sixteen()) {
            JdbcSchema.prepare(database.dataSource(), JdbcSettings.defaults(), InitializeSchema.ALWAYS);

            assertThat(racers.race(
                            number -> number % 2 == 0 ? readsTheClock(database) : endsTransactions(database, number)))
                    .containsOnly(ROUNDS);
        }
    }

    private static int readsTheClock(TestDatabase database) throws SQLException {
        try (Connection connection = database.openConnection()) {
            HeadRows heads = new HeadRows(Dialect.of(connection, JdbcSettings.defaults()));
            Instant last = Instant.EPOCH;
            for (int round = 0; round < ROUNDS; round++) {
                Instant now = heads.now(connection);
                assertThat(now).isAfterOrEqualTo(last);
                last = now;
            }
            return ROUNDS;
        }
    }

    private static int endsTransactions(TestDatabase database, int number) throws SQLException {
        try (Connection connection = database.openConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE work_%1$d (done BIGINT NOT NULL); INSERT INTO work_%1$d VALUES (0)"
                    .formatted(number));
            connection.setAutoCommit(false);
            for (int round = 0; round < ROUNDS; round++) {
                statement.execute("UPDATE work_%d SET done = done + 1".formatted(number));
                connection.commit();
            }
            return ROUNDS;
        }
    }
}
