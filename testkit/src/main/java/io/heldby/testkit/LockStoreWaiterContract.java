package io.heldby.testkit;

import static io.heldby.testkit.LockStoreUnderTest.leaseOf;
import static io.heldby.testkit.LockStoreUnderTest.person;
import static io.heldby.testkit.LockStoreUnderTest.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.heldby.lock.Acquisition;
import io.heldby.lock.BatchAcquisition;
import io.heldby.lock.Demand;
import io.heldby.lock.Denied;
import io.heldby.lock.ForceRelease;
import io.heldby.lock.Lease;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockLostException;
import io.heldby.lock.LockMode;
import io.heldby.lock.LockPolicy;
import io.heldby.lock.LockQuery;
import io.heldby.lock.LockView;
import io.heldby.lock.Loss;
import io.heldby.lock.LossCause;
import io.heldby.lock.Owner;
import io.heldby.lock.Renewal;
import io.heldby.lock.WaitRequest;
import io.heldby.lock.Waiter;
import io.heldby.lock.Waiting;
import io.heldby.testkit.LockStoreBackdoor.HungSave;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Waiting in line for a key: whoever is next gets it, however it becomes free. */
interface LockStoreWaiterContract extends LockStoreUnderTest {

    Duration LIVES = Duration.ofMinutes(3);
    Duration WINDOW = Duration.ofSeconds(60);
    Owner DAVE = Owner.of("dave", "dave-tab-1").named("Dave Li");

    @Test
    default void nobodyWaitsForAFreeKey() {
        assumeHandOver();

        assertThat(askToWait(KEY, BOB)).isEqualTo(new Waiting.YourTurn(Optional.empty()));

        assertThat(store().demand(KEY)).isEqualTo(Demand.NONE);
        hold(KEY, CAROL);
    }

    @Test
    default void nobodyWaitsForAnExpiredLeaseOrForOnesOwn() {
        assumeHandOver();
        hold(KEY, ALICE);
        assertThat(askToWait(KEY, ALICE)).isEqualTo(new Waiting.YourTurn(Optional.empty()));
        backdoor().forceExpire(KEY);

        assertThat(askToWait(KEY, BOB)).isEqualTo(new Waiting.YourTurn(Optional.empty()));
    }

    @Test
    default void placesAreInTheOrderOfComingAndKeptByAskingAgain() {
        assumeHandOver();
        hold(KEY, ALICE);

        assertThat(place(KEY, BOB)).isEqualTo(1);
        assertThat(place(KEY, CAROL)).isEqualTo(2);
        assertThat(place(KEY, BOB)).isEqualTo(1);
        assertThat(store().demand(KEY).waiters()).extracting(Waiter::owner).containsExactly(BOB, CAROL);
    }

    @Test
    @DisplayName("a released key is kept for the first in line, who picks it up as a new grant with a greater fence")
    default void releasedKeyIsKeptForTheFirstInLine() {
        assumeHandOver();
        Lease alices = hold(KEY, ALICE);
        Waiter bob = waits(KEY, BOB);
        waits(KEY, CAROL);
        store().release(alices.claim());

        assertThat(store().renewWaiter(KEY, bob.waiterId(), BOB)).isInstanceOf(Waiting.YourTurn.class);
        Denied.Reserved refused = reservedIn(ask(KEY, DAVE));
        assertThat(refused.forWhom()).isEqualTo(BOB);
        assertThat(Duration.between(backdoor().now(), refused.until().orElseThrow()))
                .isBetween(WINDOW.minusSeconds(20), WINDOW);
        assertThat(refused.holders()).isEmpty();
        reservedIn(ask(KEY, CAROL));
        reservedIn(ask(KEY, ALICE));
        reservedIn(ask(KEY, Owner.of("bob", "bob-tab-2")));

        Acquisition picked = ask(KEY, BOB);

        assertThat(picked)
                .isInstanceOfSatisfying(
                        Acquisition.Granted.class,
                        granted -> assertThat(granted.reentrant()).isFalse());
        assertThat(leaseOf(picked).fence()).isGreaterThan(alices.fence());
        assertThat(store().demand(KEY).waiters()).extracting(Waiter::owner).containsExactly(CAROL);
        assertThat(store().demand(KEY).reservation()).isNull();
        assertThat(renew(leaseOf(picked))).isInstanceOf(Renewal.Renewed.class);
    }

