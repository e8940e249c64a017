package io.heldby.testkit;

import static io.heldby.testkit.LockStoreUnderTest.heldIn;
import static io.heldby.testkit.LockStoreUnderTest.inTenant;
import static io.heldby.testkit.LockStoreUnderTest.person;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.heldby.lock.Acquisition;
import io.heldby.lock.Answered;
import io.heldby.lock.Asked;
import io.heldby.lock.Demand;
import io.heldby.lock.Denied;
import io.heldby.lock.HandOverAnswer;
import io.heldby.lock.HandOverRequest;
import io.heldby.lock.Lease;
import io.heldby.lock.LeaseClaim;
import io.heldby.lock.LockId;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockLostException;
import io.heldby.lock.LockMode;
import io.heldby.lock.LockView;
import io.heldby.lock.Loss;
import io.heldby.lock.LossCause;
import io.heldby.lock.ModeChange;
import io.heldby.lock.Release;
import io.heldby.lock.Renewal;
import io.heldby.lock.StoreCapability;
import io.heldby.lock.Token;
import io.heldby.testkit.LockStoreBackdoor.HungSave;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Asking a holder for the lock, and what becomes of it. */
interface LockStoreHandOverContract extends LockStoreUnderTest {

    HandOverAnswer YES = new HandOverAnswer.Accept(null);

    @Test
    default void storeThatCannotHandOverSaysSoAndChangesNothing() {
        assumeFalse(store().capabilities().contains(StoreCapability.HAND_OVER), "this store can");
        Lease lease = hold(KEY, ALICE);

        assertThatThrownBy(() -> askFor(lease, BOB))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("HAND_OVER");
        assertThatThrownBy(() -> store().forceRelease(lease.lockId(), "Olga Operator", "urgent", Duration.ofMinutes(1)))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("grace");
        assertThat(renew(lease)).isInstanceOf(Renewal.Renewed.class);
    }

    @Test
    default void holderIsToldWithTheNextHeartbeatWhoAsksAndWhy() {
        assumeHandOver();
        Lease lease = hold(KEY, ALICE);
        Lease another = hold(OTHER_KEY, ALICE);

        HandOverRequest request = asked(lease, BOB);

        assertThat(requestsToldWith(lease)).containsExactly(request);
        assertThat(request.asker()).isEqualTo(BOB);
        assertThat(request.message()).isEqualTo("is it urgent?");
        assertThat(request.state()).isEqualTo(HandOverRequest.State.OPEN);
        assertThat(request.askedAt()).isBetween(lease.acquiredAt(), backdoor().now());
        assertThat(requestsToldWith(another)).isEmpty();
        assertThat(store().handOverRequest(lease.lockId(), request.requestId())).contains(request);
        assertThat(store().demand(KEY)).isEqualTo(new Demand(null, List.of(), List.of(request)));
    }

    @Test
    default void askingAgainIsTheSameRequest() {
        assumeHandOver();
        Lease lease = hold(KEY, ALICE);
        HandOverRequest request = asked(lease, BOB);

        assertThat(asked(lease, BOB)).isEqualTo(request);
        assertThat(asked(lease, CAROL)).isNotEqualTo(request);
        assertThat(requestsToldWith(lease)).hasSize(2);
    }

    @Test
    default void onlyTheHolderOfAnActiveExclusiveLockCanBeAskedBySomebodyElse() {
        assumeHandOver();
        Lease alices = hold(KEY, ALICE);
        Lease shared = share(OTHER_KEY, ALICE);

        assertThat(askFor(alices, ALICE)).isInstanceOf(Asked.Refused.class);
        assertThat(askFor(alices, ALICE_ELSEWHERE)).isInstanceOf(Asked.Refused.class);
        assertThat(askFor(shared, BOB))
                .isInstanceOfSatisfying(
                        Asked.Refused.class,
                        refused -> assertThat(refused.denied()).isInstanceOf(Denied.NotPermitted.class));
        backdoor().forceExpire(KEY);
        assertThat(askFor(alices, BOB)).isEqualTo(new Asked.Gone());
        store().release(alices.claim());
        assertThat(askFor(alices, BOB)).isEqualTo(new Asked.Gone());
    }

