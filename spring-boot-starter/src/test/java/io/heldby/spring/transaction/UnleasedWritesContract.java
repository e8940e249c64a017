package io.heldby.spring.transaction;

import static io.heldby.spring.transaction.GuardedOffice.ALICE;
import static io.heldby.spring.transaction.GuardedOffice.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heldby.lock.Enforcement;
import io.heldby.lock.Fence;
import io.heldby.lock.Lease;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockNotHeldException;
import io.heldby.lock.LockPolicies;
import io.heldby.lock.LockPolicy;
import io.heldby.lock.LockRequest;
import io.heldby.lock.Owner;
import io.heldby.lock.Writes;
import io.heldby.testkit.TestDatabase;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DataSourceUtils;

/** Writers without a lease at hand in Spring's transactions: verified again before the commit. */
abstract class UnleasedWritesContract {

    private final LockKey key = LockKey.of("policy", "1");
    private final LockKey free = LockKey.of("free", "1");
    private final LockKey observed = LockKey.of("observed", "1");
    private GuardedOffice office;

    abstract TestDatabase database();

    @BeforeEach
    void open() {
        LockPolicies policies = LockPolicies.defaults()
                .with("free", LockPolicy.DEFAULT.withWrites(Writes.LEASE_OR_FREE))
                .with("observed", LockPolicy.DEFAULT.withEnforcement(Enforcement.OBSERVE));
        office = new GuardedOffice(database(), policies);
    }

    @AfterEach
    void close() {
        office.close();
    }

    @Test
    void writeUnderTheSessionsOwnLockCommits() {
        Lease lease = office.locks.acquireOrThrow(LockRequest.of(key, ALICE));

        office.transaction.executeWithoutResult(status -> {
            assertThat(verifyWrite(key, ALICE)).contains(lease.fence());
            write();
        });

        assertThat(office.holder()).isEqualTo("Wong");
        assertThat(office.verified).containsExactly("1", "1");
    }

    @Test
    @DisplayName("race 33: a rollback to a savepoint after the check cannot commit what somebody else holds by then")
    void rollbackToASavepointCannotCommitUnderALostLock() {
        office.locks.acquireOrThrow(LockRequest.of(key, ALICE));

        assertThatThrownBy(() -> office.transaction.executeWithoutResult(outer -> {
                    write();
                    verifiedAndRolledBack(key);
                    elsewhere(() -> {
                        office.expire();
                        office.locks.acquireOrThrow(LockRequest.of(key, BOB));
                    });
                }))
                .isInstanceOf(LockNotHeldException.class)
                .hasMessageContaining("Bob Smith");

        assertThat(office.holder()).isEqualTo("Kroker");
    }

    @Test
    void freeRecordIsWrittenAndNobodyGetsItBeforeTheCommit() {
        office.transaction.executeWithoutResult(status -> {
            assertThat(verifyWrite(free, ALICE)).isEmpty();
            write();
            elsewhere(() -> assertThat(
                            office.locks.acquire(LockRequest.of(free, BOB)).ifGranted())
                    .isEmpty());
        });

        assertThat(office.holder()).isEqualTo("Wong");
        assertThat(office.locks.holders(free)).isEmpty();
    }

    @Test
    @DisplayName("race 33: a free record that somebody locks after a rollback to a savepoint is not written")
    void freeRecordThatIsLockedAfterARollbackToASavepointIsNotWritten() {
        assertThatThrownBy(() -> office.transaction.executeWithoutResult(outer -> {
                    write();
                    verifiedAndRolledBack(free);
                    elsewhere(() -> office.locks.acquireOrThrow(LockRequest.of(free, BOB)));
                }))
                .isInstanceOf(LockNotHeldException.class)
                .hasMessageContaining("Bob Smith");

        assertThat(office.holder()).isEqualTo("Kroker");
    }

    @Test
    void freeRecordThatStaysFreeIsWrittenAfterARollbackToASavepoint() {
        office.transaction.executeWithoutResult(outer -> {
            write();
            verifiedAndRolledBack(free);
        });

        assertThat(office.holder()).isEqualTo("Wong");
        assertThat(office.locks.holders(free)).isEmpty();
    }

    @Test
    void whatIsOnlyObservedIsLookedAtOnce() {
        office.transaction.executeWithoutResult(status -> {
            assertThat(verifyWrite(observed, ALICE)).isEmpty();
            write();
        });

        assertThat(office.verified).hasSize(1);
        assertThat(office.holder()).isEqualTo("Wong");
    }

    @Test
    void leaseThatWasShownInTheTransactionCoversWritesOfItsUserInAnyEditingSession() {
        Lease lease = office.locks.acquireOrThrow(LockRequest.of(key, ALICE));
        Owner otherSession = Owner.of("alice", "page session").named("Alice Ng");

        office.transaction.executeWithoutResult(status -> {
            assertThatThrownBy(() -> verifyWrite(key, otherSession)).isInstanceOf(LockNotHeldException.class);
            assertThat(office.guard.verify(lease)).isPresent();
            assertThat(verifyWrite(key, otherSession)).contains(lease.fence());
            assertThatThrownBy(() -> verifyWrite(key, BOB)).isInstanceOf(LockNotHeldException.class);
        });
    }

    private Optional<Fence> verifyWrite(LockKey wanted, Owner writer) {
        return office.guard.verifyWrite(DataSourceUtils.getConnection(office.database.dataSource()), wanted, writer);
    }

    private void verifiedAndRolledBack(LockKey wanted) {
        office.nested.executeWithoutResult(inner -> {
            Optional<Fence> unused = verifyWrite(wanted, ALICE);
            inner.setRollbackOnly();
        });
    }

    private void write() {
        office.sql.update("UPDATE policy SET holder = 'Wong'");
    }

    /** On a thread that has no transaction. */
    private static void elsewhere(Runnable work) {
        CompletableFuture.runAsync(work).join();
    }
}
