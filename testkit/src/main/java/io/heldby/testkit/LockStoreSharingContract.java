package io.heldby.testkit;

import static io.heldby.testkit.LockStoreUnderTest.heldIn;
import static io.heldby.testkit.LockStoreUnderTest.leaseOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.heldby.lock.Acquisition;
import io.heldby.lock.Lease;
import io.heldby.lock.LockId;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockMode;
import io.heldby.lock.LockQuery;
import io.heldby.lock.LockView;
import io.heldby.lock.LossCause;
import io.heldby.lock.ModeChange;
import io.heldby.lock.Release;
import io.heldby.lock.Renewal;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Many readers or one writer: sharing a key, and going from one mode to the other. */
interface LockStoreSharingContract extends LockStoreUnderTest {

    @Test
    default void sharersHoldTheKeyTogetherEachWithALeaseOfTheirOwn() {
        Lease alices = share(KEY, ALICE);
        Lease bobs = share(KEY, BOB);

        assertThat(bobs.fence()).isGreaterThan(alices.fence());
        assertThat(bobs.lockId()).isNotEqualTo(alices.lockId());
        assertThat(store().holders(KEY))
                .extracting(LockView::owner, LockView::mode)
                .containsExactly(tuple(ALICE, LockMode.SHARED), tuple(BOB, LockMode.SHARED));
        assertThat(renewed(alices).mode()).isEqualTo(LockMode.SHARED);
        assertThat(renewed(bobs).fence()).isEqualTo(bobs.fence());
    }

    @Test
    default void writerIsRefusedWhileAnybodySharesAndIsToldAllOfThem() {
        Lease alices = share(KEY, ALICE);
        Lease bobs = share(KEY, BOB);

        assertThat(heldIn(ask(KEY, CAROL)).holders())
                .extracting(LockView::lockId)
                .containsExactlyInAnyOrder(alices.lockId(), bobs.lockId());

        store().release(alices.claim());
        assertThat(heldIn(ask(KEY, CAROL)).holders())
                .extracting(LockView::lockId)
                .containsExactly(bobs.lockId());

        store().release(bobs.claim());
        assertThat(leaseOf(ask(KEY, CAROL)).fence()).isGreaterThan(bobs.fence());
    }

    @Test
    default void readerIsRefusedWhileSomebodyWrites() {
        Lease alices = hold(KEY, ALICE);

        assertThat(heldIn(ask(KEY, BOB, LockMode.SHARED)).holders())
                .extracting(LockView::lockId)
                .containsExactly(alices.lockId());
    }

    @Test
    default void reenteredShareKeepsItsIdAndFence() {
        Lease first = share(KEY, ALICE);
        share(KEY, BOB);

        Lease again = share(KEY, ALICE);

        assertThat(again.lockId()).isEqualTo(first.lockId());
        assertThat(again.fence()).isEqualTo(first.fence());
        assertThat(store().holders(KEY)).hasSize(2);
        assertThat(renew(first)).isInstanceOf(Renewal.Renewed.class);
        assertThat(renew(again)).isInstanceOf(Renewal.Renewed.class);
    }

    @Test
    default void whoHoldsItExclusivelyAndAsksToShareKeepsTheStrongerLock() {
        Lease exclusive = hold(KEY, ALICE);

        Lease again = share(KEY, ALICE);

        assertThat(again.mode()).isEqualTo(LockMode.EXCLUSIVE);
        assertThat(again.lockId()).isEqualTo(exclusive.lockId());
    }

    @Test
    default void releasingAShareNeedsItsOwnToken() {
        Lease alices = share(KEY, ALICE);
        Lease bobs = share(KEY, BOB);
        store().release(alices.claim());

        assertThat(store().release(alices.claim())).isEqualTo(Release.NOTHING_TO_RELEASE);
        assertThat(renew(alices)).isInstanceOf(Renewal.Lost.class);

        assertThat(renew(bobs)).isInstanceOf(Renewal.Renewed.class);
        assertThat(store().release(bobs.claim())).isEqualTo(Release.RELEASED);
        assertThat(store().holders(KEY)).isEmpty();
    }

    @Test
    default void onlySharerUpgradesInPlaceWithAGreaterFence() {
        Lease shared = share(KEY, ALICE);

        Lease upgraded = changed(shared, LockMode.EXCLUSIVE);

        assertThat(upgraded.mode()).isEqualTo(LockMode.EXCLUSIVE);
        assertThat(upgraded.lockId()).isEqualTo(shared.lockId());
        assertThat(upgraded.fence()).isGreaterThan(shared.fence());
        assertThat(renew(shared)).isInstanceOf(Renewal.Renewed.class);
        heldIn(ask(KEY, BOB, LockMode.SHARED));
    }

