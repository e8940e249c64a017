package io.heldby.jdbc.lock;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.heldby.lock.Acquisition;
import io.heldby.lock.Denied;
import io.heldby.lock.Lease;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockManager;
import io.heldby.lock.LockPolicies;
import io.heldby.lock.LockRequest;
import io.heldby.lock.Owner;
import io.heldby.lock.Release;
import io.heldby.testkit.RoundTripCounter;
import io.heldby.testkit.TestDatabase;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the usual operations cost on MariaDB at its usual isolation, counted where the driver talks to the server. */
class MariaDbRoundTripsTest {

    private static TestDatabase database;
    private static HikariDataSource counted;

    private final LockKey key = LockKey.of("doc", UUID.randomUUID().toString());
    private final Owner alice = Owner.of("alice", "a");
    private final Owner bob = Owner.of("bob", "b");

    @BeforeAll
    static void start() {
        database = TestDatabase.mariadb(4);
        JdbcSchema.prepare(database.dataSource(), JdbcSettings.defaults(), InitializeSchema.ALWAYS);
        HikariConfig oneConnection = new HikariConfig();
        oneConnection.setJdbcUrl(database.jdbcUrl() + "&" + RoundTripCounter.urlParameter());
        oneConnection.setMaximumPoolSize(1);
        counted = new HikariDataSource(oneConnection);
    }

    @AfterAll
    static void stop() {
        counted.close();
        database.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void grantedAcquireTakesOneRoundTripWithItsEvent(boolean eventLog) {
        try (LockManager locks = locks(eventLog)) {
            assertThat(roundTrips(() -> assertThat(locks.acquire(LockRequest.of(key, alice)))
                            .isInstanceOf(Acquisition.Granted.class)))
                    .isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void firstRefusalTakesTwoRoundTripsAndTheNextOne(boolean eventLog) {
        try (LockManager locks = locks(eventLog)) {
            locks.acquireOrThrow(LockRequest.of(key, alice));
            for (int trips : new int[] {2, 1}) {
                assertThat(roundTrips(() -> assertThat(locks.acquire(LockRequest.of(key, bob)))
                                .isInstanceOf(Denied.Held.class)))
                        .isEqualTo(trips);
            }
        }
    }

    @Test
    void releaseTakesTwoRoundTripsWithItsEvent() {
        try (LockManager locks = locks(true)) {
            assertThat(roundTripsOfRelease(locks)).isEqualTo(2);
        }
    }

    @Test
    void releaseTakesOneRoundTripWithoutTheLog() {
        try (LockManager locks = locks(false)) {
            assertThat(roundTripsOfRelease(locks)).isEqualTo(1);
        }
    }

    private long roundTripsOfRelease(LockManager locks) {
        Lease lease = locks.acquireOrThrow(LockRequest.of(key, alice));
        return roundTrips(() -> assertThat(locks.release(lease)).isEqualTo(Release.RELEASED));
    }

    private static LockManager locks(boolean eventLog) {
        JdbcSettings settings = JdbcSettings.defaults().withEventLog(eventLog);
        return new LockManager(new JdbcLockStore(counted, settings), LockPolicies.defaults());
    }

    private static long roundTrips(Runnable operation) {
        long before = RoundTripCounter.count();
        operation.run();
        return RoundTripCounter.count() - before;
    }
}