    @Test
    default void keyIsKeptHoweverTheLockEnds() {
        assumeHandOver();
        List<Consumer<Lease>> endings = List.of(
                lease -> store().release(lease.claim()),
                lease -> store().releaseSession("", "alice", ALICE.session(), "signed out"),
                lease -> store().forceRelease(lease.lockId(), "Olga Operator", "urgent"),
                lease -> {
                    backdoor().forceExpire(lease.key());
                    store().sweep(100);
                },
                lease -> {
                    backdoor().forceMaximumHoldOver(lease.key());
                    store().sweep(100);
                },
                lease -> {
                    backdoor().forceExpire(lease.key());
                    reservedIn(ask(lease.key(), DAVE));
                },
                lease -> {
                    backdoor().forceMaximumHoldOver(lease.key());
                    reservedIn(ask(lease.key(), DAVE));
                },
                lease -> {
                    backdoor().forceExpire(lease.key());
                    assertThat(renew(lease)).isInstanceOf(Renewal.Lost.class);
                },
                lease -> {
                    store().forceRelease(lease.lockId(), "Olga Operator", "urgent", WINDOW);
                    backdoor().forceMaximumHoldOver(lease.key());
                });
        for (LockPolicy policy : List.of(LENIENT, STRICT)) {
            for (int i = 0; i < endings.size(); i++) {
                LockKey key = LockKey.of("policy", policy.expiry() + "-" + i);
                Lease lease = hold(key, ALICE, policy);
                waits(key, BOB);

                endings.get(i).accept(lease);

                assertThat(reservedIn(ask(key, CAROL)).forWhom())
                        .as("ending %d", i)
                        .isEqualTo(BOB);
                assertThat(leaseOf(ask(key, BOB)).fence()).isGreaterThan(lease.fence());
                assertThat(renew(lease)).isInstanceOf(Renewal.Lost.class);
            }
        }
    }

    @Test
    default void placeThatIsNotPickedUpPassesToTheNextAndFinallyToNobody() {
        assumeHandOver();
        Lease alices = hold(KEY, ALICE);
        Waiter bob = waits(KEY, BOB);
        waits(KEY, CAROL);
        store().release(alices.claim());
        backdoor().forceExpire(KEY);

        assertThat(reservedIn(ask(KEY, DAVE)).forWhom()).isEqualTo(CAROL);
        assertThat(store().renewWaiter(KEY, bob.waiterId(), BOB)).isEqualTo(new Waiting.Gone());
        backdoor().forceExpire(KEY);

        hold(KEY, DAVE);
    }

    @Test
    default void sweeperPassesOnWhatIsNotPickedUp() {
        assumeHandOver();
        Lease alices = hold(KEY, ALICE);
        waits(KEY, BOB);
        waits(KEY, CAROL);
        store().release(alices.claim());
        backdoor().forceExpire(KEY);
        store().sweep(10);
        assertThat(Objects.requireNonNull(store().demand(KEY).reservation()).forWhom())
                .isEqualTo(CAROL);
        backdoor().forceExpire(KEY);
        store().sweep(10);

        assertThat(store().demand(KEY)).isEqualTo(Demand.NONE);
        assertThat(askToWait(KEY, DAVE)).isEqualTo(new Waiting.YourTurn(Optional.empty()));
    }

    @Test
    @DisplayName("race 36: an expired lease that somebody waits for is over, lenient or strict, swept or not")
    default void expiredLeaseThatSomebodyWaitsForIsOver() {
        assumeHandOver();
        for (boolean swept : List.of(false, true)) {
            Lease alices = hold(KEY, ALICE);
            waits(KEY, BOB);
            assertThat(renew(alices)).isInstanceOf(Renewal.Renewed.class);
            backdoor().forceExpire(KEY);
            if (swept) {
                store().sweep(10);
            }

            Loss loss = lossOf(alices);

            assertThat(loss.cause()).isEqualTo(LossCause.TAKEN_OVER);
            assertThat(loss.by()).isEqualTo("Bob Smith");
            store().release(hold(KEY, BOB).claim());
        }
    }

