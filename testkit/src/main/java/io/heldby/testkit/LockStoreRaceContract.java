package io.heldby.testkit;

import static io.heldby.testkit.LockStoreUnderTest.person;
import static org.assertj.core.api.Assertions.assertThat;

import io.heldby.lock.Acquisition;
import io.heldby.lock.ForceRelease;
import io.heldby.lock.Lease;
import io.heldby.lock.LockId;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockQuery;
import io.heldby.lock.LockView;
import io.heldby.lock.LossCause;
import io.heldby.lock.Owner;
import io.heldby.lock.Release;
import io.heldby.lock.Renewal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAccumulator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Sixteen threads at the same key at the same moment, {@value #ROUNDS} times each. */
interface LockStoreRaceContract extends LockStoreUnderTest {

    int ROUNDS = 200;

    @Test
    @DisplayName("race 1: of N acquires of a free key exactly one is granted")
    default void exactlyOneOfManyAcquiresTheFreeKey() {
        try (Racers racers = Racers.sixteen()) {
            for (int round = 0; round < ROUNDS; round++) {
                LockKey key = keyOf(round);

                List<Acquisition> answers = racers.race(number -> ask(key, person(number)));

                assertOnlyHolder(key, onlyGrantOf(answers));
            }
        }
    }

    @Test
    @DisplayName("race 2: of N takeovers at expiry exactly one is granted, with a greater fence")
    default void exactlyOneOfManyTakesOverTheExpiredKey() {
        try (Racers racers = Racers.sixteen()) {
            for (int round = 0; round < ROUNDS; round++) {
                LockKey key = keyOf(round);
                Lease expired = hold(key, ALICE);
                backdoor().forceExpire(key);

                List<Acquisition> answers = racers.race(number -> ask(key, person(number)));

                Lease winner = onlyGrantOf(answers);
                assertThat(winner.fence()).isGreaterThan(expired.fence());
                assertThat(winner.remaining()).isPositive();
                assertOnlyHolder(key, winner);
                assertThat(lossOf(expired).by()).isEqualTo(winner.owner().displayName());
            }
        }
    }

    @Test
    @DisplayName("race 4: a lock that is renewed while sweepers run survives")
    default void renewedLockSurvivesSweepers() {
        try (Racers racers = Racers.sixteen()) {
            for (int round = 0; round < ROUNDS; round++) {
                LockKey key = keyOf(round);
                Lease lease = hold(key, ALICE);
                backdoor().forceExpire(key);

                List<Object> answers =
                        racers.race(number -> number % 2 == 0 ? renew(lease) : (Object) store().sweep(100));

                assertThat(answers).noneMatch(answer -> answer instanceof Renewal.Lost);
                assertThat(renew(lease)).isInstanceOf(Renewal.Renewed.class);
                assertOnlyHolder(key, lease);
                store().release(lease.claim());
            }
        }
    }

    @Test
    @DisplayName("race 4: a sweeper that came to remove a dead lock spares the new one")
    default void sweeperSparesTheLockThatHasJustReplacedADeadOne() {
        try (Racers racers = Racers.sixteen()) {
            for (int round = 0; round < ROUNDS; round++) {
                LockKey key = keyOf(round);
                Lease dead = hold(key, ALICE, STRICT);
                backdoor().forceExpire(key);

                List<Object> answers = racers.race(
                        number -> number % 2 == 0 ? ask(key, person(number), STRICT) : (Object) store().sweep(100));

                List<Acquisition> acquisitions = answers.stream()
                        .filter(Acquisition.class::isInstance)
                        .map(Acquisition.class::cast)
                        .toList();
                Lease winner = onlyGrantOf(acquisitions);
                assertThat(winner.fence()).isGreaterThan(dead.fence());
                assertOnlyHolder(key, winner);
                assertThat(lossOf(dead).cause()).isEqualTo(LossCause.EXPIRED);
            }
        }
    }

    @Test
    @DisplayName("race 28: two sweepers tidy many dead locks in batches, each once, while others acquire and release")
    default void sweepersShareTheWorkAndStandInNobodysWay() {
        int dead = 500;
        for (int i = 0; i < dead; i++) {
            LockKey key = LockKey.of("policy", "dead-" + i);
            hold(key, ALICE, STRICT);
            backdoor().forceExpire(key);
        }
        AtomicInteger tidied = new AtomicInteger();
        try (Racers racers = Racers.sixteen()) {
            List<Integer> refused = racers.race(number -> {
                int notGranted = 0;
                for (int round = 0; round < ROUNDS && tidied.get() < dead; round++) {
                    if (number < 2) {
                        tidied.addAndGet(store().sweep(50));
                    } else {
                        LockKey own = LockKey.of("policy", "living-" + number);
                        Acquisition answer = ask(own, person(number));
                        notGranted += answer.ifGranted().isPresent() ? 0 : 1;
                        answer.ifGranted().ifPresent(lease -> store().release(lease.claim()));
                    }
                }
                return notGranted;
            });

            assertThat(refused).containsOnly(0);
        }
        assertThat(tidied).hasValue(dead);
        assertThat(store().sweep(dead)).isZero();
        assertThat(store().find(LockQuery.all("")).locks()).isEmpty();
    }

    @Test
    @DisplayName("race 5: every grant's fence is greater than all fences granted before it began")
    default void fenceOnlyEverGrows() {
        LongAccumulator greatest = new LongAccumulator(Math::max, 0);
        AtomicInteger grants = new AtomicInteger();
        AtomicInteger tries = new AtomicInteger();
        try (Racers racers = Racers.sixteen()) {
            List<Integer> wrong = racers.race(number -> {
                int tooSmall = 0;
                while (grants.get() < ROUNDS && tries.getAndIncrement() < ROUNDS * 500) {
                    long before = greatest.get();
                    Acquisition answer = ask(KEY, person(number));
                    if (answer instanceof Acquisition.Granted granted) {
                        tooSmall += granted.lease().fence().value() > before ? 0 : 1;
                        greatest.accumulate(granted.lease().fence().value());
                        grants.incrementAndGet();
                        assertThat(store().release(granted.lease().claim())).isEqualTo(Release.RELEASED);
                    }
                }
                return tooSmall;
            });

            assertThat(wrong).containsOnly(0);
            assertThat(grants.get()).isGreaterThanOrEqualTo(ROUNDS);
        }
    }

    @Test
    @DisplayName("race 6: of a renewal and many takeovers exactly one wins")
    default void renewalOrOneTakeoverWins() {
        try (Racers racers = Racers.sixteen()) {
            for (int round = 0; round < ROUNDS; round++) {
                LockKey key = keyOf(round);
                Lease expired = hold(key, ALICE);
                backdoor().forceExpire(key);

                List<Object> answers =
                        racers.race(number -> number == 0 ? renew(expired) : (Object) ask(key, person(number)));

                List<Lease> granted = grantsOf(answers);
                if (answers.get(0) instanceof Renewal.Renewed) {
                    assertThat(granted).isEmpty();
                    assertOnlyHolder(key, expired);
                } else {
                    assertThat(granted).hasSize(1);
                    assertOnlyHolder(key, granted.get(0));
                    assertThat(lossOf(expired).cause()).isEqualTo(LossCause.TAKEN_OVER);
                }
            }
        }
    }

    @Test
    @DisplayName("race 7: of many tabs of one user exactly one gets the lock")
    default void exactlyOneOfManyTabsOfOneUserGetsTheLock() {
        try (Racers racers = Racers.sixteen()) {
            for (int round = 0; round < ROUNDS; round++) {
                LockKey key = keyOf(round);

                List<Acquisition> answers = racers.race(number -> ask(key, Owner.of("alice", "tab-" + number)));

                assertOnlyHolder(key, onlyGrantOf(answers));
            }
        }
    }

    @Test
    @DisplayName("race 7: when many tabs continue here at once, exactly one holds the lock in the end")
    default void oneOfManyContinuingTabsHoldsTheLockInTheEnd() {
        try (Racers racers = Racers.sixteen()) {
            for (int round = 0; round < ROUNDS; round++) {
                LockKey key = keyOf(round);
                hold(key, Owner.of("alice", "first-tab"));

                List<Object> answers = racers.race(number -> continueHere(key, Owner.of("alice", "tab-" + number)));

                List<LockId> alive = grantsOf(answers).stream()
                        .filter(lease -> renew(lease) instanceof Renewal.Renewed)
                        .map(Lease::lockId)
                        .toList();
                assertThat(alive).hasSize(1);
                assertThat(store().holders(key)).extracting(LockView::lockId).isEqualTo(alive);
            }
        }
    }

    @Test
    @DisplayName("race 8: repeats of one request at the same moment all get the same grant")
    default void repeatsAtTheSameMomentGetTheSameGrant() {
        try (Racers racers = Racers.sixteen()) {
            for (int round = 0; round < ROUNDS; round++) {
                LockKey key = keyOf(round);

                List<Acquisition> answers = racers.race(number -> ask(key, ALICE));

                List<Lease> leases = grantsOf(List.copyOf(answers));
                assertThat(leases).isNotEmpty();
                assertThat(leases)
                        .extracting(Lease::lockId)
                        .containsOnly(leases.get(0).lockId());
                assertThat(leases)
                        .extracting(Lease::fence)
                        .containsOnly(leases.get(0).fence());
                assertOnlyHolder(key, leases.get(0));
                Lease latest = leases.stream()
                        .max(Comparator.comparingLong(Lease::beat))
                        .orElseThrow();
                assertThat(renew(latest)).isInstanceOf(Renewal.Renewed.class);
            }
        }
    }

    @Test
    default void exactlyOneOfManyReleasesAndForceReleasesEndsTheLock() {
        try (Racers racers = Racers.sixteen()) {
            for (int round = 0; round < ROUNDS; round++) {
                LockKey key = keyOf(round);
                Lease lease = hold(key, ALICE);

                List<Object> answers = racers.race(number -> number % 2 == 0
                        ? store().release(lease.claim())
                        : store().forceRelease(lease.lockId(), "Operator " + number, "urgent"));

                long ended = answers.stream()
                        .filter(answer -> answer == Release.RELEASED || answer == ForceRelease.BROKEN)
                        .count();
                assertThat(ended).isEqualTo(1);
                assertThat(store().holders(key)).isEmpty();
            }
        }
    }

    private void assertOnlyHolder(LockKey key, Lease winner) {
        assertThat(store().holders(key)).extracting(LockView::lockId).containsExactly(winner.lockId());
    }

    private static Lease onlyGrantOf(List<Acquisition> answers) {
        List<Lease> granted = grantsOf(List.copyOf(answers));
        assertThat(granted).as("granted of %s", answers).hasSize(1);
        return granted.get(0);
    }

    private static List<Lease> grantsOf(List<?> answers) {
        List<Lease> granted = new ArrayList<>();
        for (Object answer : answers) {
            if (answer instanceof Acquisition.Granted won) {
                granted.add(won.lease());
            }
        }
        return granted;
    }

    private static LockKey keyOf(int round) {
        return LockKey.of("race", "round-" + round);
    }
}
