package io.heldby.jdbc.lock;

import static org.assertj.core.api.Assertions.assertThat;

import io.heldby.lock.Acquisition;
import io.heldby.lock.Denied;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockManager;
import io.heldby.lock.LockPolicies;
import io.heldby.lock.LockRequest;
import io.heldby.lock.Owner;
import io.heldby.testkit.TestDatabase;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import net.ttddyy.dsproxy.support.ProxyDataSourceBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What an acquire costs on PostgreSQL: everything that goes over the wire is counted. */
class RoundTripsTest {

    private static final Set<String> ON_THE_WIRE =
            Set.of("execute", "executeQuery", "executeUpdate", "executeBatch", "commit", "rollback");

    private static TestDatabase database;
    private static final AtomicInteger ROUND_TRIPS = new AtomicInteger();
    private static LockManager locks;

    private final LockKey key = LockKey.of("doc", UUID.randomUUID().toString());
    private final Owner alice = Owner.of("alice", "a");
    private final Owner bob = Owner.of("bob", "b");

    @BeforeAll
    static void start() {
        database = TestDatabase.postgres(4);
        JdbcSchema.prepare(database.dataSource(), JdbcSettings.defaults(), InitializeSchema.ALWAYS);
        DataSource counted = ProxyDataSourceBuilder.create(database.dataSource())
                .afterMethod(call -> {
                    if (ON_THE_WIRE.contains(call.getMethod().getName())) {
                        ROUND_TRIPS.incrementAndGet();
                    }
                })
                .build();
        locks = new LockManager(new JdbcLockStore(counted, JdbcSettings.defaults()), LockPolicies.defaults());
    }

    @AfterAll
    static void stop() {
        locks.close();
        database.close();
    }

    @Test
    void grantedAcquireTakesOneRoundTripWithItsEvent() {
        ROUND_TRIPS.set(0);
        assertThat(locks.acquire(LockRequest.of(key, alice))).isInstanceOf(Acquisition.Granted.class);
        assertThat(ROUND_TRIPS).hasValue(1);
    }

    @Test
    void refusedAcquireTakesAtMostTwoRoundTripsAndNamesTheHolder() {
        locks.acquireOrThrow(LockRequest.of(key, alice));
        ROUND_TRIPS.set(0);
        assertThat(locks.acquire(LockRequest.of(key, bob))).isInstanceOf(Denied.Held.class);
        assertThat(ROUND_TRIPS).hasValueLessThanOrEqualTo(2);
    }
}
