package io.heldby.jdbc.lock;

import static org.assertj.core.api.Assertions.assertThat;

import io.heldby.jdbc.Heldby;
import io.heldby.lock.Lease;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockManager;
import io.heldby.lock.LockMode;
import io.heldby.lock.LockQuery;
import io.heldby.lock.LockRequest;
import io.heldby.lock.LossCause;
import io.heldby.lock.ModeChange;
import io.heldby.lock.Owner;
import io.heldby.lock.Release;
import io.heldby.lock.Renewal;
import io.heldby.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An application sets its driver and sessions as it likes; a lock's life is the same in all of them. */
class MariaDbDriverSettingsTest {

    private final Owner alice = Owner.of("alice", "a1").named("Alice Ng");
    private final Owner bob = Owner.of("bob", "b1").named("Bob Smith");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "useServerPrepStmts=true",
                "useAffectedRows=true",
                "useBulkStmts=true&allowMultiQueries=true&rewriteBatchedStatements=true",
                "connectionTimeZone=UTC&forceConnectionTimeZoneToSession=true&preserveInstants=true",
                "connectionTimeZone=America/New_York&preserveInstants=true",
                "sessionVariables=sql_mode='ANSI,TRADITIONAL'",
                "sessionVariables=sql_mode=''",
                "sessionVariables=sql_mode=NO_BACKSLASH_ESCAPES",
                "sessionVariables=collation_connection=utf8mb4_unicode_ci",
                "transactionIsolation=SERIALIZABLE",
                "autocommit=false",
            })
    void lifeOfALockIsTheSame(String settings) throws SQLException {
        try (TestDatabase database = TestDatabase.mariadb(4, settings);
                Heldby heldby = Heldby.builder(database.dataSource())
                        .initializeSchema(InitializeSchema.ALWAYS)
                        .build()) {
            LockManager locks = heldby.locks();
            LockKey key = LockKey.of("doc", "It's \\ \"7\" ½");
            Lease lease = locks.acquireOrThrow(LockRequest.of(key, alice).reason("editing"));
            assertThat(lease.acquiredAt())
                    .isBetween(
                            Instant.now().minus(Duration.ofMinutes(1)),
                            Instant.now().plus(Duration.ofMinutes(1)));
            assertThat(locks.holders(LockKey.of("doc", "it's \\ \"7\" ½"))).isEmpty();
            assertThat(locks.find(LockQuery.all("").containing("S \\ ")).locks())
                    .hasSize(1);
            assertThat(locks.renew(lease)).isInstanceOf(Renewal.Renewed.class);
            verify(database, heldby, lease);
            Lease share = downgraded(locks, lease);
            Lease other = locks.acquireOrThrow(LockRequest.of(key, bob).mode(LockMode.SHARED));
            assertThat(locks.renew(other)).isInstanceOf(Renewal.Renewed.class);
            assertThat(locks.release(share)).isEqualTo(Release.RELEASED);
            assertThat(locks.holders(key)).hasSize(1);
            assertThat(locks.release(other)).isEqualTo(Release.RELEASED);
            assertThat(locks.renew(lease))
                    .isInstanceOfSatisfying(
                            Renewal.Lost.class,
                            lost -> assertThat(lost.loss().cause()).isEqualTo(LossCause.RELEASED));
        }
    }

    private static Lease downgraded(LockManager locks, Lease lease) {
        return ((ModeChange.Changed) locks.downgrade(lease)).lease();
    }

    private static void verify(TestDatabase database, Heldby heldby, Lease lease) throws SQLException {
        try (Connection connection = database.openConnection()) {
            connection.setAutoCommit(false);
            assertThat(heldby.guard().verify(connection, lease)).contains(lease.fence());
            connection.rollback();
        }
    }
}