    @Test
    @DisplayName("yes: the lock is the asker's at once, with a greater fence, and nobody else's")
    default void acceptedRequestMovesTheLockAtOnce() {
        assumeHandOver();
        Lease alices = hold(KEY, ALICE);
        HandOverRequest request = asked(alices, BOB);

        HandOverRequest accepted = accepted(request, alices);

        assertThat(accepted.state()).isEqualTo(HandOverRequest.State.ACCEPTED);
        LockView bobs = onlyHolderOf(KEY);
        assertThat(bobs.owner()).isEqualTo(BOB);
        assertThat(bobs.fence()).isGreaterThan(alices.fence());
        assertThat(bobs.lockId()).isNotEqualTo(alices.lockId());
        assertThat(heldIn(ask(KEY, CAROL)).holders())
                .extracting(LockView::lockId)
                .containsExactly(bobs.lockId());
        heldIn(ask(KEY, ALICE));
        Acquisition picked = ask(KEY, BOB);
        assertThat(picked).isInstanceOfSatisfying(Acquisition.Granted.class, granted -> {
            assertThat(granted.reentrant()).isTrue();
            assertThat(granted.lease().lockId()).isEqualTo(bobs.lockId());
            assertThat(granted.lease().fence()).isEqualTo(bobs.fence());
        });
        assertThat(renew(LockStoreUnderTest.leaseOf(picked))).isInstanceOf(Renewal.Renewed.class);
        assertThat(store().handOverRequest(alices.lockId(), request.requestId()))
                .contains(accepted);
    }

    @Test
    @DisplayName("all old tokens are dead right after a hand-over: renew, release, soft release, upgrade and save")
    default void oldTokensAreDeadRightAfterAHandOver() {
        assumeHandOver();
        Lease first = hold(KEY, ALICE);
        Lease reloaded = hold(KEY, ALICE);
        accepted(asked(first, BOB), reloaded);

        for (Lease old : List.of(first, reloaded)) {
            Loss loss = lossOf(old);
            assertThat(loss.cause()).isEqualTo(LossCause.HANDED_OVER);
            assertThat(loss.by()).isEqualTo("Bob Smith");
            assertThat(store().release(old.claim())).isEqualTo(Release.NOTHING_TO_RELEASE);
            assertThat(store().softRelease(old.claim(), old.beat(), Duration.ZERO))
                    .isEqualTo(Release.NOTHING_TO_RELEASE);
            assertThat(store().changeMode(old.claim(), LockMode.SHARED)).isInstanceOf(ModeChange.Lost.class);
        }
        assertThat(onlyHolderOf(KEY).owner()).isEqualTo(BOB);
    }

    @Test
    @DisplayName("race 35: a save after a hand-over is refused, also under a lenient policy")
    default void saveAfterAHandOverIsRefused() {
        assumeHandOver();
        assumeTrue(backdoor().supportsGuardedSave(), "this store takes no part in guarded saves");
        Lease alices = hold(KEY, ALICE);
        accepted(asked(alices, BOB), alices);

        assertThatThrownBy(() -> backdoor().hangGuardedSave(alices))
                .isInstanceOfSatisfying(
                        LockLostException.class,
                        lost -> assertThat(lost.loss().cause()).isEqualTo(LossCause.HANDED_OVER));
    }

    @Test
    default void lockThatTheAskerNeverPicksUpExpiresAsAnyOther() {
        assumeHandOver();
        Lease alices = hold(KEY, ALICE);
        accepted(asked(alices, BOB), alices);
        assertThat(onlyHolderOf(KEY).remaining()).isLessThanOrEqualTo(LENIENT.lease());
        backdoor().forceExpire(KEY);

        assertThat(hold(KEY, CAROL).fence()).isGreaterThan(alices.fence());
    }

    @Test
    default void keptLockTellsTheAskerUntilWhen() {
        assumeHandOver();
        Lease lease = hold(KEY, ALICE);
        HandOverRequest request = asked(lease, BOB);

        answer(request, lease, new HandOverAnswer.Keep(10, "nearly done"));

        HandOverRequest kept =
                store().handOverRequest(lease.lockId(), request.requestId()).orElseThrow();
        assertThat(kept.state()).isEqualTo(HandOverRequest.State.KEPT);
        assertThat(kept.answer()).isEqualTo("nearly done");
        assertThat(Duration.between(kept.answeredAt(), kept.keepUntil())).isEqualTo(Duration.ofMinutes(10));
        assertThat(requestsToldWith(lease)).isEmpty();
        assertThat(asked(lease, BOB)).isEqualTo(kept);
        assertThat(renew(lease)).isInstanceOf(Renewal.Renewed.class);
    }

