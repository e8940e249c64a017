package io.heldby.testkit;

import static io.heldby.testkit.LockStoreUnderTest.heldIn;
import static io.heldby.testkit.LockStoreUnderTest.leaseOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.heldby.lock.Acquisition;
import io.heldby.lock.Denied;
import io.heldby.lock.ForceRelease;
import io.heldby.lock.Grant;
import io.heldby.lock.Heartbeat;
import io.heldby.lock.Lease;
import io.heldby.lock.LeaseClaim;
import io.heldby.lock.LockId;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockView;
import io.heldby.lock.Loss;
import io.heldby.lock.LossCause;
import io.heldby.lock.Release;
import io.heldby.lock.Renewal;
import io.heldby.lock.Token;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Who owns a lock, who may end it, and what a stale holder can no longer do. */
interface LockStoreOwnershipContract extends LockStoreUnderTest {

    @Test
    @DisplayName("race 3: a stale holder cannot release the new lease")
    default void staleHolderCannotReleaseTheNewLease() {
        Lease stale = hold(KEY, ALICE);
        backdoor().forceExpire(KEY);
        Lease fresh = hold(KEY, BOB);

        assertThat(store().release(stale.claim())).isEqualTo(Release.NOTHING_TO_RELEASE);

        assertThat(shown(fresh).state()).isEqualTo(LockView.State.ACTIVE);
        assertThat(store().holders(KEY)).extracting(LockView::lockId).containsExactly(fresh.lockId());
    }

    @Test
    @DisplayName("race 3: a stale holder can neither renew nor shorten the new lease")
    default void staleHolderCannotRenewOrShortenTheNewLease() {
        Lease stale = hold(KEY, ALICE);
        backdoor().forceExpire(KEY);
        Lease fresh = hold(KEY, BOB);
        LockView before = shown(fresh);

        assertThat(renew(stale)).isInstanceOf(Renewal.Lost.class);
        assertThat(store().softRelease(stale.claim(), stale.beat(), Duration.ZERO))
                .isEqualTo(Release.NOTHING_TO_RELEASE);

        LockView after = shown(fresh);
        assertThat(after.expiresAt()).isEqualTo(before.expiresAt());
        assertThat(after.renewedAt()).isEqualTo(before.renewedAt());
        assertThat(renew(fresh)).isInstanceOf(Renewal.Renewed.class);
    }

    @Test
    default void leaseSaysWhatWasAskedFor() {
        Acquisition answer = ask(KEY, ALICE);

        Lease lease = leaseOf(answer);
        assertThat(((Acquisition.Granted) answer).reentrant()).isFalse();
        assertThat(lease.key()).isEqualTo(KEY);
        assertThat(lease.owner()).isEqualTo(ALICE);
        assertThat(lease.reason()).isEqualTo("editing");
        assertThat(lease.acquiredAt()).isEqualTo(lease.asOf());
        assertThat(lease.remaining()).isEqualTo(LENIENT.lease());
        assertThat(Duration.between(lease.acquiredAt(), lease.maxUntil())).isEqualTo(LENIENT.maximumHold());
    }

    @Test
    default void everybodySeesWhoHoldsAKey() {
        Lease lease = hold(KEY, ALICE);

        assertThat(store().holders(KEY)).singleElement().satisfies(view -> {
            assertThat(view.lockId()).isEqualTo(lease.lockId());
            assertThat(view.key()).isEqualTo(KEY);
            assertThat(view.owner()).isEqualTo(ALICE);
            assertThat(view.reason()).isEqualTo("editing");
            assertThat(view.fence()).isEqualTo(lease.fence());
            assertThat(view.acquiredAt()).isEqualTo(lease.acquiredAt());
            assertThat(view.expiresAt()).isEqualTo(lease.expiresAt());
            assertThat(view.maxUntil()).isEqualTo(lease.maxUntil());
            assertThat(view.state()).isEqualTo(LockView.State.ACTIVE);
        });
        assertThat(store().holders(OTHER_KEY)).isEmpty();
        assertThat(store().find(LockId.random(KEY))).isEmpty();
    }

    @Test
    default void secondOwnerIsRefusedAndToldWhoHasIt() {
        Lease lease = hold(KEY, ALICE);

        Denied.Held held = heldIn(ask(KEY, BOB));

        assertThat(held.heldByYouElsewhere()).isFalse();
        assertThat(held.key()).isEqualTo(KEY);
        assertThat(held.holders()).extracting(LockView::lockId).containsExactly(lease.lockId());
        assertThat(held.holders().get(0).owner()).isEqualTo(ALICE);
    }

    @Test
    default void refusedAcquireChangesNothing() {
        Lease lease = hold(KEY, ALICE);
        LockView before = shown(lease);

        heldIn(ask(KEY, BOB));

        LockView after = shown(lease);
        assertThat(after.expiresAt()).isEqualTo(before.expiresAt());
        assertThat(after.renewedAt()).isEqualTo(before.renewedAt());
        assertThat(renewed(lease).beat()).isEqualTo(lease.beat() + 1);
    }

