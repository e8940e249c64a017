package io.heldby.testkit;

import static io.heldby.testkit.LockStoreUnderTest.heldIn;
import static io.heldby.testkit.LockStoreUnderTest.leaseOf;
import static io.heldby.testkit.LockStoreUnderTest.person;
import static io.heldby.testkit.LockStoreUnderTest.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.heldby.lock.Acquisition;
import io.heldby.lock.Denied;
import io.heldby.lock.HandOverAnswer;
import io.heldby.lock.Lease;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockView;
import io.heldby.lock.Loss;
import io.heldby.lock.LossCause;
import io.heldby.lock.Owner;
import io.heldby.lock.Renewal;
import io.heldby.testkit.LockStoreBackdoor.HungSave;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Taking a lock from a living holder, where the policy allows it. */
interface LockStoreTakeoverContract extends LockStoreUnderTest {

    Duration PATIENCE = Duration.ofMinutes(5);

    @Test
    default void takeoverEndsTheLockThatWasShownAndTellsItsHolderWhoAndWhy() {
        assumeHandOver();
        Lease alices = hold(KEY, ALICE);

        Lease bobs = leaseOf(take(alices, BOB, null));

        assertThat(bobs.fence()).isGreaterThan(alices.fence());
        Loss loss = lossOf(alices);
        assertThat(loss.cause()).isEqualTo(LossCause.TAKEN_OVER);
        assertThat(loss.by()).isEqualTo("Bob Smith");
        assertThat(loss.reason()).isEqualTo("the customer is on the phone");
        assertThat(loss.byExpiry()).isFalse();
        assertThat(store().holders(KEY)).extracting(LockView::lockId).containsExactly(bobs.lockId());
        assertThat(renew(bobs)).isInstanceOf(Renewal.Renewed.class);
    }

    @Test
    default void takeoverSparesWhoeverHasFollowedTheLockThatWasShown() {
        assumeHandOver();
        Lease shown = hold(KEY, ALICE);
        store().release(shown.claim());
        Lease carols = hold(KEY, CAROL);

        assertThat(heldIn(take(shown, BOB, null)).holders())
                .extracting(LockView::lockId)
                .containsExactly(carols.lockId());
        store().release(carols.claim());
        assertThat(take(shown, BOB, null)).isInstanceOf(Acquisition.Granted.class);
        assertThat(lossOf(carols).cause()).isEqualTo(LossCause.RELEASED);
    }

    @Test
    default void takeoverOfOnesOwnLockIsAReload() {
        assumeHandOver();
        Lease lease = hold(KEY, ALICE);

        assertThat(leaseOf(take(lease, ALICE, null)).lockId()).isEqualTo(lease.lockId());
    }

    @Test
    default void takeoverOfOneShareIsRefusedWhileOthersShare() {
        assumeHandOver();
        Lease alices = share(KEY, ALICE);
        Lease carols = share(KEY, CAROL);

        assertThat(heldIn(take(alices, BOB, null)).holders())
                .extracting(LockView::lockId)
                .containsExactly(carols.lockId());
        assertThat(renew(alices)).isInstanceOf(Renewal.Renewed.class);
    }

    @Test
    @DisplayName("silence: only who has asked, and only when the time for an answer is over by the store's clock")
    default void silenceOpensTheDoorOnlyAfterAsking() {
        assumeHandOver();
        Lease alices = hold(KEY, ALICE);
        assertThat(take(alices, BOB, PATIENCE)).isEqualTo(new Denied.NotPermitted(KEY, "Ask the holder first."));

        asked(alices, BOB);
        assertThat(take(alices, BOB, PATIENCE)).isInstanceOf(Denied.NotPermitted.class);
        assertThat(take(alices, CAROL, PATIENCE)).isInstanceOf(Denied.NotPermitted.class);
        assertThat(renew(alices)).isInstanceOf(Renewal.Renewed.class);

        backdoor().ageDemand(KEY, PATIENCE);
        assertThat(take(alices, CAROL, PATIENCE)).isInstanceOf(Denied.NotPermitted.class);
        assertThat(take(alices, BOB, PATIENCE)).isInstanceOf(Acquisition.Granted.class);
        assertThat(lossOf(alices).by()).isEqualTo("Bob Smith");
    }

    @Test
    default void anAnswerClosesTheDoorUntilTheTimeThatItNames() {
        assumeHandOver();
        Lease alices = hold(KEY, ALICE);
        answer(asked(alices, BOB), alices, new HandOverAnswer.Keep(60, null));
        asked(alices, CAROL);
        backdoor().ageDemand(KEY, PATIENCE);

        assertThat(take(alices, BOB, PATIENCE)).isInstanceOf(Denied.NotPermitted.class);
        assertThat(take(alices, CAROL, PATIENCE))
                .isInstanceOfSatisfying(
                        Denied.NotPermitted.class,
                        denied ->
                                assertThat(denied.reason()).startsWith("The holder has answered, and needs it for 5"));

        backdoor().ageDemand(KEY, Duration.ofMinutes(56));
        assertThat(take(alices, BOB, PATIENCE)).isEqualTo(new Denied.NotPermitted(KEY, "Ask the holder first."));
        asked(alices, BOB);
        backdoor().ageDemand(KEY, PATIENCE);
        assertThat(take(alices, BOB, PATIENCE)).isInstanceOf(Acquisition.Granted.class);
    }

    @Test
    @DisplayName("race 32: a takeover during a hanging save changes nothing and says so")
    default void takeoverDuringASaveIsToldOfIt() {
        assumeHandOver();
        assumeTrue(backdoor().supportsGuardedSave(), "this store takes no part in guarded saves");
        Lease lease = hold(KEY, ALICE);
        try (HungSave hanging = backdoor().hangGuardedSave(lease)) {
            assertThat(take(lease, BOB, null)).isInstanceOf(Denied.Saving.class);
        }
        assertThat(renew(lease)).isInstanceOf(Renewal.Renewed.class);
    }

    @Test
    @DisplayName("race 2: of many takeovers of the lock that all were shown exactly one succeeds")
    default void exactlyOneOfManyTakeoversSucceeds() {
        assumeHandOver();
        try (Racers racers = Racers.sixteen()) {
            for (int round = 0; round < 50; round++) {
                LockKey key = LockKey.of("race", "takeover-" + round);
                Lease shown = hold(key, ALICE);

                List<Acquisition> answers = racers.race(number -> take(shown, person(number), null));

                List<Lease> granted = answers.stream()
                        .flatMap(answer -> answer.ifGranted().stream())
                        .toList();
                assertThat(granted).hasSize(1);
                assertThat(store().holders(key))
                        .extracting(LockView::lockId)
                        .containsExactly(granted.get(0).lockId());
            }
        }
    }

    private Acquisition take(Lease shown, Owner taker, @Nullable Duration unanswered) {
        return store().takeOver(
                        shown.lockId(),
                        request(shown.key(), taker, LENIENT, false),
                        "the customer is on the phone",
                        unanswered);
    }
}