    @Test
    @DisplayName("race 27: two sharers who upgrade are each refused while the other shares")
    default void upgradeFailsFastWhileTheOtherShares() {
        Lease alices = share(KEY, ALICE);
        Lease bobs = share(KEY, BOB);

        for (Lease lease : List.of(alices, bobs)) {
            assertThat(store().changeMode(lease.claim(), LockMode.EXCLUSIVE))
                    .isInstanceOfSatisfying(
                            ModeChange.Refused.class,
                            refused -> assertThat(refused.denied().holders())
                                    .extracting(LockView::lockId)
                                    .doesNotContain(lease.lockId())
                                    .hasSize(1));
            assertThat(renewed(lease).mode()).isEqualTo(LockMode.SHARED);
        }

        store().release(alices.claim());
        assertThat(changed(bobs, LockMode.EXCLUSIVE).mode()).isEqualTo(LockMode.EXCLUSIVE);
    }

    @Test
    default void askingExclusivelyForWhatOneSharesAloneUpgrades() {
        Lease shared = share(KEY, ALICE);

        Acquisition answer = ask(KEY, ALICE, LockMode.EXCLUSIVE);

        assertThat(answer)
                .isInstanceOfSatisfying(
                        Acquisition.Granted.class,
                        granted -> assertThat(granted.reentrant()).isTrue());
        assertThat(leaseOf(answer).lockId()).isEqualTo(shared.lockId());
        assertThat(leaseOf(answer).mode()).isEqualTo(LockMode.EXCLUSIVE);
        assertThat(leaseOf(answer).fence()).isGreaterThan(shared.fence());
    }

    @Test
    default void askingExclusivelyForWhatOneSharesWithOthersIsRefusedAndKeepsTheShare() {
        Lease shared = share(KEY, ALICE);
        Lease bobs = share(KEY, BOB);

        assertThat(heldIn(ask(KEY, ALICE)).holders())
                .extracting(LockView::lockId)
                .containsExactly(bobs.lockId());
        assertThat(renew(shared)).isInstanceOf(Renewal.Renewed.class);
    }

    @Test
    default void downgradeLetsOthersShare() {
        Lease exclusive = hold(KEY, ALICE);

        Lease shared = changed(exclusive, LockMode.SHARED);

        assertThat(shared.mode()).isEqualTo(LockMode.SHARED);
        assertThat(shared.fence()).isEqualTo(exclusive.fence());
        assertThat(share(KEY, BOB).fence()).isGreaterThan(exclusive.fence());
        assertThat(store().holders(KEY)).hasSize(2);
        assertThat(renew(exclusive)).isInstanceOf(Renewal.Renewed.class);
    }

    @Test
    default void changingTheModeOfALostLeaseSaysWhatBecameOfIt() {
        Lease shared = share(KEY, ALICE);
        store().forceRelease(shared.lockId(), "Olga Operator", "spring cleaning");

        assertThat(store().changeMode(shared.claim(), LockMode.EXCLUSIVE))
                .isInstanceOfSatisfying(
                        ModeChange.Lost.class,
                        lost -> assertThat(lost.loss().cause()).isEqualTo(LossCause.BROKEN));
    }

    @Test
    default void writerTakesOverWhenAllSharesHaveExpiredAndEachSharerIsTold() {
        Lease alices = share(KEY, ALICE);
        Lease bobs = share(KEY, BOB);
        backdoor().forceExpire(KEY);

        Lease carols = hold(KEY, CAROL);

        assertThat(carols.fence()).isGreaterThan(bobs.fence());
        assertThat(lossOf(alices).cause()).isEqualTo(LossCause.TAKEN_OVER);
        assertThat(lossOf(bobs).by()).isEqualTo("Carol Díaz");
        assertThat(store().holders(KEY)).extracting(LockView::lockId).containsExactly(carols.lockId());
    }

    @Test
    default void oneShareThatWasRenewedKeepsWritersOut() {
        share(KEY, ALICE);
        Lease bobs = share(KEY, BOB);
        backdoor().forceExpire(KEY);
        assertThat(renew(bobs)).isInstanceOf(Renewal.Renewed.class);

        assertThat(heldIn(ask(KEY, CAROL)).holders())
                .extracting(LockView::lockId)
                .containsExactly(bobs.lockId());
    }

    @Test
    default void expiredShareThatNobodyTookRevives() {
        Lease alices = share(KEY, ALICE);
        share(KEY, BOB);
        backdoor().forceExpire(KEY);

        assertThat(renew(alices)).isInstanceOf(Renewal.Renewed.class);
        assertThat(store().holders(KEY)).extracting(LockView::lockId).containsExactly(alices.lockId());
    }

