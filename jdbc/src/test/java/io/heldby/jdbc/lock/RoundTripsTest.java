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
import io.heldby.lock.Renewal;
import io.heldby.lock.Waiting;
import io.heldby.testkit.RoundTripCounter;
import io.heldby.testkit.TestDatabase;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the usual operations cost on PostgreSQL, counted where the driver talks to the server. */
class RoundTripsTest {

    private static TestDatabase database;
    private static HikariDataSource counted;
    private static LockManager locks;

    private final LockKey key = LockKey.of("doc", UUID.randomUUID().toString());
    private final Owner alice = Owner.of("alice", "a");
    private final Owner bob = Owner.of("bob", "b");

    @BeforeAll
    static void start() {
        database = TestDatabase.postgres(4);
        JdbcSchema.prepare(database.dataSource(), JdbcSettings.defaults(), InitializeSchema.ALWAYS);
        HikariConfig oneConnection = new HikariConfig();
        oneConnection.setJdbcUrl(database.jdbcUrl() + "&" + RoundTripCounter.urlParameter());
        oneConnection.setMaximumPoolSize(1);
        counted = new HikariDataSource(oneConnection);
        locks = new LockManager(new JdbcLockStore(counted, JdbcSettings.defaults()), LockPolicies.defaults());
    }

    @AfterAll
    static void stop() {
        locks.close();
        counted.close();
        database.close();
    }

    @Test
    void grantedAcquireTakesOneRoundTripWithItsEvent() {
        assertThat(roundTrips(() ->
                        assertThat(locks.acquire(LockRequest.of(key, alice))).isInstanceOf(Acquisition.Granted.class)))
                .isEqualTo(1);
    }

    @Test
    void firstRefusalTakesTwoRoundTripsAndNamesTheHolder() {
        locks.acquireOrThrow(LockRequest.of(key, alice));
        assertThat(roundTrips(() ->
                        assertThat(locks.acquire(LockRequest.of(key, bob))).isInstanceOf(Denied.Held.class)))
                .isEqualTo(2);
    }

    @Test
    void askingAgainTakesOneRoundTripWhileItIsHeld() {
        locks.acquireOrThrow(LockRequest.of(key, alice));
        locks.acquire(LockRequest.of(key, bob));
        assertThat(roundTrips(() ->
                        assertThat(locks.acquire(LockRequest.of(key, bob))).isInstanceOf(Denied.Held.class)))
                .isEqualTo(1);
    }

    @Test
    void askingAgainIsGrantedOnceItIsFree() {
        Lease lease = locks.acquireOrThrow(LockRequest.of(key, alice));
        locks.acquire(LockRequest.of(key, bob));
        locks.release(lease);
        assertThat(locks.acquire(LockRequest.of(key, bob))).isInstanceOf(Acquisition.Granted.class);
    }

    @Test
    void releaseTakesOneRoundTripWithItsEvent() {
        Lease lease = locks.acquireOrThrow(LockRequest.of(key, alice));
        assertThat(roundTrips(() -> assertThat(locks.release(lease)).isEqualTo(Release.RELEASED)))
                .isEqualTo(1);
    }

    @Test
    void heartbeatTakesOneRoundTripAgainWhenNobodyWantsTheLockAnyMore() {
        Lease lease = locks.acquireOrThrow(LockRequest.of(key, alice));
        Waiting.Queued queued = (Waiting.Queued) locks.waitFor(key, bob);
        assertThat(roundTrips(() -> locks.renew(lease))).isGreaterThan(1);
        assertThat(locks.stopWaiting(key, queued.waiter().waiterId(), bob)).isTrue();
        locks.renew(lease);

        assertThat(roundTrips(() -> assertThat(locks.renew(lease)).isInstanceOf(Renewal.Renewed.class)))
                .isEqualTo(1);
        assertThat(roundTrips(() -> assertThat(locks.release(lease)).isEqualTo(Release.RELEASED)))
                .isEqualTo(1);
    }

    private static long roundTrips(Runnable operation) {
        long before = RoundTripCounter.count();
        operation.run();
        return RoundTripCounter.count() - before;
    }
}
