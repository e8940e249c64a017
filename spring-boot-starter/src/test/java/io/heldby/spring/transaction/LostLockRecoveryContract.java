package io.heldby.spring.transaction;

import static io.heldby.spring.transaction.GuardedOffice.ALICE;
import static io.heldby.spring.transaction.GuardedOffice.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heldby.lock.EditHandle;
import io.heldby.lock.EditResult;
import io.heldby.lock.Expiry;
import io.heldby.lock.Lease;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockLostException;
import io.heldby.lock.LockPolicies;
import io.heldby.lock.LockPolicy;
import io.heldby.lock.LockRequest;
import io.heldby.lock.Loss;
import io.heldby.lock.LossCause;
import io.heldby.lock.Owner;
import io.heldby.spring.transaction.GuardedOffice.Policy;
import io.heldby.testkit.TestDatabase;
import io.heldby.version.ConflictException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DataSourceUtils;

/** Saving after one's lease has ended, in Spring's transactions and with a pool of one connection. */
abstract class LostLockRecoveryContract {

    private final LockKey key = LockKey.of("policy", "1");
    private final LockKey strict = LockKey.of("strict", "1");
    private GuardedOffice office;

    /** @param poolSize how many connections the pool has */
    abstract TestDatabase database(int poolSize);

    @BeforeEach
    void open() {
        LockPolicies policies = LockPolicies.defaults().with("strict", LockPolicy.DEFAULT.withExpiry(Expiry.STRICT));
        office = new GuardedOffice(database(1), policies);
    }

    @AfterEach
    void close() {
        office.close();
    }

    @Test
    void recordThatWasTakenAndGivenBackUnchangedIsSaved() throws SQLException {
        EditHandle alices = aliceHasBeenAway(key);
        takenAndGivenBackByBob(key);

        save(alices);

        assertThat(office.holder()).isEqualTo("Wong");
        assertThat(office.version()).isEqualTo(1);
        assertThat(office.locks.holders(key)).isEmpty();
    }

    @Test
    void recordThatNobodyTookIsSavedUnderTheExpiredLease() throws SQLException {
        save(aliceHasBeenAway(key));

        assertThat(office.holder()).isEqualTo("Wong");
    }

    @Test
    void recordThatWasChangedMeanwhileIsAConflictThatSaysWhoChangedIt() {
        EditHandle alices = aliceHasBeenAway(key);
        takenAndGivenBackByBob(key);
        office.run("UPDATE policy SET holder = 'Brannigan', version = 1, modified_by = 'Bob Smith'");

        assertThatThrownBy(() -> save(alices)).isInstanceOfSatisfying(ConflictException.class, conflict -> {
            assertThat(conflict.explained()).isTrue();
            assertThat(conflict.conflicts().get(0).modifiedBy()).isEqualTo("Bob Smith");
        });

        assertThat(office.holder()).isEqualTo("Brannigan");
        assertThat(office.locks.holders(key)).isEmpty();
    }

    @Test
    @DisplayName("race 35: recovery does not take the record from whoever works on it now")
    void recordThatSomebodyHoldsNowIsNotSaved() {
        EditHandle alices = aliceHasBeenAway(key);
        Lease bobs = office.locks.acquireOrThrow(LockRequest.of(key, BOB));

        assertLost(() -> save(alices), LossCause.TAKEN_OVER);

        assertThat(office.locks.holders(key))
                .singleElement()
                .satisfies(held -> assertThat(held.lockId()).isEqualTo(bobs.lockId()));
    }

    @Test
    @DisplayName("race 35: recovery never undoes a force-release, also when the record is free again")
    void recordThatAnOperatorFreedIsNotSaved() {
        EditHandle alices = opened(key);
        office.locks.forceRelease(alices.lockId(), "Kim Park", "month end");
        assertLost(() -> save(alices), LossCause.BROKEN);

        takenAndGivenBackByBob(key);
        assertLost(() -> save(alices), LossCause.BROKEN);
    }

    @Test
    void pageWhoseOwnerContinuedElsewhereDoesNotSave() {
        EditHandle alices = opened(key);
        Owner otherTab = Owner.of("alice", "a2").named("Alice Ng");
        office.locks.release(
                office.locks.acquireOrThrow(LockRequest.of(key, otherTab).continuingHere()));

        assertLost(() -> save(alices), LossCause.CONTINUED_ELSEWHERE);
    }

    @Test
    void strictPolicyRecoversNothing() {
        EditHandle alices = aliceHasBeenAway(strict);
        assertLost(() -> save(alices), LossCause.EXPIRED);

        takenAndGivenBackByBob(strict);
        assertLost(() -> save(alices), LossCause.EXPIRED);
    }

    @Test
    void nothingIsRecoveredAfterTheMaximumHold() {
        EditHandle alices = aliceHasBeenAway(key);
        office.run("UPDATE heldby_lock SET max_until = CURRENT_TIMESTAMP - INTERVAL '1' MINUTE");
        takenAndGivenBackByBob(key);

        assertLost(() -> save(alices), LossCause.EXPIRED);
    }

    /** Race 33: the rollback to the savepoint undoes the recovery as well. */
    @Test
    void recoveryThatWasRolledBackToASavepointDoesNotCommit() {
        EditHandle alices = aliceHasBeenAway(key);
        takenAndGivenBackByBob(key);
        Loss taken = Loss.takenOver("Bob Smith", Instant.EPOCH);

        assertLost(
                () -> office.transaction.executeWithoutResult(outer -> {
                    office.nested.executeWithoutResult(inner -> {
                        Optional<Lease> again = office.guard.recover(
                                DataSourceUtils.getConnection(office.database.dataSource()), alices, taken);
                        assertThat(again).isPresent();
                        inner.setRollbackOnly();
                    });
                    office.sql.update("UPDATE policy SET holder = 'Wong'");
                }),
                LossCause.UNKNOWN);
    }

    private EditHandle opened(LockKey wanted) {
        return ((EditResult.Editing) office.edits.begin(LockRequest.of(wanted, ALICE))).handle();
    }

    private EditHandle aliceHasBeenAway(LockKey wanted) {
        EditHandle handle = opened(wanted);
        office.expire();
        return handle;
    }

    private void takenAndGivenBackByBob(LockKey wanted) {
        office.locks.release(office.locks.acquireOrThrow(LockRequest.of(wanted, BOB)));
    }

    private void save(EditHandle handle) throws SQLException {
        office.edits.save(handle, 0, save -> {
            long unused = office.mapper.update(
                    save.connection(), new Policy("1", "Wong"), save.expectedVersion(), "Alice Ng");
        });
    }

    private void assertLost(ThrowingCallable save, LossCause cause) {
        assertThatThrownBy(save)
                .isInstanceOfSatisfying(
                        LockLostException.class,
                        lost -> assertThat(lost.loss().cause()).isEqualTo(cause));
        assertThat(office.holder()).isEqualTo("Kroker");
    }
}
