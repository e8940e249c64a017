package io.heldby.jdbc.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.heldby.jdbc.Heldby;
import io.heldby.lock.Denied;
import io.heldby.lock.EditHandle;
import io.heldby.lock.ForceRelease;
import io.heldby.lock.Lease;
import io.heldby.lock.LockId;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockLostException;
import io.heldby.lock.LockRequest;
import io.heldby.lock.LossCause;
import io.heldby.lock.Token;
import io.heldby.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** The races of a guarded save. "Pausing" is a thread that stands still while the store's time is moved on. */
abstract class GuardContract extends GuardedRecord {

    @RepeatedTest(200)
    @DisplayName(
            "race 11: a save under an expired lease and a takeover: the save commits before the grant, or not at all")
    void checkThenWriteAgainstTakeover() throws Exception {
        Lease lease = acquire(alice);
        expire();
        CountDownLatch start = new CountDownLatch(1);
        CompletableFuture<Boolean> saved = CompletableFuture.supplyAsync(() -> {
            await(start);
            return saves(lease);
        });
        CompletableFuture<Long> seenAtGrant = CompletableFuture.supplyAsync(() -> {
            await(start);
            acquireWhenFree(bob);
            return storedFence();
        });
        start.countDown();
        long atGrant = seenAtGrant.get(20, TimeUnit.SECONDS);
        boolean committed = saved.get(20, TimeUnit.SECONDS);
        assertThat(storedFence())
                .as("nothing of Alice's may arrive after Bob was granted the lock")
                .isEqualTo(atGrant);
        assertThat(committed).isEqualTo(atGrant == lease.fence().value());
    }

    @Test
    @DisplayName("race 12: a wait for the row lock that outlasts the lease is noticed")
    void waitThatOutlastsTheLeaseIsNoticed() throws Exception {
        use("second");
        Lease lease = acquire(alice);
        try (Connection blocker = transaction()) {
            run(
                    blocker,
                    "SELECT * FROM heldby_lock WHERE lock_id = '"
                            + lease.lockId().grant() + "' FOR UPDATE");
            CompletableFuture<Boolean> saved = CompletableFuture.supplyAsync(() -> saves(lease));
            awaitStoreTime(lease.expiresAt());
            blocker.rollback();
            assertThat(saved.get(10, TimeUnit.SECONDS)).isFalse();
        }
        assertThat(storedFence()).isZero();
    }

    @Test
    @DisplayName("race 13: a transaction's frozen clock does not keep an expired lease alive")
    void frozenClockDoesNotDecide() throws Exception {
        use("second");
        Lease lease = acquire(alice);
        try (Connection connection = transaction()) {
            run(connection, "SELECT CURRENT_TIMESTAMP FROM doc");
            awaitStoreTime(lease.expiresAt());
            assertThatThrownBy(() -> heldby.guard().verify(connection, lease))
                    .isInstanceOfSatisfying(
                            LockLostException.class,
                            lost -> assertThat(lost.loss().cause()).isEqualTo(LossCause.EXPIRED));
        }
    }

    @Test
    @DisplayName("race 14: after a pause past expiry, taken by another: refused, naming them, nothing written")
    void pausedAndTakenIsRefused() {
        Lease lease = acquire(alice);
        expire();
        acquire(bob);
        assertThatThrownBy(() -> save(lease)).isInstanceOfSatisfying(LockLostException.class, lost -> {
            assertThat(lost.loss().cause()).isEqualTo(LossCause.TAKEN_OVER);
            assertThat(lost.loss().by()).isEqualTo("Bob Smith");
        });
        assertThat(storedFence()).isZero();
    }

    @Test
    @DisplayName("race 14: after a pause past expiry, untaken: a lenient policy allows the save")
    void pausedAndUntakenIsAllowedWhenLenient() {
        Lease lease = acquire(alice);
        expire();
        save(lease);
        assertThat(storedFence()).isEqualTo(lease.fence().value());
    }

    @Test
    @DisplayName("race 14: after a pause past expiry, untaken: a strict policy refuses the save")
    void pausedAndUntakenIsRefusedWhenStrict() throws SQLException {
        use("strict");
        Lease lease = acquire(alice);
        expire();
        assertThat(saves(lease)).isFalse();
        assertThat(storedFence()).isZero();
    }

