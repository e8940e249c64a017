package io.heldby.testkit;

import static io.heldby.testkit.LockStoreUnderTest.heldIn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.heldby.lock.Acquisition;
import io.heldby.lock.Denied;
import io.heldby.lock.ForceRelease;
import io.heldby.lock.Heartbeat;
import io.heldby.lock.Lease;
import io.heldby.lock.LeaseClaim;
import io.heldby.lock.LockId;
import io.heldby.lock.LockView;
import io.heldby.lock.Loss;
import io.heldby.lock.Release;
import io.heldby.lock.Renewal;
import io.heldby.lock.Token;
import io.heldby.testkit.LockStoreBackdoor.HungSave;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** While a guarded save hangs with the lock's row in its hands, nobody waits for it and nothing is reported as lost. */
interface LockStoreSavingContract extends LockStoreUnderTest {

    Duration AT_ONCE = Duration.ofMillis(500);

    @Test
    @DisplayName("race 32: a refused acquire does not wait for a hanging save")
    default void refusedAcquireDoesNotWait() {
        Lease lease = hold(KEY, ALICE);
        try (HungSave hanging = hang(lease)) {
            heldIn(atOnce(() -> ask(KEY, BOB)));
            heldIn(atOnce(() -> ask(KEY, ALICE_ELSEWHERE)));
            assertThat(atOnce(() -> store().holders(KEY)))
                    .extracting(LockView::lockId)
                    .containsExactly(lease.lockId());
            assertThat(atOnce(() -> store().find(lease.lockId()))).isPresent();
        }
    }

    @Test
    @DisplayName("race 32: an expired lease that is being saved is not taken over, and the answer says so")
    default void expiredLeaseThatIsBeingSavedIsNotTakenOver() {
        Lease lease = hold(KEY, ALICE);
        backdoor().forceExpire(KEY);
        try (HungSave hanging = hang(lease)) {
            Acquisition answer = atOnce(() -> ask(KEY, BOB));

            assertThat(answer).isInstanceOf(Denied.Saving.class);
            assertThat(((Denied.Saving) answer).holders().get(0).owner()).isEqualTo(ALICE);
        }
        assertThat(hold(KEY, BOB).fence()).isGreaterThan(lease.fence());
    }

    @Test
    @DisplayName("race 32: a reload or another tab of the one who is saving does not wait either")
    default void reloadDuringOnesOwnSaveDoesNotWait() {
        Lease lease = hold(KEY, ALICE);
        try (HungSave hanging = hang(lease)) {
            assertThat(atOnce(() -> ask(KEY, ALICE))).isInstanceOf(Denied.Saving.class);
            assertThat(atOnce(() -> continueHere(KEY, ALICE_ELSEWHERE))).isInstanceOf(Denied.Saving.class);
        }
        assertThat(hold(KEY, ALICE).lockId()).isEqualTo(lease.lockId());
    }

    @Test
    @DisplayName("race 32: a heartbeat during a save is busy, not lost, and goes on for all other locks")
    default void heartbeatDuringASaveIsBusyNotLost() {
        Lease saving = hold(KEY, ALICE);
        Lease other = hold(OTHER_KEY, ALICE);
        try (HungSave hanging = hang(saving)) {
            Map<LockId, Renewal> answers =
                    atOnce(() -> store().renewAll(List.of(Heartbeat.of(saving.claim()), Heartbeat.of(other.claim()))));

            assertThat(answers.get(saving.lockId())).isInstanceOf(Renewal.Busy.class);
            assertThat(answers.get(other.lockId())).isInstanceOf(Renewal.Renewed.class);
        }
        assertThat(renew(saving)).isInstanceOf(Renewal.Renewed.class);
    }

    @Test
    @DisplayName("race 32: release, soft release and force-release of a lock that is being saved are busy")
    default void endingALockThatIsBeingSavedIsBusy() {
        Lease lease = hold(KEY, ALICE);
        try (HungSave hanging = hang(lease)) {
            assertThat(atOnce(() -> store().release(lease.claim()))).isEqualTo(Release.BUSY);
            assertThat(atOnce(() -> store().softRelease(lease.claim(), lease.beat(), Duration.ofSeconds(5))))
                    .isEqualTo(Release.BUSY);
            assertThat(atOnce(() -> store().forceRelease(lease.lockId(), "Olga Operator", "urgent")))
                    .isEqualTo(ForceRelease.BUSY);
        }
        assertThat(renewed(lease).expiresAt()).isAfterOrEqualTo(lease.expiresAt());
        assertThat(store().forceRelease(lease.lockId(), "Olga Operator", "urgent"))
                .isEqualTo(ForceRelease.BROKEN);
    }

    @Test
    @DisplayName("security 1: a forged claim learns nothing from a save that is going on")
    default void forgedClaimDuringASaveIsUnknownNotBusy() {
        Lease lease = hold(KEY, ALICE);
        LeaseClaim forged = new LeaseClaim(lease.lockId(), Token.random(), ALICE.user());
        try (HungSave hanging = hang(lease)) {
            assertThat(atOnce(() -> store().release(forged))).isEqualTo(Release.NOTHING_TO_RELEASE);
            assertThat(atOnce(() -> store().renewAll(List.of(Heartbeat.of(forged)))))
                    .containsEntry(lease.lockId(), new Renewal.Lost(Loss.unknown()));
        }
    }

    @Test
    @DisplayName("race 32: signing out during a save releases the other locks and does not wait")
    default void endOfTheSessionDuringASaveDoesNotWait() {
        Lease lease = hold(KEY, ALICE);
        hold(OTHER_KEY, ALICE);
        try (HungSave hanging = hang(lease)) {
            assertThat(atOnce(() -> store().releaseSession("", "alice", ALICE.session(), "signed out")))
                    .isBetween(0, 1);

            assertThat(store().holders(OTHER_KEY)).isEmpty();
            assertThat(store().holders(KEY)).hasSize(1);
        }
    }

    @Test
    @DisplayName("race 32: a sweep passes by a lock that is being saved")
    default void sweepPassesByALockThatIsBeingSaved() {
        Lease lease = hold(KEY, ALICE);
        backdoor().forceExpire(KEY);
        hold(OTHER_KEY, ALICE, STRICT);
        backdoor().forceExpire(OTHER_KEY);
        try (HungSave hanging = hang(lease)) {
            assertThat(atOnce(() -> store().sweep(100))).isEqualTo(1);
        }
        assertThat(renew(lease)).isInstanceOf(Renewal.Renewed.class);
    }

    private HungSave hang(Lease lease) {
        assumeTrue(backdoor().supportsGuardedSave(), "this store takes no part in guarded saves");
        return backdoor().hangGuardedSave(lease);
    }

    /**
     * The answer to a question that is asked up to three times, when one of them is answered at once: a machine that is
     * busy with something else may be slow now and then, but a store that waits is slow every time.
     */
    private static <T> T atOnce(Supplier<T> question) {
        Duration quickest = AT_ONCE.multipliedBy(1000);
        for (int tries = 0; tries < 3; tries++) {
            long start = System.nanoTime();
            T answer = question.get();
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            if (took.compareTo(AT_ONCE) <= 0) {
                return answer;
            }
            quickest = took.compareTo(quickest) < 0 ? took : quickest;
        }
        throw new AssertionError("waited for the hanging save: the quickest answer took " + quickest);
    }
}
