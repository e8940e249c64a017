package io.heldby.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heldby.lock.Acquisition;
import io.heldby.lock.BatchAcquisition;
import io.heldby.lock.Denied;
import io.heldby.lock.InMemoryLockStore;
import io.heldby.lock.Lease;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockManager;
import io.heldby.lock.LockMode;
import io.heldby.lock.LockPolicies;
import io.heldby.lock.LockPolicy;
import io.heldby.lock.LockRequest;
import io.heldby.lock.LockView;
import io.heldby.lock.LockedException;
import io.heldby.lock.OfflineLocked;
import io.heldby.lock.Owner;
import io.heldby.lock.Protocol;
import io.heldby.lock.Suspension;
import io.heldby.lock.Writes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Roots, versions, quotas, batches and modes as the lock manager puts them on top of a store. */
class LockManagerConditionsTest {

    private static final LockKey KEY = LockKey.of("policy", "12345");
    private static final Owner ALICE = Owner.of("alice", "tab-1").named("Alice Ng");
    private static final Owner ALICE_ELSEWHERE = Owner.of("alice", "tab-2").named("Alice Ng");
    private static final Owner BOB = Owner.of("bob", "tab-1").named("Bob Smith");

    private final AtomicReference<OptionalLong> stored = new AtomicReference<>(OptionalLong.of(7));
    private final List<String> looked = new ArrayList<>();
    private final BrokenAtWill store = new BrokenAtWill(new InMemoryLockStore(MutableClock.atTenOClock()));
    private final LockManager locks = new LockManager(
            store,
            LockPolicies.defaults()
                    .withVersions("policy", this::currentVersion)
                    .withRoot(
                            "line-item",
                            member -> LockKey.of("order", member.id().split("-", -1)[0]))
                    .withRoot("circle", member -> LockKey.of("line-item", "1-1"))
                    .withRoot("foreign", member -> new LockKey("elsewhere", "order", "1"))
                    .withLocksPerPerson(3));

    @AfterEach
    void close() {
        locks.close();
    }

    @Test
    void versionIsReadAfterTheGrantAndANewerOneGivesTheGrantBack() {
        Acquisition answer = locks.acquire(LockRequest.of(KEY, ALICE).ifVersion(6));

        assertThat(answer).isEqualTo(new Denied.StaleVersion(KEY, 6, OptionalLong.of(7)));
        assertThat(looked).containsExactly("version of policy 12345, held by Alice Ng");
        assertThat(locks.holders(KEY)).isEmpty();
    }

    @Test
    void unchangedVersionIsGranted() {
        assertThat(locks.acquireOrThrow(LockRequest.of(KEY, ALICE).ifVersion(7)).owner())
                .isEqualTo(ALICE);
    }

    @Test
    void recordThatWasDeletedIsStaleToo() {
        stored.set(OptionalLong.empty());

        assertThatThrownBy(() -> locks.acquireOrThrow(LockRequest.of(KEY, ALICE).ifVersion(7)))
                .isInstanceOf(LockedException.class)
                .hasMessageContaining("has changed since you loaded it")
                .hasMessageContaining("deleted");
    }

    @Test
    void staleVersionDoesNotTakeAwayWhatTheSessionHeldBefore() {
        Lease held = locks.acquireOrThrow(LockRequest.of(KEY, ALICE));

        assertThat(locks.acquire(LockRequest.of(KEY, ALICE).ifVersion(6))).isInstanceOf(Denied.StaleVersion.class);

        assertThat(locks.holders(KEY)).extracting(LockView::lockId).containsExactly(held.lockId());
    }

