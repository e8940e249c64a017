package io.heldby.jdbc.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.heldby.jdbc.JdbcTransactions;
import io.heldby.lock.EditHandle;
import io.heldby.lock.Edits;
import io.heldby.lock.Enforcement;
import io.heldby.lock.Fence;
import io.heldby.lock.InMemoryLockStore;
import io.heldby.lock.Lease;
import io.heldby.lock.LockId;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockLostException;
import io.heldby.lock.LockManager;
import io.heldby.lock.LockMode;
import io.heldby.lock.LockNotHeldException;
import io.heldby.lock.LockPolicies;
import io.heldby.lock.LockPolicy;
import io.heldby.lock.LockRequest;
import io.heldby.lock.Loss;
import io.heldby.lock.Owner;
import io.heldby.lock.Writes;
import io.heldby.testkit.MutableClock;
import io.heldby.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Locks in memory, records in a database: two places, as with Redis. */
class FencingGuardTest {

    private static final LockKey KEY = LockKey.of("policy", "12345");
    private static final Owner ALICE = Owner.of("alice", "tab-1").named("Alice Ng");
    private static final Owner BOB = Owner.of("bob", "tab-1").named("Bob Smith");

    private final MutableClock clock = MutableClock.atTenOClock();
    private final InMemoryLockStore store = new InMemoryLockStore(clock);
    private final TestDatabase database = TestDatabase.h2();

    @AfterEach
    void dropDatabase() {
        database.close();
    }

    @Test
    void goodLeaseGivesItsFenceAndIsRenewed() throws SQLException {
        Lease lease = acquired(ALICE);
        clock.advance(Duration.ofMinutes(2));

        assertThat(verified(guard(LockPolicy.DEFAULT), lease)).contains(lease.fence());

        assertThat(store.holders(KEY).get(0).renewedAt()).isEqualTo(clock.instant());
    }

    @Test
    void leaseThatIsOverIsRefusedWithWhatBecameOfIt() {
        Lease lease = acquired(ALICE);
        store.forceRelease(lease.lockId(), "Olga Operator", "urgent");

        assertThatExceptionOfType(LockLostException.class)
                .isThrownBy(() -> verified(guard(LockPolicy.DEFAULT), lease))
                .withMessageContaining("Olga Operator");
    }

    @Test
    void proofForAnotherRecordIsRefused() {
        Lease lease = acquired(ALICE);
        LockId ofAnother = new LockId(LockKey.of("policy", "1"), lease.lockId().grant());
        EditHandle forged = new EditHandle(ofAnother, lease.token(), ALICE);

        assertThatExceptionOfType(LockLostException.class)
                .isThrownBy(() -> guard(LockPolicy.DEFAULT).verify(database.openConnection(), forged))
                .satisfies(lost -> assertThat(lost.loss()).isEqualTo(Loss.unknown()));
    }

    @Test
    void shareDoesNotAllowToWrite() {
        Lease share = locks(LockPolicy.DEFAULT)
                .acquireOrThrow(LockRequest.of(KEY, ALICE).mode(LockMode.SHARED));

        assertThatExceptionOfType(LockNotHeldException.class)
                .isThrownBy(() -> verified(guard(LockPolicy.DEFAULT), share))
                .withMessageContaining("upgrade");
    }

    @Test
    void policyThatOnlyObservesLetsTheSavePassWithoutAFenceAndCountsIt() throws SQLException {
        Lease lease = acquired(ALICE);
        store.release(lease.claim());
        FencingGuard guard = guard(LockPolicy.DEFAULT.withEnforcement(Enforcement.OBSERVE));

        assertThat(verified(guard, lease)).isEmpty();
        assertThat(guard.observed().values()).containsExactly(1L);
        assertThat(verified(guard(LockPolicy.DEFAULT.withEnforcement(Enforcement.OFF)), lease))
                .isEmpty();
    }

    @Test
    void suspensionLetsTheSavePass() throws SQLException {
        Lease lease = acquired(ALICE);
        store.release(lease.claim());
        store.suspend("", "policy", "Olga Operator", "month end", Duration.ofHours(1));

        assertThat(verified(guard(LockPolicy.DEFAULT), lease)).isEmpty();
    }

    @Test
    void writerWithoutALeaseAtHandMustHoldTheKeyOrFindItFreeWhereThatIsEnough() throws SQLException {
        FencingGuard strict = guard(LockPolicy.DEFAULT);
        FencingGuard free = guard(LockPolicy.DEFAULT.withWrites(Writes.LEASE_OR_FREE));
        try (Connection connection = database.openConnection()) {
            assertThatExceptionOfType(LockNotHeldException.class)
                    .isThrownBy(() -> strict.verifyWrite(connection, KEY, ALICE));
            assertThat(free.verifyWrite(connection, KEY, ALICE)).isEmpty();

            Lease lease = acquired(ALICE);
            assertThat(strict.verifyWrite(connection, KEY, ALICE)).contains(lease.fence());
            for (FencingGuard guard : new FencingGuard[] {strict, free}) {
                assertThatExceptionOfType(LockNotHeldException.class)
                        .isThrownBy(() -> guard.verifyWrite(connection, KEY, BOB))
                        .withMessageContaining("Alice Ng");
            }

            clock.advance(Duration.ofMinutes(10));
            assertThat(strict.verifyWrite(connection, KEY, ALICE)).contains(lease.fence());
        }
    }

    @Test
    void saveThatNeverAsksForTheFenceIsRolledBack() {
        LockManager locks = locks(LockPolicy.DEFAULT);
        JdbcTransactions transactions = new JdbcTransactions(database.dataSource());
        Edits edits = new Edits(locks, guard(LockPolicy.DEFAULT), transactions, session -> Optional.of(ALICE));
        EditHandle handle = acquired(ALICE).handle();

        assertThatIllegalStateException()
                .isThrownBy(() -> edits.save(handle, 3, save -> save.expectedVersion()))
                .withMessageContaining("save.fence()")
                .withMessageContaining("Nothing was written");
        edits.save(handle, 3, save -> {
            assertThat(save.expectedVersion()).isEqualTo(3);
            assertThat(save.fence()).isPresent();
        });
    }

    private Lease acquired(Owner owner) {
        return locks(LockPolicy.DEFAULT).acquireOrThrow(LockRequest.of(KEY, owner));
    }

    private LockManager locks(LockPolicy policy) {
        return new LockManager(store, policies(policy));
    }

    private FencingGuard guard(LockPolicy policy) {
        return new FencingGuard(store, policies(policy));
    }

    private static LockPolicies policies(LockPolicy policy) {
        return LockPolicies.defaults().with("policy", policy);
    }

    private Optional<Fence> verified(FencingGuard guard, Lease lease) throws SQLException {
        try (Connection connection = database.openConnection()) {
            return guard.verify(connection, lease);
        }
    }
}
