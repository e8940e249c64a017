package io.heldby.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.heldby.lock.Acquisition;
import io.heldby.lock.Denied;
import io.heldby.lock.ForceRelease;
import io.heldby.lock.InMemoryLockStore;
import io.heldby.lock.Lease;
import io.heldby.lock.LockId;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockManager;
import io.heldby.lock.LockPolicies;
import io.heldby.lock.LockPolicy;
import io.heldby.lock.LockRequest;
import io.heldby.lock.LockStoreException;
import io.heldby.lock.LockedException;
import io.heldby.lock.LossCause;
import io.heldby.lock.Owner;
import io.heldby.lock.Renewal;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class LockManagerTest {

    private static final LockKey KEY = LockKey.of("policy", "12345");
    private static final LockKey SHORT = LockKey.of("short", "1");
    private static final Owner ALICE = Owner.of("alice", "tab-1").named("Alice Ng");
    private static final Owner BOB = Owner.of("bob", "tab-1").named("Bob Smith");

    private final MutableClock clock = MutableClock.atTenOClock();
    private final BrokenAtWill store = new BrokenAtWill(new InMemoryLockStore(clock));
    private final AtomicBoolean inTransaction = new AtomicBoolean();
    private final LockManager locks = new LockManager(
            store,
            LockPolicies.defaults()
                    .with("short", LockPolicy.heartbeat(Duration.ofSeconds(1), Duration.ofHours(8)))
                    .with("fixed", LockPolicy.fixed(Duration.ofMinutes(30))),
            inTransaction::get);

    @AfterEach
    void close() {
        locks.close();
    }

    @Test
    void policyOfTheTypeSetsTheTimes() {
        Lease ordinary = locks.acquireOrThrow(LockRequest.of(KEY, ALICE));
        Lease fixed = locks.acquireOrThrow(
                LockRequest.of(LockKey.of("fixed", "1"), ALICE).firstLease(Duration.ofMinutes(1)));
        Lease wished = locks.acquireOrThrow(
                LockRequest.of(LockKey.of("policy", "2"), ALICE).lease(Duration.ofMinutes(7)));

        assertThat(ordinary.remaining()).isEqualTo(LockPolicy.DEFAULT.lease());
        assertThat(fixed.remaining()).isEqualTo(Duration.ofMinutes(30));
        assertThat(wished.remaining()).isEqualTo(Duration.ofMinutes(7));
    }

    @Test
    void leaseBeyondTheMaximumHoldIsRefusedByValue() {
        LockRequest request = LockRequest.of(KEY, ALICE);

        assertThatThrownBy(() -> locks.acquire(request.lease(Duration.ofHours(9))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("lease must be at most the maximum hold of PT8H, but is PT9H");
        assertThatThrownBy(() -> locks.acquire(request.firstLease(Duration.ofHours(9))))
                .hasMessageContaining("firstLease");
        assertThat(locks.holders(KEY)).isEmpty();
    }

    @Test
    @DisplayName("race 38: whatever writes is refused inside a transaction, with a message that names the fix")
    void writesAreRefusedInsideATransaction() {
        Lease lease = locks.acquireOrThrow(LockRequest.of(KEY, ALICE));
        inTransaction.set(true);

        Stream.<Runnable>of(
                        () -> locks.acquire(LockRequest.of(KEY, ALICE)),
                        () -> locks.acquireOrThrow(LockRequest.of(KEY, ALICE)),
                        () -> locks.withLock(LockRequest.of(KEY, ALICE), ignored -> "never run"),
                        () -> locks.renew(lease),
                        () -> locks.release(lease),
                        () -> locks.softRelease(lease.claim(), lease.beat(), Duration.ZERO),
                        () -> locks.releaseAll("", ALICE, "signed out"),
                        () -> locks.forceRelease(lease.lockId(), "Olga Operator", "urgent"))
                .forEach(write -> assertThatThrownBy(write::run)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("inside a transaction")
                        .hasMessageContaining("before the transaction begins or after it has ended")
                        .hasMessageContaining("outside the @Transactional method"));

        assertThat(locks.holders(KEY)).hasSize(1);
        inTransaction.set(false);
        assertThat(locks.renew(lease)).isInstanceOf(Renewal.Renewed.class);
    }

    @Test
    void acquireOrThrowSaysWhoSinceWhenUntilWhenAndWhy() {
        locks.acquireOrThrow(LockRequest.of(KEY, ALICE).reason("yearly review"));

        assertThatThrownBy(() -> locks.acquireOrThrow(LockRequest.of(KEY, BOB)))
                .isInstanceOfSatisfying(
                        LockedException.class,
                        locked -> assertThat(locked.denied()).isInstanceOf(Denied.Held.class))
                .hasMessage("policy 12345 is held by Alice Ng since 2026-03-02T10:00:00Z,"
                        + " until 2026-03-02T18:00:00Z at the latest (\"yearly review\")");
    }

    @Test
    void withLockRunsTheWorkUnderTheLockAndReleasesIt() {
        String result = locks.withLock(LockRequest.of(KEY, ALICE), lease -> {
            assertThat(locks.holders(KEY).get(0).lockId()).isEqualTo(lease.lockId());
            return "done";
        });

        assertThat(result).isEqualTo("done");
        assertThat(locks.holders(KEY)).isEmpty();
    }

    @Test
    void withLockReleasesWhenTheWorkThrows() {
        assertThatThrownBy(() -> locks.withLock(LockRequest.of(KEY, ALICE), lease -> {
                    throw new IOException("disk full");
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("disk full");

        assertThat(locks.holders(KEY)).isEmpty();
    }

    @Test
    void withLockDoesNotRunTheWorkWhenSomebodyElseHoldsTheKey() {
        locks.acquireOrThrow(LockRequest.of(KEY, BOB));

        assertThatThrownBy(() -> locks.withLock(LockRequest.of(KEY, ALICE), lease -> {
                    throw new AssertionError("the work was run");
                }))
                .isInstanceOf(LockedException.class)
                .hasMessageContaining("Bob Smith");
    }

    @Test
    @DisplayName("race 33: an inner withLock does not free the outer lock, however often it is called")
    void innerWithLockDoesNotFreeTheOuterLock() {
        LockRequest request = LockRequest.of(KEY, ALICE);

        locks.withLock(request, outer -> {
            for (int i = 0; i < 50; i++) {
                locks.withLock(request, inner -> {
                    assertThat(inner.lockId()).isEqualTo(outer.lockId());
                    return inner;
                });
            }
            assertThat(locks.renew(outer)).isInstanceOf(Renewal.Renewed.class);
            return outer;
        });

        assertThat(locks.holders(KEY)).isEmpty();
    }

    @Test
    @DisplayName("race 33: withLock does not release what its owner held before")
    void withLockDoesNotReleaseWhatItsOwnerHeldBefore() {
        Lease before = locks.acquireOrThrow(LockRequest.of(KEY, ALICE));

        locks.withLock(LockRequest.of(KEY, ALICE), lease -> lease);

        assertThat(locks.renew(before)).isInstanceOf(Renewal.Renewed.class);
    }

    @Test
    @DisplayName("race 33: an inner withLock does not run when the outer lock was lost to somebody else")
    void innerWithLockDoesNotRunWhenTheOuterLockWasLost() {
        LockRequest request = LockRequest.of(KEY, ALICE);

        locks.withLock(request, outer -> {
            locks.forceRelease(outer.lockId(), "Olga Operator", "urgent");
            Lease bobs = locks.acquireOrThrow(LockRequest.of(KEY, BOB));

            assertThatThrownBy(() -> locks.withLock(request, inner -> inner)).isInstanceOf(LockedException.class);

            assertThat(locks.renew(bobs)).isInstanceOf(Renewal.Renewed.class);
            return outer;
        });

        assertThat(locks.holders(KEY).get(0).owner()).isEqualTo(BOB);
    }

    @Test
    void withLocksHoldsAllKeysAndReleasesWhatItAcquired() {
        Lease before = locks.acquireOrThrow(LockRequest.of(KEY, ALICE));

        List<Lease> leases =
                locks.withLocks(List.of(LockRequest.of(SHORT, ALICE), LockRequest.of(KEY, ALICE)), held -> {
                    assertThat(locks.holders(SHORT)).hasSize(1);
                    return held;
                });

        assertThat(leases).extracting(Lease::key).containsExactly(SHORT, KEY);
        assertThat(locks.holders(SHORT)).isEmpty();
        assertThat(locks.renew(before)).isInstanceOf(Renewal.Renewed.class);
    }

    @Test
    void withLocksRunsNothingAndHoldsNothingWhenOneKeyIsHeld() {
        locks.acquireOrThrow(LockRequest.of(KEY, BOB));

        assertThatThrownBy(() ->
                        locks.withLocks(List.of(LockRequest.of(SHORT, ALICE), LockRequest.of(KEY, ALICE)), leases -> {
                            throw new AssertionError("the work was run");
                        }))
                .isInstanceOf(LockedException.class)
                .hasMessageContaining("Bob Smith");

        assertThat(locks.holders(SHORT)).isEmpty();
    }

    @Test
    void withLocksRenewsInTheBackground() {
        locks.withLocks(List.of(LockRequest.of(SHORT, ALICE)), leases -> {
            clock.advance(Duration.ofMillis(900));

            await().atMost(Duration.ofSeconds(10))
                    .until(() -> locks.holders(SHORT)
                            .get(0)
                            .expiresAt()
                            .isAfter(leases.get(0).expiresAt()));

            return leases;
        });
    }

    @Test
    void withLockRenewsInTheBackground() {
        locks.withLock(LockRequest.of(SHORT, ALICE), lease -> {
            clock.advance(Duration.ofMillis(900));

            await().atMost(Duration.ofSeconds(10))
                    .until(() -> locks.holders(SHORT).get(0).expiresAt().isAfter(lease.expiresAt()));

            clock.advance(Duration.ofMillis(900));
            assertThat(locks.acquire(LockRequest.of(SHORT, BOB))).isInstanceOf(Denied.class);
            return lease;
        });
    }

    @Test
    void backgroundRenewalOutlastsABrokenStore() {
        locks.withLock(LockRequest.of(SHORT, ALICE), lease -> {
            store.broken.set(true);
            await().atMost(Duration.ofSeconds(10)).until(() -> store.refusals.get() >= 2);
            store.broken.set(false);
            clock.advance(Duration.ofMillis(500));

            await().atMost(Duration.ofSeconds(10))
                    .until(() -> locks.holders(SHORT).get(0).expiresAt().isAfter(lease.expiresAt()));
            return lease;
        });
    }

    @Test
    void backgroundRenewalEndsWithTheWork() {
        Lease lease = locks.withLock(LockRequest.of(SHORT, ALICE), held -> held);

        int renewals = store.renewals.get();
        Lease next = locks.acquireOrThrow(LockRequest.of(SHORT, ALICE));
        await().pollDelay(Duration.ofMillis(700))
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(store.renewals.get()).isEqualTo(renewals));

        assertThat(next.lockId()).isNotEqualTo(lease.lockId());
    }

    @Test
    void brokenReleaseHidesNeitherTheResultNorTheErrorOfTheWork() {
        String result = locks.withLock(LockRequest.of(KEY, ALICE), lease -> {
            store.broken.set(true);
            return "done";
        });
        assertThat(result).isEqualTo("done");
        store.broken.set(false);

        assertThatThrownBy(() -> locks.withLock(LockRequest.of(LockKey.of("policy", "2"), ALICE), lease -> {
                    store.broken.set(true);
                    throw new IOException("disk full");
                }))
                .isInstanceOf(IOException.class);
        store.broken.set(false);
        assertThat(locks.holders(KEY)).hasSize(1);
    }

    @Test
    void brokenStoreIsAnErrorAndNotARefusal() {
        store.broken.set(true);

        assertThatThrownBy(() -> locks.acquire(LockRequest.of(KEY, ALICE))).isInstanceOf(LockStoreException.class);
        assertThatThrownBy(() -> locks.withLock(LockRequest.of(KEY, ALICE), lease -> lease))
                .isInstanceOf(LockStoreException.class);
    }

    @Test
    void operatorAndReasonAreCheckedAndTheHolderIsTold() {
        Lease lease = locks.acquireOrThrow(LockRequest.of(KEY, ALICE));

        assertThatThrownBy(() -> locks.forceRelease(lease.lockId(), "Olga Operator", ""))
                .hasMessageContaining("reason");
        assertThatThrownBy(() -> locks.forceRelease(lease.lockId(), "", "urgent"))
                .hasMessageContaining("operator");
        assertThatThrownBy(() -> locks.releaseAll("", ALICE, "r".repeat(201))).hasMessageContaining("reason");
        assertThat(locks.forceRelease(lease.lockId(), "Olga Operator", "urgent"))
                .isEqualTo(ForceRelease.BROKEN);

        assertThat(locks.renew(lease)).isInstanceOfSatisfying(Renewal.Lost.class, lost -> {
            assertThat(lost.loss().cause()).isEqualTo(LossCause.BROKEN);
            assertThat(lost.loss().by()).isEqualTo("Olga Operator");
        });
    }

    @Test
    void graceOfASoftReleaseIsZeroToSixtySeconds() {
        Lease lease = locks.acquireOrThrow(LockRequest.of(KEY, ALICE));

        for (Duration grace : List.of(Duration.ofSeconds(-1), Duration.ofSeconds(61), Duration.ofDays(30))) {
            assertThatThrownBy(() -> locks.softRelease(lease.claim(), lease.beat(), grace))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("grace must be 0 to 60 seconds, but is " + grace);
        }
    }

    @Test
    void acquireCanBeFolded() {
        Acquisition first = locks.acquire(LockRequest.of(KEY, ALICE));
        Acquisition second = locks.acquire(LockRequest.of(KEY, BOB));

        assertThat(first.<LockId>fold(granted -> granted.lease().lockId(), denied -> null))
                .isEqualTo(first.ifGranted().orElseThrow().lockId());
        assertThat(second.<String>fold(
                        granted -> "granted",
                        denied -> "held by " + denied.holders().get(0).owner().displayName()))
                .isEqualTo("held by Alice Ng");
        assertThat(second.ifGranted()).isEmpty();
    }
}
