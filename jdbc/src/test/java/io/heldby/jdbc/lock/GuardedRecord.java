package io.heldby.jdbc.lock;

import static org.assertj.core.api.Assertions.assertThat;

import io.heldby.jdbc.Heldby;
import io.heldby.lock.Acquisition;
import io.heldby.lock.Enforcement;
import io.heldby.lock.Expiry;
import io.heldby.lock.Fence;
import io.heldby.lock.Lease;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockLostException;
import io.heldby.lock.LockPolicies;
import io.heldby.lock.LockPolicy;
import io.heldby.lock.LockRequest;
import io.heldby.lock.Owner;
import io.heldby.lock.Takeover;
import io.heldby.lock.Writes;
import io.heldby.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/** A record that is saved under a guard, and the people who save it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class GuardedRecord {

    private static final LockPolicy ONE_SECOND = new LockPolicy(
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofHours(1),
            LockPolicy.DEFAULT.renewal(),
            Expiry.STRICT,
            Enforcement.ENFORCE);
    private static final LockPolicies POLICIES = new LockPolicies(
                    LockPolicy.DEFAULT.withTakeover(Takeover.ANYONE_WITH_REASON), Map.of())
            .with("strict", LockPolicy.DEFAULT.withExpiry(Expiry.STRICT))
            .with("second", ONE_SECOND)
            .with("free", LockPolicy.DEFAULT.withWrites(Writes.LEASE_OR_FREE))
            .with("observed", LockPolicy.DEFAULT.withEnforcement(Enforcement.OBSERVE))
            .with("off", LockPolicy.DEFAULT.withEnforcement(Enforcement.OFF));

    TestDatabase database;
    Heldby heldby;
    LockKey key;
    final Owner alice = Owner.of("alice", "a1").named("Alice Jones");
    final Owner bob = Owner.of("bob", "b1").named("Bob Smith");
    final Owner carol = Owner.of("carol", "c1").named("Carol Díaz");

    abstract TestDatabase newDatabase(int poolSize);

    /** Whether a row stays locked when its transaction is rolled back to a savepoint before the lock. */
    boolean savepointsKeepRowLocks() {
        return false;
    }

    @BeforeAll
    void start() throws SQLException {
        database = newDatabase(10);
        heldby = Heldby.builder(database.dataSource())
                .policies(POLICIES)
                .initializeSchema(InitializeSchema.ALWAYS)
                .sweepEvery(Duration.ofHours(1))
                .build();
        run("CREATE TABLE doc (id VARCHAR(100) PRIMARY KEY, fence BIGINT NOT NULL)");
    }

    @AfterAll
    void stop() {
        heldby.close();
        database.close();
    }

    @BeforeEach
    void freshKey() throws SQLException {
        use("doc");
    }

    Lease acquire(Owner owner) {
        return heldby.locks().acquireOrThrow(LockRequest.of(key, owner));
    }

    void acquireWhenFree(Owner owner) {
        Awaitility.await()
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> heldby.locks().acquire(LockRequest.of(key, owner)) instanceof Acquisition.Granted);
    }

    void save(Lease lease) {
        try {
            heldby.edits().save(lease.handle(), 0, save -> {
                assertThat(save.expectedVersion()).isZero();
                write(save.connection(), save.fence().orElseThrow());
            });
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    boolean saves(Lease lease) {
        try {
            save(lease);
            return true;
        } catch (LockLostException refused) {
            return false;
        }
    }

    void write(Connection connection, Fence fence) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("UPDATE doc SET fence = ? WHERE id = ?")) {
            update.setLong(1, fence.value());
            update.setString(2, key.id());
            assertThat(update.executeUpdate()).isEqualTo(1);
        }
    }

    long storedFence() {
        try (Connection connection = database.openConnection();
                PreparedStatement select = connection.prepareStatement("SELECT fence FROM doc WHERE id = ?")) {
            select.setString(1, key.id());
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    void use(String type) throws SQLException {
        key = LockKey.of(type, UUID.randomUUID().toString());
        run("INSERT INTO doc VALUES ('" + key.id() + "', 0)");
    }

    void expire() {
        try {
            run("UPDATE heldby_lock SET expires_at = acquired_at WHERE id = '" + key.id() + "'");
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    void awaitStoreTime(Instant time) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    try (Connection connection = database.openConnection()) {
                        return ServerTime.now(connection).isAfter(time);
                    }
                });
    }

    Connection transaction() throws SQLException {
        Connection connection = database.openConnection();
        connection.setAutoCommit(false);
        return connection;
    }

    void run(String sql) throws SQLException {
        try (Connection connection = database.openConnection()) {
            run(connection, sql);
        }
    }

    static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static void await(CountDownLatch start) {
        try {
            assertThat(start.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }
}