    @Test
    default void secondKeepToTheSamePersonNeedsAMessage() {
        assumeHandOver();
        Lease lease = hold(KEY, ALICE);
        answer(asked(lease, BOB), lease, new HandOverAnswer.Keep(1, null));
        backdoor().ageDemand(KEY, Duration.ofMinutes(2));
        HandOverRequest again = asked(lease, BOB);
        HandOverRequest carols = asked(lease, CAROL);

        assertThatThrownBy(() -> answer(again, lease, new HandOverAnswer.Keep(1, null)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("message is missing: Bob Smith asks again");

        assertThat(requestsToldWith(lease)).containsExactlyInAnyOrder(again, carols);
        assertThat(answer(carols, lease, new HandOverAnswer.Keep(1, null))).isInstanceOf(Answered.Done.class);
        assertThat(answer(again, lease, new HandOverAnswer.Keep(1, "one more page")))
                .isInstanceOf(Answered.Done.class);
    }

    @Test
    @DisplayName("security 1: only the holder answers; everybody else learns nothing")
    default void onlyTheHolderAnswers() {
        assumeHandOver();
        Lease lease = hold(KEY, ALICE);
        HandOverRequest request = asked(lease, BOB);
        List<LeaseClaim> forged = List.of(
                new LeaseClaim(lease.lockId(), Token.random(), "alice"),
                new LeaseClaim(lease.lockId(), lease.token(), "bob"),
                new LeaseClaim(inTenant("other", lease.lockId()), lease.token(), "alice"),
                new LeaseClaim(LockId.random(KEY), lease.token(), "alice"));

        for (LeaseClaim claim : forged) {
            assertThat(store().answer(request.requestId(), claim, YES, LockStoreUnderTest.succession(claim.key())))
                    .isEqualTo(new Answered.Lost(Loss.unknown()));
        }
        Lease other = hold(OTHER_KEY, ALICE);
        assertThat(answer(request, other, YES)).isEqualTo(new Answered.Gone());
        assertThat(store().answer(UUID.randomUUID(), lease.claim(), YES, LockStoreUnderTest.succession(KEY)))
                .isEqualTo(new Answered.Gone());
        assertThat(onlyHolderOf(KEY).lockId()).isEqualTo(lease.lockId());
    }

    @Test
    default void requestsEndWithTheLock() {
        assumeHandOver();
        Lease lease = hold(KEY, ALICE);
        HandOverRequest request = asked(lease, BOB);
        store().release(lease.claim());

        assertThat(stateOf(request)).isEqualTo(HandOverRequest.State.OVER);
        assertThat(answer(request, lease, YES)).isInstanceOf(Answered.Lost.class);
        Lease carols = hold(KEY, CAROL);
        assertThat(requestsToldWith(carols)).isEmpty();
        assertThat(store().demand(KEY).requests()).isEmpty();
    }

    @Test
    @DisplayName("race 36: a request to a lock that is over is over, before and after the sweeper ran")
    default void requestToADeadLockIsOverWithAndWithoutTheSweeper() {
        assumeHandOver();
        Lease lease = hold(KEY, ALICE, STRICT);
        HandOverRequest request = asked(lease, BOB);
        backdoor().forceExpire(KEY);
        assertThat(stateOf(request)).isEqualTo(HandOverRequest.State.OVER);

        store().sweep(10);

        assertThat(stateOf(request)).isEqualTo(HandOverRequest.State.OVER);
        assertThat(answer(request, lease, YES))
                .isInstanceOfSatisfying(
                        Answered.Lost.class,
                        lost -> assertThat(lost.loss().cause()).isEqualTo(LossCause.EXPIRED));
    }

    @Test
    default void requestThatNobodyAnswersEndsByItself() {
        assumeHandOver();
        Lease lease = hold(KEY, ALICE);
        HandOverRequest request = asked(lease, BOB);
        backdoor().ageDemand(KEY, Duration.ofMinutes(10));

        assertThat(stateOf(request)).isEqualTo(HandOverRequest.State.UNANSWERED);
        assertThat(requestsToldWith(lease)).isEmpty();
        assertThat(answer(request, lease, YES)).isEqualTo(new Answered.Gone());
        assertThat(asked(lease, BOB).requestId()).isNotEqualTo(request.requestId());
    }

    @Test
    default void otherRequestsEndWhenTheLockIsHandedOver() {
        assumeHandOver();
        Lease alices = hold(KEY, ALICE);
        HandOverRequest bobs = asked(alices, BOB);
        HandOverRequest carols = asked(alices, CAROL);

        accepted(bobs, alices);

        assertThat(stateOf(carols)).isEqualTo(HandOverRequest.State.OVER);
        assertThat(requestsToldWith(hold(KEY, BOB))).isEmpty();
    }

    @Test
    default void requestsOfASessionEndWithIt() {
        assumeHandOver();
        Lease lease = hold(KEY, ALICE);
        HandOverRequest bobs = asked(lease, BOB);
        HandOverRequest carols = asked(lease, CAROL);

        store().releaseSession("", BOB.user(), BOB.session(), "signed out");

        assertThat(stateOf(bobs)).isEqualTo(HandOverRequest.State.OVER);
        assertThat(requestsToldWith(lease)).containsExactly(carols);
    }

    @Test
    @DisplayName("race 39: a request is found only through the lock and tenant that it was made of")
    default void requestsOfTenantsNeverMeet() {
        assumeHandOver();
        Lease lease = hold(KEY, ALICE);
        HandOverRequest request = asked(lease, BOB);

        assertThat(store().handOverRequest(inTenant("other", lease.lockId()), request.requestId()))
                .isEmpty();
        assertThat(store().handOverRequest(LockId.random(KEY), request.requestId()))
                .isEmpty();
        assertThat(store().demand(KEY.inTenant("other"))).isEqualTo(Demand.NONE);
        store().releaseSession("other", BOB.user(), BOB.session(), "signed out");
        assertThat(stateOf(request)).isEqualTo(HandOverRequest.State.OPEN);
    }

    @Test
    @DisplayName("security 2: no token of a lock that changes hands is kept")
    default void tokensAreNotKept() {
        assumeHandOver();
        Lease alices = hold(KEY, ALICE);
        accepted(asked(alices, BOB), alices);
        Lease bobs = hold(KEY, BOB);

        assertThat(backdoor().rawDump())
                .doesNotContain(alices.token().value())
                .doesNotContain(bobs.token().value());
    }

    @Test
    @DisplayName("race 32: asking and answering during a hanging save change nothing and say so")
    default void askingDuringASaveIsBusy() {
        assumeHandOver();
        assumeTrue(backdoor().supportsGuardedSave(), "this store takes no part in guarded saves");
        Lease lease = hold(KEY, ALICE);
        HandOverRequest request = asked(lease, CAROL);
        try (HungSave hanging = backdoor().hangGuardedSave(lease)) {
            assertThat(askFor(lease, BOB))
                    .isInstanceOfSatisfying(
                            Asked.Refused.class,
                            refused -> assertThat(refused.denied()).isInstanceOf(Denied.Saving.class));
            assertThat(answer(request, lease, YES)).isEqualTo(new Answered.Busy());
        }
        accepted(request, lease);
    }

    @Test
    @DisplayName(
            "race 6: a hand-over among heartbeats, releases and acquires: the lock is the asker's, or it was released")
    default void exactlyOneHolderAfterAHandOverAmongOthers() {
        assumeHandOver();
        try (Racers racers = Racers.sixteen()) {
            for (int round = 0; round < 50; round++) {
                LockKey key = LockKey.of("race", "hand-over-" + round);
                Lease alices = hold(key, ALICE);
                HandOverRequest request = asked(alices, BOB);
                boolean alsoReleased = round % 2 == 0;

                List<Object> answers = racers.race(number -> switch (number) {
                    case 0 -> answer(request, alices, YES);
                    case 1 -> alsoReleased ? store().release(alices.claim()) : renew(alices);
                    case 2, 3 -> ask(key, BOB);
                    case 4, 5 -> renew(alices);
                    default -> ask(key, person(number));
                });

                boolean handedOver = answers.get(0) instanceof Answered.Done;
                boolean released = answers.get(1) == Release.RELEASED;
                assertThat(handedOver).isEqualTo(!released);
                assertThat(store().holders(key)).hasSizeLessThanOrEqualTo(1);
                assertThat(lossOf(alices).cause()).isEqualTo(handedOver ? LossCause.HANDED_OVER : LossCause.RELEASED);
                if (handedOver) {
                    assertThat(onlyHolderOf(key).owner()).isEqualTo(BOB);
                }
            }
        }
    }

    private LockView onlyHolderOf(LockKey key) {
        assertThat(store().holders(key)).hasSize(1);
        return store().holders(key).get(0);
    }

    private HandOverRequest.State stateOf(HandOverRequest request) {
        return store().handOverRequest(request.lockId(), request.requestId())
                .orElseThrow()
                .state();
    }
}
