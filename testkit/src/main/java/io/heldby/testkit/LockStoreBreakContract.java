package io.heldby.testkit;

import static io.heldby.testkit.LockStoreUnderTest.heldIn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.heldby.lock.Breaking;
import io.heldby.lock.ForceRelease;
import io.heldby.lock.Lease;
import io.heldby.lock.LockLostException;
import io.heldby.lock.LockPolicy;
import io.heldby.lock.Loss;
import io.heldby.lock.LossCause;
import io.heldby.lock.Release;
import io.heldby.lock.Renewal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** An operator lets somebody else's lock end after a grace. */
interface LockStoreBreakContract extends LockStoreUnderTest {

    Duration GRACE = Duration.ofMinutes(2);

    @Test
    default void holderIsToldWithTheNextHeartbeatAndMayFinish() {
        assumeHandOver();
        Lease lease = hold(KEY, ALICE);

        assertThat(breakLater(lease, GRACE)).isEqualTo(ForceRelease.BREAKING);

        Renewal.Renewed renewed = told(lease);
        Breaking breaking = Objects.requireNonNull(renewed.breaking());
        assertThat(breaking.by()).isEqualTo("Olga Operator");
        assertThat(breaking.reason()).isEqualTo("month end");
        assertThat(breaking.since()).isBetween(lease.acquiredAt(), backdoor().now());
        assertThat(renewed.lease().maxUntil()).isEqualTo(breaking.since().plus(GRACE));
        assertThat(renewed.lease().expiresAt()).isEqualTo(renewed.lease().maxUntil());
        heldIn(ask(KEY, BOB));
        assertThat(store().release(lease.claim())).isEqualTo(Release.RELEASED);
        assertThat(lossOf(lease).cause()).isEqualTo(LossCause.RELEASED);
    }

    @Test
    default void neitherHeartbeatNorReloadExtendsTheGrace() {
        assumeHandOver();
        Lease lease = hold(KEY, ALICE);
        breakLater(lease, GRACE);
        Instant end = told(lease).lease().maxUntil();

        Lease reloaded = hold(KEY, ALICE);

        assertThat(reloaded.maxUntil()).isEqualTo(end);
        assertThat(reloaded.expiresAt()).isEqualTo(end);
        assertThat(told(reloaded).lease().expiresAt()).isEqualTo(end);
    }

    @Test
    @DisplayName("race 36: after the grace the lock is over for good, lenient, strict or fixed, swept or not")
    default void afterTheGraceItIsOverForGood() {
        assumeHandOver();
        for (LockPolicy policy : List.of(LENIENT, STRICT, FIXED)) {
            for (boolean swept : List.of(false, true)) {
                Lease lease = hold(KEY, ALICE, policy);
                breakLater(lease, GRACE);
                backdoor().forceMaximumHoldOver(KEY);
                if (swept) {
                    store().sweep(10);
                }

                Loss loss = lossOf(lease);
                assertThat(loss.cause()).isEqualTo(LossCause.BROKEN);
                assertThat(loss.by()).isEqualTo("Olga Operator");
                assertThat(loss.reason()).isEqualTo("month end");
                assertThat(store().release(lease.claim())).isEqualTo(Release.NOTHING_TO_RELEASE);
                assertThat(store().find(lease.lockId())).isEmpty();
                Lease next = hold(KEY, ALICE);
                assertThat(next.lockId()).isNotEqualTo(lease.lockId());
                assertThat(lossOf(lease).cause()).isEqualTo(LossCause.BROKEN);
                store().release(next.claim());
            }
        }
    }

    @Test
    @DisplayName("race 16: no save after the grace")
    default void saveAfterTheGraceIsRefused() {
        assumeHandOver();
        assumeTrue(backdoor().supportsGuardedSave(), "this store takes no part in guarded saves");
        Lease lease = hold(KEY, ALICE);
        breakLater(lease, GRACE);
        backdoor().hangGuardedSave(lease).close();
        backdoor().forceMaximumHoldOver(KEY);

        assertThatThrownBy(() -> backdoor().hangGuardedSave(lease))
                .isInstanceOf(LockLostException.class)
                .hasMessageContaining("month end");
    }

    @Test
    default void secondBreakMayShortenTheGraceButNotLengthenIt() {
        assumeHandOver();
        Lease lease = hold(KEY, ALICE);
        breakLater(lease, GRACE);
        Renewal.Renewed first = told(lease);

        breakLater(lease, GRACE.multipliedBy(3));
        assertThat(told(lease).lease().maxUntil()).isEqualTo(first.lease().maxUntil());
        assertThat(told(lease).breaking()).isEqualTo(first.breaking());

        breakLater(lease, GRACE.dividedBy(2));
        assertThat(told(lease).lease().maxUntil()).isBefore(first.lease().maxUntil());
        assertThat(store().forceRelease(lease.lockId(), "Kim Park", "now", Duration.ZERO))
                .isEqualTo(ForceRelease.BROKEN);
        assertThat(lossOf(lease).by()).isEqualTo("Kim Park");
    }

    @Test
    default void shareCanBeBrokenWithGraceAndTheOthersGoOn() {
        assumeHandOver();
        Lease alices = share(KEY, ALICE);
        Lease bobs = share(KEY, BOB);

        breakLater(alices, GRACE);

        assertThat(told(alices).lease().remaining()).isLessThanOrEqualTo(GRACE);
        assertThat(told(alices).breaking()).isNotNull();
        assertThat(told(bobs).breaking()).isNull();
        assertThat(told(bobs).lease().remaining()).isGreaterThan(GRACE);
    }

    @Test
    default void onlyTheLockThatWasShownIsBroken() {
        assumeHandOver();
        Lease shown = hold(KEY, ALICE);
        store().release(shown.claim());
        Lease bobs = hold(KEY, BOB);

        assertThat(breakLater(shown, GRACE)).isEqualTo(ForceRelease.CHANGED_HANDS);
        assertThat(told(bobs).breaking()).isNull();
    }

    private ForceRelease breakLater(Lease lease, Duration grace) {
        return store().forceRelease(lease.lockId(), "Olga Operator", "month end", grace);
    }

    private Renewal.Renewed told(Lease lease) {
        Renewal answer = renew(lease);
        assertThat(answer).isInstanceOf(Renewal.Renewed.class);
        return (Renewal.Renewed) answer;
    }
}
