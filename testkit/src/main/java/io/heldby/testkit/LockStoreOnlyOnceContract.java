package io.heldby.testkit;

import static io.heldby.testkit.LockStoreUnderTest.heldIn;
import static io.heldby.testkit.LockStoreUnderTest.leaseOf;
import static io.heldby.testkit.LockStoreUnderTest.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.heldby.lock.Acquisition;
import io.heldby.lock.Lease;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockMode;
import io.heldby.lock.Owner;
import io.heldby.lock.Renewal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Locks that are granted to one request, and to nobody a second time, not even to their holder. */
interface LockStoreOnlyOnceContract extends LockStoreUnderTest {

    @Test
    default void onlyOnceIsRefusedToItsHolderToo() {
        Lease first = once(KEY, ALICE, "request-1");

        assertThat(heldIn(ask(ALICE, "request-2")).heldByYouElsewhere()).isFalse();
        heldIn(ask(ALICE, null));
        heldIn(ask(BOB, "request-3"));
        assertThat(renew(first)).isInstanceOf(Renewal.Renewed.class);
    }

    @Test
    @DisplayName("race 8: a repeat after a lost answer is recognised by its request id")
    default void repeatOfTheSameRequestGetsTheSameGrant() {
        Lease first = once(KEY, ALICE, "request-1");

        Lease again = once(KEY, ALICE, "request-1");

        assertThat(again.lockId()).isEqualTo(first.lockId());
        assertThat(again.fence()).isEqualTo(first.fence());
        assertThat(renew(again)).isInstanceOf(Renewal.Renewed.class);
    }

    @Test
    default void requestIdOfSomebodyElseOpensNothing() {
        once(KEY, ALICE, "request-1");

        heldIn(ask(BOB, "request-1"));
        heldIn(ask(ALICE_ELSEWHERE, "request-1"));
    }

    @Test
    default void onlyOnceIsNotGrantedOnTopOfAnOrdinaryLockOfTheSameSession() {
        hold(KEY, ALICE);

        heldIn(ask(ALICE, "request-1"));
    }

    @Test
    default void continueHereDoesNotEndAnOnlyOnceLock() {
        Lease first = once(KEY, ALICE, "request-1");

        heldIn(continueHere(KEY, ALICE_ELSEWHERE));
        assertThat(renew(first)).isInstanceOf(Renewal.Renewed.class);
    }

    @Test
    default void onlyOnceIsFreeAgainAfterItsRelease() {
        store().release(once(KEY, ALICE, "request-1").claim());

        assertThat(ask(ALICE, "request-2")).isInstanceOf(Acquisition.Granted.class);
    }

    @Test
    default void onlyOnceThatHasExpiredIsTakenOverAsAGrantOfItsOwn() {
        Lease first = once(KEY, ALICE, "request-1");
        backdoor().forceExpire(KEY);

        Lease second = once(KEY, ALICE, "request-2");

        assertThat(second.lockId()).isNotEqualTo(first.lockId());
        assertThat(second.fence()).isGreaterThan(first.fence());
        assertThat(renew(first)).isInstanceOf(Renewal.Lost.class);
    }

    private Acquisition ask(Owner owner, @Nullable String onceId) {
        return store().acquire(request(KEY, owner, LockMode.EXCLUSIVE, LENIENT, false, onceId));
    }

    private Lease once(LockKey key, Owner owner, String onceId) {
        return leaseOf(store().acquire(request(key, owner, LockMode.EXCLUSIVE, LENIENT, false, onceId)));
    }
}