    @Test
    @DisplayName("race 7: the same user in a second tab is refused, and told that it is they themselves")
    default void sameUserInASecondTabIsRefused() {
        Lease first = hold(KEY, ALICE);

        Denied.Held held = heldIn(ask(KEY, ALICE_ELSEWHERE));

        assertThat(held.heldByYouElsewhere()).isTrue();
        assertThat(renew(first)).isInstanceOf(Renewal.Renewed.class);
    }

    @Test
    @DisplayName("race 7: one tab's release does not free the other's lock")
    default void oneTabsReleaseDoesNotFreeTheOthers() {
        Lease first = hold(KEY, ALICE);
        Lease second = leaseOf(continueHere(KEY, ALICE_ELSEWHERE));

        assertThat(store().release(first.claim())).isEqualTo(Release.NOTHING_TO_RELEASE);
        assertThat(store().releaseSession("", "alice", "alice-tab-1", "tab closed"))
                .isZero();

        assertThat(renew(second)).isInstanceOf(Renewal.Renewed.class);
    }

    @Test
    default void continueHereKillsTheOtherTabsTokens() {
        Lease first = hold(KEY, ALICE);
        Lease again = hold(KEY, ALICE);

        Lease second = leaseOf(continueHere(KEY, ALICE_ELSEWHERE));

        assertThat(second.lockId()).isNotEqualTo(first.lockId());
        assertThat(second.fence()).isGreaterThan(first.fence());
        for (Lease dead : List.of(first, again)) {
            Loss loss = lossOf(dead);
            assertThat(loss.cause()).isEqualTo(LossCause.CONTINUED_ELSEWHERE);
            assertThat(loss.by()).isEqualTo("Alice Ng");
        }
    }

    @Test
    default void continueHereDoesNotTakeFromSomebodyElse() {
        Lease lease = hold(KEY, ALICE);

        assertThat(heldIn(continueHere(KEY, BOB)).heldByYouElsewhere()).isFalse();

        assertThat(renew(lease)).isInstanceOf(Renewal.Renewed.class);
    }

    @Test
    default void continueHereInTheSameTabIsOnlyARepeat() {
        Lease first = hold(KEY, ALICE);

        Lease again = leaseOf(continueHere(KEY, ALICE));

        assertThat(again.lockId()).isEqualTo(first.lockId());
        assertThat(renew(first)).isInstanceOf(Renewal.Renewed.class);
    }

    @Test
    @DisplayName("race 8: a repeat after a lost answer gets the same grant and a working token")
    default void repeatAfterALostAnswerGetsTheSameGrant() {
        Lease lost = hold(KEY, ALICE);

        Acquisition repeat = ask(KEY, ALICE);

        Lease lease = leaseOf(repeat);
        assertThat(((Acquisition.Granted) repeat).reentrant()).isTrue();
        assertThat(lease.lockId()).isEqualTo(lost.lockId());
        assertThat(lease.fence()).isEqualTo(lost.fence());
        assertThat(lease.acquiredAt()).isEqualTo(lost.acquiredAt());
        assertThat(lease.token()).isNotEqualTo(lost.token());
        assertThat(lease.beat()).isGreaterThan(lost.beat());
        assertThat(renew(lease)).isInstanceOf(Renewal.Renewed.class);
        assertThat(renew(lost)).isInstanceOf(Renewal.Renewed.class);
    }

    @Test
    default void allTokensOfAGrantDieTogether() {
        Lease first = hold(KEY, ALICE);
        Lease second = hold(KEY, ALICE);

        assertThat(store().release(first.claim())).isEqualTo(Release.RELEASED);

        assertThat(lossOf(second).cause()).isEqualTo(LossCause.RELEASED);
        assertThat(store().release(second.claim())).isEqualTo(Release.NOTHING_TO_RELEASE);
        assertThat(store().holders(KEY)).isEmpty();
    }

    @Test
    default void ninthTokenPushesOutTheOldest() {
        List<Lease> reloads = new ArrayList<>();
        for (int i = 0; i <= Grant.MAX_TOKENS; i++) {
            reloads.add(hold(KEY, ALICE));
        }

        assertThat(lossOf(reloads.get(0))).isEqualTo(Loss.unknown());
        assertThat(reloads.subList(1, reloads.size()))
                .hasSize(Grant.MAX_TOKENS)
                .allSatisfy(lease -> assertThat(renew(lease)).isInstanceOf(Renewal.Renewed.class));
    }

    @Test
    default void releaseFreesTheKeyAndMayBeRepeated() {
        Lease lease = hold(KEY, ALICE);

        assertThat(store().release(lease.claim())).isEqualTo(Release.RELEASED);
        assertThat(store().release(lease.claim())).isEqualTo(Release.NOTHING_TO_RELEASE);

        assertThat(store().holders(KEY)).isEmpty();
        assertThat(store().find(lease.lockId())).isEmpty();
        Lease next = hold(KEY, BOB);
        assertThat(next.fence()).isGreaterThan(lease.fence());
    }