    @Test
    default void sweeperEndsDeadSharesAndLeavesLiveOnes() {
        Lease dead = share(KEY, ALICE);
        backdoor().forceMaximumHoldOver(KEY);
        Lease alive = share(KEY, BOB);

        while (store().sweep(100) > 0) {
            // Until there is nothing left to tidy.
        }

        assertThat(lossOf(dead).cause()).isEqualTo(LossCause.EXPIRED);
        assertThat(store().holders(KEY)).extracting(LockView::lockId).containsExactly(alive.lockId());
        store().release(alive.claim());
        assertThat(ask(KEY, CAROL)).isInstanceOf(Acquisition.Granted.class);
    }

    @Test
    default void sharesAreListedFoundAndForceReleasedOneByOne() {
        Lease alices = share(KEY, ALICE);
        Lease bobs = share(KEY, BOB);

        assertThat(store().find(LockQuery.all("")).locks())
                .extracting(LockView::lockId)
                .containsExactlyInAnyOrder(alices.lockId(), bobs.lockId());
        assertThat(shown(bobs).owner()).isEqualTo(BOB);

        store().forceRelease(alices.lockId(), "Olga Operator", "gone home");

        assertThat(store().holders(KEY)).extracting(LockView::lockId).containsExactly(bobs.lockId());
        assertThat(lossOf(alices).cause()).isEqualTo(LossCause.BROKEN);
    }

    @Test
    default void endOfASessionReleasesItsShares() {
        share(KEY, ALICE);
        Lease bobs = share(KEY, BOB);

        assertThat(store().releaseSession("", ALICE.user(), ALICE.session(), "signed out"))
                .isEqualTo(1);

        assertThat(store().holders(KEY)).extracting(LockView::lockId).containsExactly(bobs.lockId());
    }

    @Test
    default void softReleasedShareEndsSoonAndTheOthersStay() {
        Lease alices = share(KEY, ALICE);
        Lease bobs = share(KEY, BOB);

        assertThat(store().softRelease(alices.claim(), alices.beat(), Duration.ZERO))
                .isEqualTo(Release.RELEASED);

        assertThat(store().holders(KEY)).extracting(LockView::lockId).containsExactly(bobs.lockId());
    }

    @Test
    @DisplayName("race 31: readers and writers who race for a key never hold it together")
    default void readersAndWritersNeverHoldAKeyTogether() {
        try (Racers racers = Racers.sixteen()) {
            for (int round = 0; round < 20; round++) {
                LockKey key = LockKey.of("policy", "race-" + round);
                if (round % 2 == 0) {
                    hold(key, CAROL);
                    backdoor().forceExpire(key);
                }
                List<Acquisition> answers = racers.race(number -> ask(
                        key,
                        LockStoreUnderTest.person(number),
                        number % 4 == 0 ? LockMode.EXCLUSIVE : LockMode.SHARED));

                List<Lease> granted = answers.stream()
                        .flatMap(answer -> answer.ifGranted().stream())
                        .toList();
                assertThat(granted).isNotEmpty();
                assertThat(granted)
                        .allSatisfy(lease -> assertThat(lease.expiresAt()).isAfter(lease.asOf()));
                if (granted.stream().anyMatch(lease -> lease.mode() == LockMode.EXCLUSIVE)) {
                    assertThat(granted).hasSize(1);
                }
                assertThat(ids(granted.stream().map(Lease::lockId)))
                        .isEqualTo(ids(store().holders(key).stream().map(LockView::lockId)));
            }
        }
    }

    @Test
    @DisplayName("race 27: of two sharers who upgrade and release at the same moment nobody is left behind")
    default void upgradesAndReleasesThatRaceLeaveARightState() {
        try (Racers two = new Racers(2)) {
            for (int round = 0; round < 20; round++) {
                LockKey key = LockKey.of("policy", "upgrade-" + round);
                Lease alices = share(key, ALICE);
                Lease bobs = share(key, BOB);

                List<Object> answers = two.race(number -> number == 0
                        ? store().changeMode(alices.claim(), LockMode.EXCLUSIVE)
                        : store().release(bobs.claim()));

                LockMode expected = answers.get(0) instanceof ModeChange.Changed ? LockMode.EXCLUSIVE : LockMode.SHARED;
                assertThat(answers.get(1)).isIn(Release.RELEASED, Release.BUSY);
                assertThat(shown(alices).mode()).isEqualTo(expected);
            }
        }
    }

    private Lease changed(Lease lease, LockMode mode) {
        ModeChange change = store().changeMode(lease.claim(), mode);
        return change.ifChanged().orElseThrow(() -> new AssertionError("expected a change of mode, but was " + change));
    }

    private static List<LockId> ids(Stream<LockId> ids) {
        return ids.sorted(Comparator.comparing(LockId::grant)).toList();
    }
}
