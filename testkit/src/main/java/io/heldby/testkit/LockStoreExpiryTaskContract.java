package io.heldby.testkit;

import static io.heldby.testkit.LockStoreUnderTest.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.heldby.lock.BatchAcquisition;
import io.heldby.lock.Enforcement;
import io.heldby.lock.Expiry;
import io.heldby.lock.ExpiryTask;
import io.heldby.lock.ExpiryTasks;
import io.heldby.lock.Lease;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockMode;
import io.heldby.lock.LockPolicy;
import io.heldby.lock.LossCause;
import io.heldby.lock.ModeChange;
import io.heldby.lock.Owner;
import io.heldby.lock.Release;
import io.heldby.lock.RenewalMode;
import io.heldby.lock.StoreCapability;
import io.heldby.lock.WaitRequest;
import io.heldby.testkit.LockStoreBackdoor.HungSave;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Which endings are put down as tasks for expiry handlers, what becomes of the tasks, and what an extension can do. */
interface LockStoreExpiryTaskContract extends LockStoreUnderTest {

    LockPolicy HANDLED = LockPolicy.DEFAULT.withExpiryHandler("put-back");

    /** No heartbeat brings it back, but it is not over for good either. */
    LockPolicy HANDLED_AND_FIXED = new LockPolicy(
                    Duration.ofMinutes(30),
                    Duration.ofMinutes(30),
                    Duration.ofHours(8),
                    RenewalMode.FIXED,
                    Expiry.LENIENT,
                    Enforcement.ENFORCE)
            .withExpiryHandler("put-back");

    Duration CLAIM = Duration.ofMinutes(5);

    default ExpiryTasks tasks() {
        assumeTrue(
                store().capabilities().contains(StoreCapability.EXPIRY_HANDLER),
                "this store puts down no tasks for expiry handlers");
        return store().expiryTasks();
    }

    default List<ExpiryTask> pending() {
        return tasks().pending(null, 100);
    }

    /** The only one that there is. */
    default ExpiryTask task() {
        assertThat(pending()).hasSize(1);
        return pending().get(0);
    }

    /** Held by Alice, expired, and marked so by the sweeper. */
    default Lease lapsed(LockPolicy policy) {
        Lease lease = hold(KEY, ALICE, policy);
        backdoor().forceExpire(KEY);
        store().sweep(100);
        assertThat(pending()).hasSize(1);
        return lease;
    }

    @Test
    default void lockThatExpiresIsOneTaskWithAllThatItsHandlerNeeds() {
        assertThat(pending()).isEmpty();
        Lease lease = hold(KEY, ALICE, HANDLED);
        backdoor().forceExpire(KEY);
        assertThat(pending()).isEmpty();

        store().sweep(100);
        store().sweep(100);

        ExpiryTask task = task();
        assertThat(task.handler()).isEqualTo("put-back");
        assertThat(task.lockId()).isEqualTo(lease.lockId());
        assertThat(task.mode()).isEqualTo(LockMode.EXCLUSIVE);
        assertThat(task.owner()).isEqualTo(ALICE);
        assertThat(task.reason()).isEqualTo("editing");
        assertThat(task.fence()).isEqualTo(lease.fence());
        assertThat(task.acquiredAt()).isEqualTo(lease.acquiredAt());
        assertThat(task.maxUntil()).isEqualTo(lease.maxUntil());
        assertThat(task.expiresAt()).isBefore(backdoor().now());
        assertThat(task.loss().cause()).isEqualTo(LossCause.EXPIRED);
        assertThat(task.loss().at()).isEqualTo(task.expiresAt());
        assertThat(task.attempts()).isZero();
        assertThat(task.claim()).isNull();
        assertThat(task.lastError()).isNull();
        assertThat(task.toString()).doesNotContain(lease.token().value());
    }

    @Test
    default void lockThatIsOverForGoodIsATask() {
        assertThat(pending()).isEmpty();
        LockPolicy strict = HANDLED.withExpiry(Expiry.STRICT);
        for (LockPolicy policy :
                List.of(strict, LockPolicy.fixed(Duration.ofMinutes(30)).withExpiryHandler("put-back"))) {
            LockKey key = LockKey.of("order", policy.renewal() + "-" + policy.expiry());
            hold(key, ALICE, policy);
            backdoor().forceMaximumHoldOver(key);
        }

        store().sweep(100);

        assertThat(pending()).hasSize(2).allMatch(task -> task.loss().cause() == LossCause.EXPIRED);
        assertThat(store().holders(KEY)).isEmpty();
    }