    @Test
    @DisplayName("race 36: the guard refuses an expired lease that somebody waits for, swept or not")
    default void guardRefusesAnExpiredLeaseThatSomebodyWaitsFor() {
        assumeHandOver();
        assumeTrue(backdoor().supportsGuardedSave(), "this store takes no part in guarded saves");
        Lease alices = hold(KEY, ALICE);
        waits(KEY, BOB);
        backdoor().hangGuardedSave(alices).close();
        backdoor().forceExpire(KEY);

        assertThatThrownBy(() -> backdoor().hangGuardedSave(alices)).isInstanceOf(LockLostException.class);
        store().sweep(10);
        assertThatThrownBy(() -> backdoor().hangGuardedSave(alices)).isInstanceOf(LockLostException.class);
    }

    @Test
    default void whoeverStopsBeatingLosesThePlace() {
        assumeHandOver();
        Lease alices = hold(KEY, ALICE);
        Waiter bob = waits(KEY, BOB);
        backdoor().ageDemand(KEY, LIVES);
        Waiter carol = waits(KEY, CAROL);

        assertThat(store().renewWaiter(KEY, bob.waiterId(), BOB)).isEqualTo(new Waiting.Gone());
        backdoor().ageDemand(KEY, LIVES.minusSeconds(30));
        assertThat(store().renewWaiter(KEY, carol.waiterId(), CAROL)).isInstanceOf(Waiting.Queued.class);
        backdoor().ageDemand(KEY, LIVES.minusSeconds(30));
        store().release(alices.claim());
        assertThat(reservedIn(ask(KEY, BOB)).forWhom()).isEqualTo(CAROL);
    }

    @Test
    default void deadWaitersStandInNobodysWay() {
        assumeHandOver();
        Lease alices = hold(KEY, ALICE);
        waits(KEY, BOB);
        backdoor().ageDemand(KEY, LIVES);
        backdoor().forceExpire(KEY);

        assertThat(renew(alices)).isInstanceOf(Renewal.Renewed.class);
        store().release(alices.claim());
        hold(KEY, CAROL);
    }

    @Test
    default void whoeverLeavesTheLineIsPassedBy() {
        assumeHandOver();
        Lease alices = hold(KEY, ALICE);
        Waiter bob = waits(KEY, BOB);
        Waiter carol = waits(KEY, CAROL);
        assertThat(store().stopWaiting(KEY, bob.waiterId(), CAROL)).isFalse();
        assertThat(store().stopWaiting(KEY, bob.waiterId(), BOB)).isTrue();
        assertThat(store().stopWaiting(KEY, bob.waiterId(), BOB)).isFalse();
        store().release(alices.claim());

        assertThat(reservedIn(ask(KEY, DAVE)).forWhom()).isEqualTo(CAROL);
        assertThat(store().stopWaiting(KEY, carol.waiterId(), CAROL)).isTrue();
        hold(KEY, DAVE);
    }

    @Test
    default void signingOutLeavesAllLines() {
        assumeHandOver();
        Lease first = hold(KEY, ALICE);
        Lease second = hold(OTHER_KEY, ALICE);
        waits(KEY, BOB);
        waits(OTHER_KEY, BOB);
        store().release(first.claim());

        assertThat(store().releaseSession("", BOB.user(), BOB.session(), "signed out"))
                .isZero();

        store().release(second.claim());
        hold(KEY, DAVE);
        hold(OTHER_KEY, DAVE);
    }

    @Test
    @DisplayName("a reserved key has no holder: it is in no list, counts for nobody, and proves nothing")
    default void reservedKeyHasNoHolder() {
        assumeHandOver();
        Lease alices = hold(KEY, ALICE);
        waits(KEY, BOB);
        store().release(alices.claim());

        assertThat(store().holders(KEY)).isEmpty();
        assertThat(store().find(LockQuery.all("")).locks()).isEmpty();
        assertThat(store().count("", "bob")).isZero();
        assertThat(Objects.requireNonNull(store().demand(KEY).reservation()).forWhom())
                .isEqualTo(BOB);
        assertThat(store().forceRelease(alices.lockId(), "Olga Operator", "urgent"))
                .isEqualTo(ForceRelease.CHANGED_HANDS);
        assertThat(renew(alices)).isInstanceOf(Renewal.Lost.class);
        reservedIn(ask(KEY, DAVE));
    }

