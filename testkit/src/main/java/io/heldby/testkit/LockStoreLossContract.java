package io.heldby.testkit;

import static io.heldby.testkit.LockStoreUnderTest.leaseOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.heldby.lock.Lease;
import io.heldby.lock.LeaseClaim;
import io.heldby.lock.LockId;
import io.heldby.lock.Loss;
import io.heldby.lock.LossCause;
import io.heldby.lock.Renewal;
import io.heldby.lock.Token;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a former holder is told about the end of a lock, and that nobody else is. */
interface LockStoreLossContract extends LockStoreUnderTest {

    @Test
    default void whoReleasedIsToldSo() {
        Lease lease = hold(KEY, ALICE);
        store().release(lease.claim());

        Loss loss = lossOf(lease);

        assertThat(loss.cause()).isEqualTo(LossCause.RELEASED);
        assertThat(loss.by()).isEqualTo("Alice Ng");
        assertThat(loss.reason()).isNull();
        assertThat(loss.at()).isBetween(lease.acquiredAt(), backdoor().now());
    }

    @Test
    default void endOfTheSessionIsToldWithItsReason() {
        Lease lease = hold(KEY, ALICE);
        store().releaseSession("", "alice", "alice-tab-1", "signed out");

        Loss loss = lossOf(lease);

        assertThat(loss.cause()).isEqualTo(LossCause.RELEASED);
        assertThat(loss.by()).isEqualTo("Alice Ng");
        assertThat(loss.reason()).isEqualTo("signed out");
    }

    @Test
    default void forceReleaseIsToldWithWhoWhenAndWhy() {
        Lease lease = hold(KEY, ALICE);
        store().forceRelease(lease.lockId(), "Olga Operator", "Alice is on holiday; \"urgent\"");

        Loss loss = lossOf(lease);

        assertThat(loss.cause()).isEqualTo(LossCause.BROKEN);
        assertThat(loss.by()).isEqualTo("Olga Operator");
        assertThat(loss.reason()).isEqualTo("Alice is on holiday; \"urgent\"");
        assertThat(loss.at()).isBetween(lease.acquiredAt(), backdoor().now());
    }

    @Test
    default void takeoverOfAnExpiredLeaseIsToldByName() {
        Lease lease = hold(KEY, ALICE);
        backdoor().forceExpire(KEY);
        Lease taken = hold(KEY, BOB);

        Loss loss = lossOf(lease);

        assertThat(loss.cause()).isEqualTo(LossCause.TAKEN_OVER);
        assertThat(loss.by()).isEqualTo("Bob Smith");
        assertThat(loss.at()).isEqualTo(taken.acquiredAt());
    }

    @Test
    default void strictLeaseThatRanOutIsToldAsExpiredEvenWhenSomebodyHasFollowed() {
        Lease lease = hold(KEY, ALICE, STRICT);
        backdoor().forceExpire(KEY);
        Loss before = lossOf(lease);
        hold(KEY, BOB, STRICT);

        Loss after = lossOf(lease);

        assertThat(before.cause()).isEqualTo(LossCause.EXPIRED);
        assertThat(before.at()).isBefore(backdoor().now());
        assertThat(after).isEqualTo(before);
    }

    @Test
    default void endOfTheMaximumHoldIsToldAsExpired() {
        Lease lease = hold(KEY, ALICE);
        backdoor().forceMaximumHoldOver(KEY);

        assertThat(lossOf(lease).cause()).isEqualTo(LossCause.EXPIRED);
    }

    @Test
    default void lossIsStillToldAfterOthersHaveHeldTheKeyAndAfterASweep() {
        Lease first = hold(KEY, ALICE);
        store().forceRelease(first.lockId(), "Olga Operator", "urgent");
        Lease second = hold(KEY, BOB);
        store().release(second.claim());
        Lease third = hold(KEY, ALICE);
        store().sweep(100);

        assertThat(lossOf(first).cause()).isEqualTo(LossCause.BROKEN);
        assertThat(lossOf(second).cause()).isEqualTo(LossCause.RELEASED);
        assertThat(renew(third)).isInstanceOf(Renewal.Renewed.class);
    }

    @Test
    default void everyTokenOfAnEndedGrantIsTold() {
        Lease first = hold(KEY, ALICE);
        Lease reload = hold(KEY, ALICE);
        store().forceRelease(first.lockId(), "Olga Operator", "urgent");

        assertThat(lossOf(first)).isEqualTo(lossOf(reload));
        assertThat(lossOf(first).by()).isEqualTo("Olga Operator");
    }

    @Test
    default void nobodyButTheFormerHolderIsToldAnything() {
        Lease lease = hold(KEY, ALICE);
        store().forceRelease(lease.lockId(), "Olga Operator", "urgent");

        List<LeaseClaim> curious = List.of(
                new LeaseClaim(lease.lockId(), Token.random(), "alice"),
                new LeaseClaim(lease.lockId(), lease.token(), "bob"),
                new LeaseClaim(LockStoreUnderTest.inTenant("west", lease.lockId()), lease.token(), "alice"),
                new LeaseClaim(LockId.random(KEY), lease.token(), "alice"));

        assertThat(curious).allSatisfy(claim -> assertThat(renew(claim)).isEqualTo(new Renewal.Lost(Loss.unknown())));
    }

    @Test
    default void forgedTokenGetsTheSameAnswerWhetherTheLockLivesExpiredOrEnded() {
        Lease living = hold(KEY, ALICE);
        Lease expired = hold(OTHER_KEY, ALICE, STRICT);
        backdoor().forceExpire(OTHER_KEY);
        Lease ended = leaseOf(ask(KEY.inTenant("west"), ALICE));
        store().release(ended.claim());

        assertThat(List.of(living, expired, ended)).allSatisfy(lease -> {
            LeaseClaim forged = new LeaseClaim(lease.lockId(), Token.random(), "alice");
            assertThat(renew(forged)).isEqualTo(new Renewal.Lost(Loss.unknown()));
        });
    }
}