    @Test
    default void whatExpiresAndThenIsOverForGoodIsOneTask() {
        Lease unused = lapsed(HANDLED);
        backdoor().forceMaximumHoldOver(KEY);

        store().sweep(100);

        assertThat(pending()).hasSize(1);
    }

    @Test
    default void expiredLockThatIsTakenBeforeASweepIsATask() {
        assertThat(pending()).isEmpty();
        Lease lease = hold(KEY, ALICE, HANDLED);
        backdoor().forceExpire(KEY);

        Lease bobs = hold(KEY, BOB);

        ExpiryTask task = task();
        assertThat(task.lockId()).isEqualTo(lease.lockId());
        assertThat(task.fence()).isEqualTo(lease.fence()).isLessThan(bobs.fence());
        assertThat(task.loss().cause()).isEqualTo(LossCause.TAKEN_OVER);
        assertThat(task.loss().by()).isEqualTo("Bob Smith");
    }

    @Test
    default void expiredLockThatIsTakenByABatchIsATask() {
        assertThat(pending()).isEmpty();
        Lease unused = hold(KEY, ALICE, HANDLED);
        backdoor().forceExpire(KEY);

        assertThat(store().acquireAll(
                                List.of(request(KEY, BOB, LENIENT, false), request(OTHER_KEY, BOB, LENIENT, false))))
                .isInstanceOf(BatchAcquisition.AllGranted.class);

        assertThat(task().owner()).isEqualTo(ALICE);
    }

    @Test
    default void whatExpiresAndIsThenTakenIsOneTask() {
        Lease lease = lapsed(HANDLED);

        Lease unused = hold(KEY, BOB);

        assertThat(task().lockId()).isEqualTo(lease.lockId());
        assertThat(task().loss().cause()).isEqualTo(LossCause.EXPIRED);
    }

    @Test
    default void lockThatIsTakenFromALivingHolderIsATask() {
        assumeHandOver();
        assertThat(pending()).isEmpty();
        Lease lease = hold(KEY, ALICE, HANDLED);

        store().takeOver(lease.lockId(), request(KEY, BOB, LENIENT, false), "the customer is on the phone", null);

        assertThat(task().loss().cause()).isEqualTo(LossCause.TAKEN_OVER);
        assertThat(task().loss().reason()).isEqualTo("the customer is on the phone");
    }

    @Test
    default void expiredLockThatSomebodyWaitsForIsATask() {
        assumeHandOver();
        assertThat(pending()).isEmpty();
        Lease lease = hold(KEY, ALICE, HANDLED);
        waitsFor(KEY, BOB);
        backdoor().forceExpire(KEY);

        store().sweep(100);

        assertThat(task().loss().cause()).isEqualTo(LossCause.TAKEN_OVER);
        assertThat(tasks().extend(lease.lockId(), Duration.ofMinutes(5))).isFalse();
    }

    @Test
    default void everySharerWhoseTimeIsOverIsATask() {
        assertThat(pending()).isEmpty();
        for (Owner owner : List.of(ALICE, BOB)) {
            store().acquire(request(KEY, owner, LockMode.SHARED, HANDLED, false, null));
        }
        backdoor().forceExpire(KEY);

        store().sweep(100);

        assertThat(pending()).extracting(ExpiryTask::owner).containsExactlyInAnyOrder(ALICE, BOB);
        assertThat(pending()).allMatch(task -> task.mode() == LockMode.SHARED);
        Lease unused = hold(KEY, CAROL);
        assertThat(pending()).hasSize(2);
    }

    @Test
    default void whatIsDecidedBySomebodyIsNoTask() {
        assertThat(pending()).isEmpty();
        store().release(hold(KEY, ALICE, HANDLED).claim());
        Lease unused = hold(KEY, ALICE, HANDLED);
        store().releaseSession("", ALICE.user(), ALICE.session(), "signed out");
        store().forceRelease(hold(KEY, ALICE, HANDLED).lockId(), "Olga Operator", "urgent");
        Lease elsewhere = hold(KEY, ALICE_ELSEWHERE, HANDLED);
        Lease here = LockStoreUnderTest.leaseOf(store().acquire(request(KEY, ALICE, HANDLED, true)));
        assertThat(lossOf(elsewhere).cause()).isEqualTo(LossCause.CONTINUED_ELSEWHERE);
        store().release(here.claim());

        store().sweep(100);

        assertThat(pending()).isEmpty();
    }

    @Test
    default void handOverIsNoTaskAndTakesTheHandlerAlong() {
        assumeHandOver();
        assertThat(pending()).isEmpty();
        Lease lease = hold(KEY, ALICE, HANDLED);
        accepted(asked(lease, BOB), lease);
        assertThat(pending()).isEmpty();

        backdoor().forceExpire(KEY);
        store().sweep(100);

        assertThat(task().owner()).isEqualTo(BOB);
    }