    @Test
    default void batchDoesNotGetWhatIsReserved() {
        assumeHandOver();
        Lease alices = hold(KEY, ALICE);
        waits(KEY, BOB);
        backdoor().forceExpire(KEY);

        for (int i = 0; i < 2; i++) {
            assertThat(batch(DAVE))
                    .isInstanceOfSatisfying(
                            BatchAcquisition.NoneGranted.class,
                            none -> assertThat(none.denied())
                                    .singleElement()
                                    .isInstanceOfSatisfying(
                                            Denied.Reserved.class,
                                            reserved -> assertThat(reserved.forWhom())
                                                    .isEqualTo(BOB)));
        }
        assertThat(store().holders(OTHER_KEY)).isEmpty();
        assertThat(batch(BOB)).isInstanceOf(BatchAcquisition.AllGranted.class);
        assertThat(lossOf(alices).by()).isEqualTo("Bob Smith");
    }

    @Test
    @DisplayName("race 27: a writer who waits keeps new readers out, and those who read go on")
    default void writerWhoWaitsIsNotStarvedByNewReaders() {
        assumeHandOver();
        Lease alices = share(KEY, ALICE);
        Lease carols = share(KEY, CAROL);
        waits(KEY, BOB);

        Denied.Reserved refused = reservedIn(ask(KEY, DAVE, LockMode.SHARED));
        assertThat(refused.forWhom()).isEqualTo(BOB);
        assertThat(refused.until()).isEmpty();
        assertThat(refused.holders()).extracting(LockView::owner).containsExactlyInAnyOrder(ALICE, CAROL);
        assertThat(renew(alices)).isInstanceOf(Renewal.Renewed.class);
        assertThat(share(KEY, CAROL).lockId()).isEqualTo(carols.lockId());
        store().release(alices.claim());
        reservedIn(ask(KEY, DAVE, LockMode.SHARED));
        store().release(carols.claim());

        reservedIn(ask(KEY, DAVE, LockMode.SHARED));
        assertThat(hold(KEY, BOB).fence()).isGreaterThan(carols.fence());
    }

    @Test
    default void firstInLineMayAlsoShare() {
        assumeHandOver();
        share(KEY, ALICE);
        waits(KEY, BOB);

        share(KEY, BOB);

        assertThat(store().demand(KEY).waiters()).isEmpty();
        share(KEY, CAROL);
    }

    @Test
    default void whoeverGetsTheLockByAHandOverWaitsNoMore() {
        assumeHandOver();
        Lease alices = hold(KEY, ALICE);
        waits(KEY, BOB);
        waits(KEY, CAROL);
        accepted(asked(alices, BOB), alices);

        assertThat(store().demand(KEY).waiters()).extracting(Waiter::owner).containsExactly(CAROL);
        store().release(hold(KEY, BOB).claim());
        assertThat(reservedIn(ask(KEY, BOB)).forWhom()).isEqualTo(CAROL);
    }

    @Test
    @DisplayName("race 32: waiting for a record that is being saved does not wait for the save")
    default void waitingDuringASaveIsBusy() {
        assumeHandOver();
        assumeTrue(backdoor().supportsGuardedSave(), "this store takes no part in guarded saves");
        Lease lease = hold(KEY, ALICE);
        Waiter carol = waits(KEY, CAROL);
        try (HungSave hanging = backdoor().hangGuardedSave(lease)) {
            assertThat(askToWait(KEY, BOB)).isEqualTo(new Waiting.Busy());
            assertThat(store().renewWaiter(KEY, carol.waiterId(), CAROL)).isEqualTo(new Waiting.Busy());
            assertThat(store().stopWaiting(KEY, carol.waiterId(), CAROL)).isTrue();
        }
        assertThat(place(KEY, BOB)).isEqualTo(1);
    }