    @Test
    @DisplayName("race 14: past the maximum hold even a lenient policy refuses")
    void pausedPastTheMaximumHoldIsRefused() throws SQLException {
        Lease lease = acquire(alice);
        run("UPDATE heldby_lock SET expires_at = acquired_at, max_until = acquired_at WHERE lock_id = '"
                + lease.lockId().grant() + "'");
        assertThat(saves(lease)).isFalse();
    }

    @Test
    @DisplayName("race 15: a pause between check and commit keeps takeovers out, and they are told why")
    void pauseBetweenCheckAndCommitKeepsTakeoversOut() throws SQLException {
        Lease lease = acquire(alice);
        try (Connection connection = transaction()) {
            expire();
            heldby.guard().verify(connection, lease);
            assertThat(heldby.locks().acquire(LockRequest.of(key, bob)))
                    .isInstanceOfSatisfying(
                            Denied.Saving.class,
                            saving -> assertThat(saving.holders().get(0).owner().displayName())
                                    .isEqualTo("Alice Jones"));
            write(connection, lease.fence());
            connection.commit();
        }
        assertThat(storedFence()).isEqualTo(lease.fence().value());
        assertThat(acquire(bob).fence()).isGreaterThan(lease.fence());
    }

    @Test
    @DisplayName("race 16: force-release during a save changes nothing and says busy; the save is stored whole")
    void forceReleaseDuringASaveIsSerialised() throws SQLException {
        Lease lease = acquire(alice);
        try (Connection connection = transaction()) {
            heldby.guard().verify(connection, lease);
            assertThat(heldby.locks().forceRelease(lease.lockId(), "Kim", "month end"))
                    .isEqualTo(ForceRelease.BUSY);
            write(connection, lease.fence());
            connection.commit();
        }
        assertThat(storedFence()).isEqualTo(lease.fence().value());
        assertThat(heldby.locks().forceRelease(lease.lockId(), "Kim", "month end"))
                .isEqualTo(ForceRelease.BROKEN);
    }

    @Test
    @DisplayName("race 16: a save after force-release is refused with who and why, also under a lenient policy")
    void saveAfterForceReleaseIsRefused() {
        Lease lease = acquire(alice);
        heldby.locks().forceRelease(lease.lockId(), "Kim", "month end");
        assertThatThrownBy(() -> save(lease))
                .isInstanceOf(LockLostException.class)
                .hasMessageContaining("Kim")
                .hasMessageContaining("month end");
        assertThat(storedFence()).isZero();
    }

    @Test
    @DisplayName(
            "race 33: after a ROLLBACK TO SAVEPOINT that dropped the row lock, verifying again finds the new holder")
    void rollbackToSavepointIsNoticed() throws SQLException {
        assumeFalse(savepointsKeepRowLocks(), "this database keeps the row lock");
        Lease lease = acquire(alice);
        try (Connection connection = transaction()) {
            run(connection, "SELECT 1 FROM doc");
            Savepoint beforeCheck = connection.setSavepoint();
            heldby.guard().verify(connection, lease);
            connection.rollback(beforeCheck);
            expire();
            acquire(bob);
            assertThatThrownBy(() -> heldby.guard().verify(connection, lease)).isInstanceOf(LockLostException.class);
        }
    }

    @Test
    @DisplayName(
            "race 33: where a ROLLBACK TO SAVEPOINT keeps the row lock, the key stays locked, and verifying again agrees")
    void rollbackToSavepointKeepsTheRowLock() throws SQLException {
        assumeTrue(savepointsKeepRowLocks(), "this database drops the row lock");
        Lease lease = acquire(alice);
        expire();
        try (Connection connection = transaction()) {
            run(connection, "SELECT 1 FROM doc");
            Savepoint beforeCheck = connection.setSavepoint();
            heldby.guard().verify(connection, lease);
            connection.rollback(beforeCheck);
            assertThat(heldby.locks().acquire(LockRequest.of(key, bob))).isInstanceOf(Denied.Saving.class);
            assertThat(heldby.guard().verify(connection, lease)).contains(lease.fence());
        }
    }