    @Test
    default void lockWithoutAHandlerIsNoTask() {
        assertThat(pending()).isEmpty();
        Lease unused = hold(KEY, ALICE);
        Lease unusedToo = hold(OTHER_KEY, ALICE);
        backdoor().forceExpire(KEY);
        backdoor().forceMaximumHoldOver(OTHER_KEY);

        store().sweep(100);
        Lease bobs = hold(KEY, BOB);

        assertThat(bobs.owner()).isEqualTo(BOB);
        assertThat(pending()).isEmpty();
    }

    @Test
    @DisplayName("a holder who comes back to an expired lock that nobody has taken drops its task, whatever they do")
    default void holderWhoComesBackDropsTheTask() {
        comesBack(lease -> assertThat(renewed(lease).remaining()).isPositive());
        comesBack(lease -> hold(KEY, ALICE, HANDLED));
        comesBack(lease ->
                assertThat(store().changeMode(lease.claim(), LockMode.SHARED)).isInstanceOf(ModeChange.Changed.class));
        comesBack(lease -> assertThat(store().release(lease.claim())).isEqualTo(Release.RELEASED));
        comesBack(lease -> assertThat(store().releaseSession("", ALICE.user(), ALICE.session(), "signed out"))
                .isEqualTo(1));
    }

    private void comesBack(Consumer<Lease> step) {
        Lease lease = lapsed(HANDLED);

        step.accept(lease);

        assertThat(pending()).isEmpty();
        store().sweep(100);
        assertThat(pending()).isEmpty();
        store().releaseSession("", ALICE.user(), ALICE.session(), "next");
    }

    @Test
    default void holderWhoComesBackAndGoesAgainIsATaskAgain() {
        Lease lease = lapsed(HANDLED);
        Lease unused = renewed(lease);
        backdoor().forceExpire(KEY);

        store().sweep(100);

        assertThat(task().lockId()).isEqualTo(lease.lockId());
    }

    @Test
    default void heartbeatThatDoesNotReviveALockNeitherDropsItsTaskNorMakesAnother() {
        Lease lease = lapsed(HANDLED_AND_FIXED);
        long taskId = task().taskId();

        Lease unused = renewed(lease);
        store().sweep(100);

        assertThat(task().taskId()).isEqualTo(taskId);
    }

    @Test
    default void taskIsClaimedByOneUntilTheClaimIsOver() {
        Lease unused = lapsed(HANDLED);

        ExpiryTask first = claimed();

        assertThat(first.attempts()).isEqualTo(1);
        assertThat(task()).isEqualTo(first);
        assertThat(tasks().claim("put-back", CLAIM)).isEmpty();
        assertThat(tasks().claim("another", CLAIM)).isEmpty();
        backdoor().ageTasks(CLAIM.plusSeconds(1));
        ExpiryTask second = claimed();
        assertThat(second.taskId()).isEqualTo(first.taskId());
        assertThat(second.attempts()).isEqualTo(2);
        assertThat(tasks().done(first)).isFalse();
        assertThat(tasks().failed(first, "too late", Duration.ofSeconds(1))).isFalse();
        assertThat(task()).isEqualTo(second);
        assertThat(tasks().done(second)).isTrue();
        assertThat(pending()).isEmpty();
    }

    private ExpiryTask claimed() {
        Optional<ExpiryTask> claimed = tasks().claim("put-back", CLAIM);
        assertThat(claimed).isPresent();
        return claimed.orElseThrow();
    }

    @Test
    default void taskThatFailedWaitsAndIsNotLost() {
        Lease unused = lapsed(HANDLED);

        assertThat(tasks().failed(claimed(), "no connection to the printer – Drucker „3“", Duration.ofMinutes(2)))
                .isTrue();

        assertThat(tasks().claim("put-back", CLAIM)).isEmpty();
        assertThat(task().lastError()).isEqualTo("no connection to the printer – Drucker „3“");
        assertThat(task().claim()).isNull();
        backdoor().ageTasks(Duration.ofMinutes(2));
        assertThat(claimed().attempts()).isEqualTo(2);
    }

    @Test
    default void taskThatHasBeenDueForLongestComesFirst() {
        assertThat(pending()).isEmpty();
        for (String id : List.of("2", "1", "3")) {
            LockKey key = LockKey.of("order", id);
            hold(key, ALICE, HANDLED);
            backdoor().moveExpiry(key, Duration.ofMinutes(-Integer.parseInt(id)));
        }
        store().sweep(100);

        assertThat(List.of(claimed(), claimed(), claimed()))
                .extracting(task -> task.key().id())
                .containsExactly("3", "2", "1");
    }

