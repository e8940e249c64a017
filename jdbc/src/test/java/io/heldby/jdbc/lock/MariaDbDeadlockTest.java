package io.heldby.jdbc.lock;

import static org.assertj.core.api.Assertions.assertThat;

import io.heldby.jdbc.Heldby;
import io.heldby.lock.ForceRelease;
import io.heldby.lock.Lease;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockRequest;
import io.heldby.lock.Owner;
import io.heldby.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A real deadlock: the store has found the row by its index and waits for it; the other has the row and wants the index. */
class MariaDbDeadlockTest {

    private final Owner alice = Owner.of("alice", "a1");

    @Test
    @DisplayName(
            "race 21: a transaction of the store's that the server ends because of a deadlock is run again as a whole")
    void transactionThatLosesADeadlockIsRunAgain() throws Exception {
        try (TestDatabase database = TestDatabase.mariadb();
                Heldby heldby = Heldby.builder(database.dataSource())
                        .initializeSchema(InitializeSchema.ALWAYS)
                        .build();
                Connection other = database.openConnection()) {
            other.setAutoCommit(false);
            ForceRelease outcome = ForceRelease.BUSY;
            for (int tries = 0; tries < 200 && outcome == ForceRelease.BUSY; tries++) {
                LockKey key = LockKey.of("doc", UUID.randomUUID().toString());
                Lease lease = heldby.locks().acquireOrThrow(LockRequest.of(key, alice));
                execute(
                        other,
                        "SELECT * FROM heldby_lock FORCE INDEX (PRIMARY) WHERE id = '" + key.id() + "' FOR UPDATE");
                CompletableFuture<ForceRelease> breaking = CompletableFuture.supplyAsync(
                        () -> heldby.locks().forceRelease(lease.lockId(), "Kim Park", "month end"));
                Awaitility.await()
                        .pollInterval(Duration.ofMillis(5))
                        .until(() -> breaking.isDone() || MariaDbLockWaits.count(database) > 0);
                execute(other, "DELETE FROM heldby_lock WHERE id = '" + key.id() + "'");
                other.rollback();

                // Busy when this thread was too slow, as on a machine with much else to do: the store waits only for a
                // quarter of a second.
                assertThat(breaking).succeedsWithin(Duration.ofSeconds(10));
                outcome = breaking.join();
            }
            assertThat(outcome).isEqualTo(ForceRelease.BROKEN);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
