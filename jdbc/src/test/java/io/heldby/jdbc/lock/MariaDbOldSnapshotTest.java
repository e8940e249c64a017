package io.heldby.jdbc.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heldby.jdbc.Heldby;
import io.heldby.lock.Lease;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockLostException;
import io.heldby.lock.LockMode;
import io.heldby.lock.LockNotHeldException;
import io.heldby.lock.LockPolicies;
import io.heldby.lock.LockPolicy;
import io.heldby.lock.LockRequest;
import io.heldby.lock.LossCause;
import io.heldby.lock.Owner;
import io.heldby.lock.Protocol;
import io.heldby.lock.Writes;
import io.heldby.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The guard in a transaction at MariaDB's usual REPEATABLE READ that has read something before: its snapshot is older than
 * what the guard must know.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MariaDbOldSnapshotTest {

    private static final LockPolicies POLICIES = LockPolicies.defaults()
            .with("free", LockPolicy.DEFAULT.withWrites(Writes.LEASE_OR_FREE).withProtocol(Protocol.READ_WRITE));

    private final Owner alice = Owner.of("alice", "a1").named("Alice Ng");
    private final Owner bob = Owner.of("bob", "b1").named("Bob Smith");
    private TestDatabase database;
    private Heldby heldby;

    @BeforeAll
    void start() {
        database = TestDatabase.mariadb();
        heldby = Heldby.builder(database.dataSource())
                .policies(POLICIES)
                .initializeSchema(InitializeSchema.ALWAYS)
                .build();
    }

    @AfterAll
    void stop() {
        heldby.close();
        database.close();
    }

    @Test
    void leaseThatIsNewerThanTheSnapshotIsSeen() throws SQLException {
        try (Connection saving = withOldSnapshot()) {
            Lease lease = heldby.locks().acquireOrThrow(LockRequest.of(key("doc"), alice));

            assertThat(heldby.guard().verify(saving, lease)).contains(lease.fence());
        }
    }

    @Test
    void breakThatIsNewerThanTheSnapshotIsSeenAndToldWithItsReason() throws SQLException {
        Lease lease = heldby.locks().acquireOrThrow(LockRequest.of(key("doc"), alice));
        try (Connection saving = withOldSnapshot()) {
            heldby.locks().forceRelease(lease.lockId(), "Kim Park", "month end");

            assertThatThrownBy(() -> heldby.guard().verify(saving, lease))
                    .isInstanceOfSatisfying(LockLostException.class, lost -> {
                        assertThat(lost.loss().cause()).isEqualTo(LossCause.BROKEN);
                        assertThat(lost.loss().by()).isEqualTo("Kim Park");
                    });
        }
    }

    @Test
    void sharerWhoIsNewerThanTheSnapshotKeepsAnOptimisticWriterOut() throws SQLException {
        LockKey key = key("free");
        try (Connection saving = withOldSnapshot()) {
            heldby.locks().acquireOrThrow(LockRequest.of(key, bob).mode(LockMode.SHARED));

            assertThatThrownBy(() -> heldby.guard().verifyWrite(saving, key, alice))
                    .isInstanceOf(LockNotHeldException.class)
                    .hasMessageContaining("Bob Smith");
        }
    }

    /** A search that finds nothing locks the place where it would have been, and with it the neighbours'. */
    @Test
    void optimisticWritersOfNeighbouringFreeRecordsDoNotMeet() throws SQLException {
        try (Connection one = withOldSnapshot();
                Connection other = withOldSnapshot()) {
            assertThat(heldby.guard().verifyWrite(one, LockKey.of("free", "neighbour 1"), alice))
                    .isEmpty();
            assertThatCode(() -> heldby.guard().verifyWrite(other, LockKey.of("free", "neighbour 2"), bob))
                    .doesNotThrowAnyException();
            Lease between = heldby.locks().acquireOrThrow(LockRequest.of(LockKey.of("free", "neighbour 1½"), alice));
            one.commit();
            other.commit();

            heldby.locks().release(between);
        }
    }

    @Test
    void optimisticWritersOfOneFreeRecordWaitTheirTurn() throws Exception {
        LockKey key = key("free");
        try (Connection one = withOldSnapshot();
                Connection other = withOldSnapshot()) {
            heldby.guard().verifyWrite(one, key, alice);
            CompletableFuture<?> second =
                    CompletableFuture.supplyAsync(() -> heldby.guard().verifyWrite(other, key, bob));
            Awaitility.await().until(this::somebodyWaits);
            one.commit();

            assertThat(second.get(10, TimeUnit.SECONDS)).isNotNull();
            other.commit();
        }
        assertThat(heldby.locks().holders(key)).isEmpty();
    }

    private static LockKey key(String type) {
        return LockKey.of(type, UUID.randomUUID().toString());
    }

    private Connection withOldSnapshot() throws SQLException {
        Connection connection = database.openConnection();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT COUNT(*) FROM heldby_schema");
        }
        return connection;
    }

    private boolean somebodyWaits() throws SQLException {
        return MariaDbLockWaits.count(database) > 0;
    }
}