    @Test
    default void tasksOfTwoTenantsNeverMeetInAList() {
        assertThat(pending()).isEmpty();
        for (String tenant : List.of("north", "south")) {
            LockKey key = KEY.inTenant(tenant);
            hold(key, ALICE, HANDLED);
            backdoor().forceExpire(key);
        }
        store().sweep(100);

        assertThat(tasks().pending("north", 10))
                .extracting(task -> task.key().tenant())
                .containsExactly("north");
        assertThat(pending()).hasSize(2);
        assertThat(tasks().pending(null, 1)).hasSize(1);
    }

    @Test
    default void manyWhoClaimAtOnceGetDifferentTasks() {
        assertThat(pending()).isEmpty();
        int count = 32;
        for (int i = 0; i < count; i++) {
            LockKey key = LockKey.of("order", String.valueOf(i));
            hold(key, ALICE, HANDLED);
            backdoor().forceExpire(key);
        }
        store().sweep(100);

        try (Racers racers = Racers.sixteen()) {
            List<Integer> done = racers.race(number -> {
                int mine = 0;
                for (Optional<ExpiryTask> task = tasks().claim("put-back", CLAIM);
                        task.isPresent();
                        task = tasks().claim("put-back", CLAIM)) {
                    assertThat(task.get().attempts()).isEqualTo(1);
                    assertThat(tasks().done(task.get())).isTrue();
                    mine++;
                }
                return mine;
            });
            assertThat(done.stream().mapToInt(Integer::intValue).sum()
                            + pending().size())
                    .isEqualTo(count);
        }
    }

    @Test
    default void extensionKeepsTheLockAndItsFenceAndDropsTheTask() {
        Lease lease = lapsed(HANDLED_AND_FIXED);

        assertThat(tasks().extend(lease.lockId(), Duration.ofMinutes(10))).isTrue();

        assertThat(pending()).isEmpty();
        assertThat(shown(lease).fence()).isEqualTo(lease.fence());
        assertThat(shown(lease).remaining()).isBetween(Duration.ofMinutes(9), Duration.ofMinutes(10));
        assertThat(ask(KEY, BOB).ifGranted()).isEmpty();
        assertThat(renewed(lease).lockId()).isEqualTo(lease.lockId());
        backdoor().forceExpire(KEY);
        store().sweep(100);
        assertThat(task().lockId()).isEqualTo(lease.lockId());
    }

    @Test
    default void extensionEndsWithTheMaximumHold() {
        Lease lease = lapsed(HANDLED);
        backdoor().moveMaximumHold(KEY, Duration.ofMinutes(3));

        assertThat(tasks().extend(lease.lockId(), Duration.ofDays(1))).isTrue();

        assertThat(shown(lease).expiresAt()).isEqualTo(shown(lease).maxUntil());
    }

    @Test
    default void nothingIsExtendedThatSomebodyHasTaken() {
        Lease lease = lapsed(HANDLED);
        Lease bobs = hold(KEY, BOB);

        assertThat(tasks().extend(lease.lockId(), Duration.ofHours(1))).isFalse();

        assertThat(shown(bobs).expiresAt()).isEqualTo(bobs.expiresAt());
        assertThat(lossOf(lease).cause()).isEqualTo(LossCause.TAKEN_OVER);
        assertThat(pending()).hasSize(1);
    }

    @Test
    default void nothingIsExtendedThatIsOverForGood() {
        Lease over = lapsed(HANDLED);
        backdoor().forceMaximumHoldOver(KEY);

        assertThat(tasks().extend(over.lockId(), Duration.ofHours(1))).isFalse();

        Lease strict = hold(OTHER_KEY, ALICE, HANDLED.withExpiry(Expiry.STRICT));
        backdoor().forceExpire(OTHER_KEY);
        assertThat(tasks().extend(strict.lockId(), Duration.ofHours(1))).isFalse();
        store().sweep(100);
        assertThat(tasks().extend(strict.lockId(), Duration.ofHours(1))).isFalse();
    }

    @Test
    default void nothingIsExtendedWhileItIsBeingSaved() {
        assumeTrue(backdoor().supportsGuardedSave(), "this store takes no part in guarded saves");
        Lease lease = lapsed(HANDLED);

        try (HungSave saving = backdoor().hangGuardedSave(lease)) {
            assertThat(tasks().extend(lease.lockId(), Duration.ofHours(1))).isFalse();
            assertThat(saving).isNotNull();
        }
    }

    private void waitsFor(LockKey key, Owner owner) {
        store().waitFor(new WaitRequest(UUID.randomUUID(), key, owner, Duration.ofMinutes(3), Duration.ofMinutes(1)));
    }
}
