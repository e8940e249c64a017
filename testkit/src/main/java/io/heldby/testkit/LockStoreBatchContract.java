package io.heldby.testkit;

import static io.heldby.testkit.LockStoreUnderTest.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.heldby.lock.BatchAcquisition;
import io.heldby.lock.Denied;
import io.heldby.lock.GrantRequest;
import io.heldby.lock.Lease;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockMode;
import io.heldby.lock.LockView;
import io.heldby.lock.LossCause;
import io.heldby.lock.Owner;
import io.heldby.lock.Renewal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Several keys at once: all or none. */
interface LockStoreBatchContract extends LockStoreUnderTest {

    @Test
    default void batchGrantsEveryKeyInTheOrderOfTheRequests() {
        List<GrantRequest> requests = requests(ALICE, 5);

        List<Lease> leases = granted(store().acquireAll(requests));

        assertThat(leases).extracting(Lease::key).isEqualTo(keys(requests));
        assertThat(leases).allSatisfy(lease -> assertThat(renew(lease)).isInstanceOf(Renewal.Renewed.class));
    }

    @Test
    default void batchThatMeetsHeldKeysGrantsNothingAndNamesEveryHolder() {
        List<GrantRequest> requests = requests(ALICE, 6);
        hold(requests.get(2).key(), BOB);
        hold(requests.get(5).key(), CAROL);

        BatchAcquisition answer = store().acquireAll(requests);

        assertThat(answer)
                .isInstanceOfSatisfying(
                        BatchAcquisition.NoneGranted.class,
                        none -> assertThat(none.denied())
                                .extracting(Denied::key)
                                .containsExactly(
                                        requests.get(2).key(), requests.get(5).key()));
        assertThat(keys(requests))
                .allSatisfy(key -> assertThat(store().holders(key))
                        .extracting(LockView::owner)
                        .doesNotContain(ALICE));
        assertThat(store().count("", ALICE.user())).isZero();
    }

    @Test
    default void batchReentersWhatTheSessionHoldsAndTakesOverWhatHasExpired() {
        List<GrantRequest> requests = requests(ALICE, 4);
        Lease held = hold(requests.get(1).key(), ALICE);
        Lease expired = hold(requests.get(2).key(), BOB);
        backdoor().forceExpire(requests.get(2).key());

        List<Lease> leases = granted(store().acquireAll(requests));

        assertThat(leases.get(1).lockId()).isEqualTo(held.lockId());
        assertThat(leases.get(2).fence()).isGreaterThan(expired.fence());
        assertThat(lossOf(expired).cause()).isEqualTo(LossCause.TAKEN_OVER);
        assertThat(renew(held)).isInstanceOf(Renewal.Renewed.class);
    }

    @Test
    default void refusedBatchLeavesWhatWasHeldAndWhatHasExpiredAsItWas() {
        List<GrantRequest> requests = requests(ALICE, 4);
        Lease own = hold(requests.get(0).key(), ALICE);
        Lease expired = hold(requests.get(1).key(), BOB);
        backdoor().forceExpire(requests.get(1).key());
        hold(requests.get(3).key(), CAROL);

        assertThat(store().acquireAll(requests)).isInstanceOf(BatchAcquisition.NoneGranted.class);

        assertThat(renew(own)).isInstanceOf(Renewal.Renewed.class);
        assertThat(renew(expired)).isInstanceOf(Renewal.Renewed.class);
        assertThat(store().holders(requests.get(2).key())).isEmpty();
    }

    @Test
    default void batchSharesAndUpgradesAsASingleAcquireDoes() {
        Lease shared = share(KEY, ALICE);
        share(OTHER_KEY, BOB);

        List<Lease> leases = granted(store().acquireAll(sorted(List.of(
                request(KEY, ALICE, LockMode.EXCLUSIVE, LENIENT, false, null),
                request(OTHER_KEY, ALICE, LockMode.SHARED, LENIENT, false, null)))));

        assertThat(leases.get(0).lockId()).isEqualTo(shared.lockId());
        assertThat(leases.get(0).mode()).isEqualTo(LockMode.EXCLUSIVE);
        assertThat(leases.get(0).fence()).isGreaterThan(shared.fence());
        assertThat(store().holders(OTHER_KEY)).hasSize(2);
    }

    @Test
    default void thousandKeysAreOneBatch() {
        List<GrantRequest> requests = requests(Owner.job("recurring-plans"), 1_000);

        List<Lease> leases = granted(store().acquireAll(requests));

        assertThat(leases).hasSize(1_000);
        assertThat(store().count("", requests.get(0).owner().user())).isEqualTo(1_000);
        GrantRequest late = requests(ALICE, 1_000).get(999);
        assertThat(store().acquireAll(List.of(late))).isInstanceOf(BatchAcquisition.NoneGranted.class);
    }

    @Test
    @DisplayName("race 26: batches over the same keys never wait in a circle, and each gets all or nothing")
    default void batchesThatRaceGetAllOrNothing() {
        try (Racers racers = new Racers(6)) {
            for (int round = 0; round < 10; round++) {
                String prefix = "round-" + round + "-";
                List<List<Lease>> answers = racers.race(number -> {
                    // Overlapping pieces of one row of keys, beginning at different ends.
                    List<LockKey> keys = IntStream.range(number, number + 8)
                            .mapToObj(i -> LockKey.of("policy", prefix + (i % 10)))
                            .toList();
                    Owner owner = LockStoreUnderTest.person(number);
                    return store().acquireAll(sorted(keys.stream()
                                    .map(key -> request(key, owner, LENIENT, false))
                                    .toList()))
                            .ifGranted()
                            .orElse(List.of());
                });

                List<Lease> all = answers.stream().flatMap(List::stream).toList();
                assertThat(answers)
                        .allSatisfy(leases -> assertThat(leases.size()).isIn(0, 8));
                assertThat(all).extracting(Lease::key).doesNotHaveDuplicates();
                assertThat(all)
                        .allSatisfy(lease -> assertThat(shown(lease).owner()).isEqualTo(lease.owner()));
            }
        }
    }

    private static List<GrantRequest> requests(Owner owner, int size) {
        return sorted(IntStream.range(0, size)
                .mapToObj(i -> request(LockKey.of("plan", "é" + i), owner, LENIENT, false))
                .toList());
    }

    private static List<GrantRequest> sorted(List<GrantRequest> requests) {
        List<GrantRequest> sorted = new ArrayList<>(requests);
        sorted.sort(Comparator.comparing(GrantRequest::key));
        return sorted;
    }

    private static List<LockKey> keys(List<GrantRequest> requests) {
        return requests.stream().map(GrantRequest::key).toList();
    }

    private static List<Lease> granted(BatchAcquisition answer) {
        Optional<List<Lease>> leases = answer.ifGranted();
        return leases.orElseThrow(() -> new AssertionError("expected all to be granted, but was " + answer));
    }
}