    @Test
    @DisplayName("race 38: acquire inside a transaction is refused, naming the fix; with a pool of one nothing hangs")
    void acquireInsideATransactionIsRefused() {
        try (TestDatabase single = newDatabase(1);
                Heldby one = Heldby.builder(single.dataSource())
                        .initializeSchema(InitializeSchema.ALWAYS)
                        .build()) {
            assertThatThrownBy(() -> one.transactions().run(c -> one.locks().acquire(LockRequest.of(key, alice))))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("before the transaction begins");
            Lease lease = one.locks().acquireOrThrow(LockRequest.of(key, alice));
            one.edits().save(lease.handle(), 0, save -> save.expectedVersion());
            assertThat(one.locks().holders(key)).isEmpty();
        }
    }

    @Test
    void forgedTokenCannotSave() {
        Lease lease = acquire(alice);
        EditHandle forged = new EditHandle(lease.lockId(), Token.random(), alice);
        assertThatThrownBy(() -> heldby.edits().save(forged, 0, save -> write(save.connection(), lease.fence())))
                .isInstanceOfSatisfying(
                        LockLostException.class,
                        lost -> assertThat(lost.loss().cause()).isEqualTo(LossCause.UNKNOWN));
        EditHandle stolen = new EditHandle(lease.lockId(), lease.token(), bob);
        assertThatThrownBy(() -> heldby.edits().save(stolen, 0, save -> write(save.connection(), lease.fence())))
                .isInstanceOf(LockLostException.class);
        LockId ofAnother = new LockId(LockKey.of("doc", "other"), lease.lockId().grant());
        EditHandle otherKey = new EditHandle(ofAnother, lease.token(), alice);
        assertThatThrownBy(() -> heldby.edits().save(otherKey, 0, save -> write(save.connection(), lease.fence())))
                .isInstanceOf(LockLostException.class);
        assertThat(storedFence()).isZero();
    }

    @Test
    void guardNeedsATransaction() throws SQLException {
        Lease lease = acquire(alice);
        try (Connection autoCommit = database.openConnection()) {
            assertThatThrownBy(() -> heldby.guard().verify(autoCommit, lease))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("setAutoCommit(false)");
        }
    }

    @Test
    void guardRefusesAnotherDatabaseWithAndWithoutLocksOfItsOwn() throws SQLException {
        Lease lease = acquire(alice);
        try (TestDatabase elsewhere = newDatabase(2);
                Connection connection = elsewhere.openConnection()) {
            connection.setAutoCommit(false);
            assertThatThrownBy(() -> heldby.guard().verify(connection, lease))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("another database");
            connection.rollback();
            JdbcSchema.prepare(elsewhere.dataSource(), JdbcSettings.defaults(), InitializeSchema.ALWAYS);
            assertThatThrownBy(() -> heldby.guard().verify(connection, lease))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("another database");
        }
    }

    @Test
    void observingLetsTheSavePassAndOffLooksAtNothing() throws SQLException {
        for (String type : new String[] {"observed", "off"}) {
            use(type);
            Lease lease = acquire(alice);
            heldby.locks().release(lease);
            heldby.edits().save(lease.handle(), 0, save -> {
                assertThat(save.fence()).isEmpty();
                assertThat(save.expectedVersion()).isZero();
                write(save.connection(), lease.fence());
            });
            assertThat(storedFence()).isEqualTo(lease.fence().value());
        }
    }

    @Test
    void savingReleasesAfterTheCommitAndFailingKeepsTheLock() {
        Lease lease = acquire(alice);
        assertThatThrownBy(() -> heldby.edits().save(lease.handle(), 0, save -> {
                    write(save.connection(), lease.fence());
                    throw new IllegalArgumentException("invalid input");
                }))
                .hasMessage("invalid input");
        assertThat(storedFence()).isZero();
        assertThat(heldby.locks().holders(key)).hasSize(1);
        save(lease);
        assertThat(heldby.locks().holders(key)).isEmpty();
    }

    @Test
    void saveThatIgnoresTheVersionIsRolledBack() {
        Lease lease = acquire(alice);
        assertThatThrownBy(() ->
                        heldby.edits().save(lease.handle(), 7, save -> write(save.connection(), lease.fence())))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("expected version 7");
        assertThat(storedFence()).isZero();
    }
}