    @Test
    void versionOfATypeThatNobodyCanReadIsAMistakeAndGrantsNothing() {
        LockKey key = LockKey.of("claim", "1");

        assertThatThrownBy(() -> locks.acquire(LockRequest.of(key, ALICE).ifVersion(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("withVersions(\"claim\"");
        assertThat(locks.holders(key)).isEmpty();
    }

    @Test
    void memberIsLockedByLockingItsRoot() {
        Lease lease = locks.acquireOrThrow(LockRequest.of(LockKey.of("line-item", "12-3"), ALICE));

        assertThat(lease.key()).isEqualTo(LockKey.of("order", "12"));
        assertThat(locks.acquire(LockRequest.of(LockKey.of("line-item", "12-4"), BOB)))
                .isInstanceOf(Denied.Held.class);
        assertThat(locks.acquire(LockRequest.of(LockKey.of("order", "12"), BOB)))
                .isInstanceOf(Denied.Held.class);
        assertThat(locks.holders(LockKey.of("line-item", "12-9"))).hasSize(1);
    }

    @Test
    void rootThatHasARootOrAnotherTenantIsAMistake() {
        assertThatThrownBy(() -> locks.acquire(LockRequest.of(LockKey.of("circle", "1"), ALICE)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("straight to the top");
        assertThatThrownBy(() -> locks.acquire(LockRequest.of(LockKey.of("foreign", "1"), ALICE)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("same tenant");
    }

    @Test
    void personHoldsNoMoreLocksThanTheQuotaAndAJobAsManyAsItNeeds() {
        for (int i = 0; i < 3; i++) {
            locks.acquireOrThrow(LockRequest.of(LockKey.of("claim", "" + i), i == 0 ? ALICE_ELSEWHERE : ALICE));
        }

        assertThat(locks.acquire(LockRequest.of(KEY, ALICE))).isEqualTo(new Denied.QuotaExceeded(KEY, 3));
        assertThat(locks.acquire(LockRequest.of(LockKey.of("claim", "2"), ALICE)))
                .isInstanceOf(Acquisition.Granted.class);
        assertThat(locks.acquire(LockRequest.of(KEY.inTenant("acme"), ALICE))).isInstanceOf(Acquisition.Granted.class);
        Owner job = Owner.job("nightly");
        assertThat(locks.acquireAll(requests(10, job))).isInstanceOf(BatchAcquisition.AllGranted.class);
    }

    @Test
    @DisplayName("the quota also holds when one person's tabs race for the last lock")
    void quotaHoldsInARace() {
        try (Racers racers = Racers.sixteen()) {
            racers.race(number -> locks.acquire(
                    LockRequest.of(LockKey.of("claim", "race-" + number), Owner.of("alice", "tab-" + number))));
        }
        long held = IntStream.range(0, Racers.USUAL)
                .filter(i -> !locks.holders(LockKey.of("claim", "race-" + i)).isEmpty())
                .count();
        assertThat(held).isLessThanOrEqualTo(3);
    }

    @Test
    void batchOverTheQuotaGrantsNothing() {
        assertThat(locks.acquireAll(requests(4, ALICE)))
                .isInstanceOfSatisfying(
                        BatchAcquisition.NoneGranted.class,
                        none -> assertThat(none.denied()).hasOnlyElementsOfType(Denied.QuotaExceeded.class));
        assertThat(locks.acquireAll(requests(3, ALICE))).isInstanceOf(BatchAcquisition.AllGranted.class);
    }

    @Test
    void membersOfOneRootInABatchGetOneLeaseAndTheOrderOfTheRequestsIsKept() {
        List<Lease> leases = locks.acquireAll(List.of(
                        LockRequest.of(LockKey.of("order", "9"), ALICE),
                        LockRequest.of(LockKey.of("line-item", "12-1"), ALICE),
                        LockRequest.of(LockKey.of("line-item", "12-2"), ALICE)))
                .ifGranted()
                .orElseThrow();

        assertThat(leases).extracting(lease -> lease.key().id()).containsExactly("9", "12", "12");
        assertThat(leases.get(1).lockId()).isEqualTo(leases.get(2).lockId());
    }

    @Test
    @DisplayName("race 26: whatever the order of the requests, the store is asked in the order of the keys")
    void batchIsAskedForInTheOrderOfTheKeys() {
        List<LockKey> keys = List.of(LockKey.of("plan", "b"), LockKey.of("claim", "é"), LockKey.of("plan", "a"));

        locks.acquireAll(keys.stream().map(key -> LockRequest.of(key, ALICE)).toList());

        assertThat(store.lastBatch)
                .containsExactly(LockKey.of("claim", "é"), LockKey.of("plan", "a"), LockKey.of("plan", "b"));
    }

    @Test
    void batchWithAStaleVersionGrantsNothing() {
        BatchAcquisition answer = locks.acquireAll(List.of(
                LockRequest.of(LockKey.of("claim", "1"), ALICE),
                LockRequest.of(KEY, ALICE).ifVersion(6)));

        assertThat(answer).isInstanceOf(BatchAcquisition.NoneGranted.class);
        assertThat(locks.holders(LockKey.of("claim", "1"))).isEmpty();
        assertThat(locks.holders(KEY)).isEmpty();
    }

    @Test
    void emptyAndHugeBatchesAndTwoOwnersOfOneKeyAreRefusedByValue() {
        assertThatThrownBy(() -> locks.acquireAll(List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 to 1000");
        assertThatThrownBy(() -> locks.acquireAll(requests(1_001, Owner.job("nightly"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("are 1001");
        assertThatThrownBy(() -> locks.acquireAll(List.of(LockRequest.of(KEY, ALICE), LockRequest.of(KEY, BOB))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Alice Ng and by Bob Smith");
    }

    @Test
    @DisplayName("race 33: an inner withLock that needs more than the outer share upgrades, and frees nothing")
    void innerWithLockUpgradesAnOuterShare() {
        LockRequest share = LockRequest.of(KEY, ALICE).mode(LockMode.SHARED);

        locks.<Boolean, RuntimeException>withLock(share, outer -> {
            LockMode inner = locks.withLock(LockRequest.of(KEY, ALICE), Lease::mode);
            assertThat(inner).isEqualTo(LockMode.EXCLUSIVE);
            assertThat(locks.holders(KEY)).hasSize(1);
            return true;
        });

        assertThat(locks.holders(KEY)).isEmpty();
    }

    @Test
    void onlyOnceIsRefusedToANestedCallToo() {
        LockRequest once = LockRequest.of(KEY, ALICE).onlyOnce();

        locks.<Boolean, RuntimeException>withLock(once, outer -> {
            assertThatThrownBy(() -> locks.withLock(LockRequest.of(KEY, ALICE).onlyOnce(), Lease::mode))
                    .isInstanceOf(LockedException.class);
            return true;
        });

        assertThat(locks.holders(KEY)).isEmpty();
    }

    @Test
    void suspensionLastsAtMostEightHoursAndNeedsAReason() {
        Suspension suspension = locks.suspend("", null, "Olga Operator", "month end", Duration.ofHours(8));

        assertThat(locks.suspensions("")).containsExactly(suspension);
        assertThatThrownBy(() -> locks.suspend("", null, "Olga Operator", "month end", Duration.ofHours(9)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("8 hours");
        assertThatThrownBy(() -> locks.suspend("", null, "Olga Operator", "", Duration.ofHours(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("reason");
    }

    @Test
    void annotationOnAnEntityIsItsPolicy() {
        LockPolicy policy = LockPolicies.defaults().annotated(Patient.class).of("patient");

        assertThat(policy.protocol()).isEqualTo(Protocol.READ_WRITE);
        assertThat(policy.writes()).isEqualTo(Writes.LEASE_OR_FREE);
        assertThat(policy.lease()).isEqualTo(Duration.ofMinutes(5));
        assertThat(policy.maximumHold()).isEqualTo(Duration.ofHours(2));
        assertThatThrownBy(() -> LockPolicies.defaults().annotated(Misspelt.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("lease = \"5 minutes\"");
        assertThatThrownBy(() -> LockPolicies.defaults().annotated(String.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("java.lang.String has no @OfflineLocked");
    }

    @OfflineLocked(
            type = "patient",
            protocol = Protocol.READ_WRITE,
            writes = Writes.LEASE_OR_FREE,
            lease = "PT5M",
            maximumHold = "PT2H")
    private static final class Patient {}

    @OfflineLocked(type = "patient", lease = "5 minutes")
    private static final class Misspelt {}

    private OptionalLong currentVersion(LockKey key) {
        String holder = locks.holders(key).stream()
                .map(view -> view.owner().displayName())
                .findFirst()
                .orElse("nobody");
        looked.add("version of " + key + ", held by " + holder);
        return stored.get();
    }

    private static List<LockRequest> requests(int size, Owner owner) {
        return IntStream.range(0, size)
                .mapToObj(i -> LockRequest.of(LockKey.of("plan", Integer.toString(i)), owner))
                .toList();
    }
}