    @Test
    default void noPartOfAClaimMayBeForged() {
        Lease lease = hold(KEY, ALICE);

        for (LeaseClaim forged : forgedClaims(lease)) {
            assertThat(renew(forged)).isEqualTo(new Renewal.Lost(Loss.unknown()));
            assertThat(store().release(forged)).isEqualTo(Release.NOTHING_TO_RELEASE);
            assertThat(store().softRelease(forged, lease.beat(), Duration.ZERO)).isEqualTo(Release.NOTHING_TO_RELEASE);
        }

        assertThat(shown(lease).expiresAt()).isEqualTo(lease.expiresAt());
        assertThat(renewed(lease).beat()).isEqualTo(lease.beat() + 1);
    }

    @Test
    default void renewAllAnswersEveryClaim() {
        Lease mine = hold(KEY, ALICE);
        Lease alsoMine = hold(OTHER_KEY, ALICE);
        Lease released = hold(KEY.inTenant("west"), ALICE);
        store().release(released.claim());
        LeaseClaim neverWas = new LeaseClaim(LockId.random(KEY), Token.random(), "alice");

        Map<LockId, Renewal> answers = store().renewAll(
                        Stream.of(neverWas, alsoMine.claim(), released.claim(), mine.claim())
                                .map(Heartbeat::of)
                                .toList());

        assertThat(answers).hasSize(4);
        assertThat(answers.get(mine.lockId())).isInstanceOf(Renewal.Renewed.class);
        assertThat(answers.get(alsoMine.lockId())).isInstanceOf(Renewal.Renewed.class);
        assertThat(answers.get(neverWas.lockId())).isEqualTo(new Renewal.Lost(Loss.unknown()));
        assertThat(answers.get(released.lockId()))
                .isInstanceOfSatisfying(
                        Renewal.Lost.class,
                        lost -> assertThat(lost.loss().cause()).isEqualTo(LossCause.RELEASED));
        assertThat(store().renewAll(List.of())).isEmpty();
    }

    @Test
    default void releaseSessionEndsWhatOneEditingSessionHoldsAndNothingElse() {
        hold(KEY, ALICE);
        hold(OTHER_KEY, ALICE);
        Lease otherTab = hold(KEY.inTenant("west"), ALICE_ELSEWHERE);
        Lease otherTenant = hold(OTHER_KEY.inTenant("west"), ALICE);
        Lease bobs = hold(LockKey.of("policy", "11111"), BOB);

        assertThat(store().releaseSession("", "alice", "alice-tab-1", "signed out"))
                .isEqualTo(2);
        assertThat(store().releaseSession("", "alice", "alice-tab-1", "signed out"))
                .isZero();

        assertThat(store().holders(KEY)).isEmpty();
        assertThat(List.of(otherTab, otherTenant, bobs))
                .allSatisfy(lease -> assertThat(renew(lease)).isInstanceOf(Renewal.Renewed.class));
    }

    @Test
    default void forceReleaseFreesTheKeyAtOnce() {
        Lease lease = hold(KEY, ALICE);

        assertThat(store().forceRelease(lease.lockId(), "Olga Operator", "gone home"))
                .isEqualTo(ForceRelease.BROKEN);

        assertThat(store().holders(KEY)).isEmpty();
        assertThat(hold(KEY, BOB).fence()).isGreaterThan(lease.fence());
    }

    @Test
    default void forceReleaseEndsOnlyTheVeryGrantThatWasShown() {
        Lease shown = hold(KEY, ALICE);
        store().release(shown.claim());
        Lease next = hold(KEY, BOB);

        assertThat(store().forceRelease(shown.lockId(), "Olga Operator", "gone home"))
                .isEqualTo(ForceRelease.CHANGED_HANDS);
        assertThat(store().forceRelease(LockId.random(KEY), "Olga Operator", "gone home"))
                .isEqualTo(ForceRelease.CHANGED_HANDS);

        assertThat(renew(next)).isInstanceOf(Renewal.Renewed.class);
    }

    /** The claim with each of its parts replaced by another that could have been real. */
    private static List<LeaseClaim> forgedClaims(Lease lease) {
        return List.of(
                new LeaseClaim(LockStoreUnderTest.inTenant("west", lease.lockId()), lease.token(), "alice"),
                new LeaseClaim(new LockId(OTHER_KEY, lease.lockId().grant()), lease.token(), "alice"),
                new LeaseClaim(LockId.random(KEY), lease.token(), "alice"),
                new LeaseClaim(lease.lockId(), Token.random(), "alice"),
                new LeaseClaim(lease.lockId(), lease.token(), "bob"));
    }
}