    @Test
    @DisplayName("race 2: of N acquires at expiry nobody but the waiter is granted")
    default void nobodyButTheWaiterIsGrantedAtExpiry() {
        assumeHandOver();
        try (Racers racers = Racers.sixteen()) {
            for (int round = 0; round < 100; round++) {
                LockKey key = LockKey.of("race", "waiter-" + round);
                Lease expired = hold(key, ALICE);
                waits(key, BOB);
                backdoor().forceExpire(key);

                List<Object> answers = racers.race(number -> switch (number) {
                    case 0, 1 -> ask(key, BOB);
                    case 2 -> renew(expired);
                    case 3 -> store().sweep(100);
                    default -> ask(key, person(number));
                });

                for (int number = 4; number < answers.size(); number++) {
                    assertThat(answers.get(number)).isInstanceOf(Denied.class);
                }
                assertThat(answers.get(2)).isNotInstanceOf(Renewal.Renewed.class);
                hold(key, BOB); // On a busy machine, a row may have been locked for longer than an acquire waits.
                assertThat(store().holders(key)).extracting(LockView::owner).containsExactly(BOB);
            }
        }
    }

    @Test
    @DisplayName("a release and somebody who begins to wait: they are told that it is free, or it is kept for them")
    default void whoeverBeginsToWaitDuringAReleaseIsNotForgotten() {
        assumeHandOver();
        try (Racers racers = Racers.sixteen()) {
            for (int round = 0; round < 100; round++) {
                LockKey key = LockKey.of("race", "release-" + round);
                Lease alices = hold(key, ALICE);

                List<Object> answers = racers.race(number ->
                        number == 0 ? store().release(alices.claim()) : (Object) askToWait(key, person(number)));

                boolean somebodyWaits = answers.stream().anyMatch(Waiting.Queued.class::isInstance);
                Acquisition third = ask(key, ALICE);
                assertThat(third).isInstanceOf(somebodyWaits ? Denied.Reserved.class : Acquisition.Granted.class);
            }
        }
    }

    @Test
    @DisplayName("race 27: everybody who waits gets the key once, in order, and one at a time")
    default void everybodyWhoWaitsGetsTheKeyInOrder() {
        assumeHandOver();
        Lease first = hold(KEY, ALICE);
        List<Owner> line = new ArrayList<>();
        for (int i = 0; i < Racers.USUAL; i++) {
            line.add(person(i));
            waits(KEY, person(i));
        }
        AtomicInteger served = new AtomicInteger();
        store().release(first.claim());
        try (Racers racers = Racers.sixteen()) {
            List<Integer> turns = racers.race(number -> {
                Acquisition answer = ask(KEY, line.get(number));
                while (!(answer instanceof Acquisition.Granted)) {
                    Thread.onSpinWait();
                    answer = ask(KEY, line.get(number));
                }
                int turn = served.getAndIncrement();
                store().release(leaseOf(answer).claim());
                return turn;
            });

            assertThat(turns).isSorted().doesNotHaveDuplicates();
        }
    }

    private BatchAcquisition batch(Owner owner) {
        return store().acquireAll(
                        List.of(request(KEY, owner, LENIENT, false), request(OTHER_KEY, owner, LENIENT, false)));
    }

    private Waiting askToWait(LockKey key, Owner owner) {
        return store().waitFor(new WaitRequest(UUID.randomUUID(), key, owner, LIVES, WINDOW));
    }

    private Waiter waits(LockKey key, Owner owner) {
        return queued(askToWait(key, owner)).waiter();
    }

    private int place(LockKey key, Owner owner) {
        return queued(askToWait(key, owner)).place();
    }

    private static Waiting.Queued queued(Waiting waiting) {
        assertThat(waiting).isInstanceOf(Waiting.Queued.class);
        return (Waiting.Queued) waiting;
    }

    private static Denied.Reserved reservedIn(Acquisition acquisition) {
        assertThat(acquisition).isInstanceOf(Denied.Reserved.class);
        return (Denied.Reserved) acquisition;
    }
}
