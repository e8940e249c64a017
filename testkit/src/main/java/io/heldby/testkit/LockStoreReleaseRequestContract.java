package io.heldby.testkit;

import static io.heldby.testkit.LockStoreUnderTest.request;
import static io.heldby.testkit.LockStoreUnderTest.wish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.heldby.lock.Answered;
import io.heldby.lock.Asked;
import io.heldby.lock.Demand;
import io.heldby.lock.Denied;
import io.heldby.lock.HandOverAnswer;
import io.heldby.lock.HandOverRequest;
import io.heldby.lock.HandOverRequest.Addressee;
import io.heldby.lock.HandOverRequest.State;
import io.heldby.lock.Lease;
import io.heldby.lock.LockView;
import io.heldby.lock.Owner;
import io.heldby.testkit.LockStoreBackdoor.HungSave;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Asking the operators to end somebody's lock. */
interface LockStoreReleaseRequestContract extends LockStoreUnderTest {

    @Test
    default void operatorsSeeWhoWantsWhatEndedAndTheHolderIsNotTold() {
        assumeHandOver();
        Lease first = hold(KEY, ALICE);
        Lease second = hold(OTHER_KEY, ALICE);

        HandOverRequest older = askedOperators(first, BOB);
        HandOverRequest younger = askedOperators(second, CAROL);

        assertThat(openToOperators(10)).containsExactly(older, younger);
        assertThat(openToOperators(1)).containsExactly(older);
        assertThat(store().releaseRequests("another tenant", 10)).isEmpty();
        assertThat(older.addressee()).isEqualTo(Addressee.OPERATORS);
        assertThat(older.message()).isEqualTo("is it urgent?");
        assertThat(requestsToldWith(first)).isEmpty();
        assertThat(store().demand(KEY)).isEqualTo(new Demand(null, List.of(), List.of(older)));
    }

    @Test
    default void operatorsAreNotAskedForWhatHoldersAre() {
        assumeHandOver();
        Lease lease = hold(KEY, ALICE);
        HandOverRequest ofHolder = asked(lease, BOB);
        HandOverRequest ofOperators = askedOperators(lease, BOB);

        assertThat(ofOperators.requestId()).isNotEqualTo(ofHolder.requestId());
        assertThat(askedOperators(lease, BOB)).isEqualTo(ofOperators);
        assertThat(openToOperators(10)).containsExactly(ofOperators);
        assertThat(requestsToldWith(lease)).containsExactly(ofHolder);
    }

    @Test
    default void holderCannotAnswerForTheOperatorsNorTheyForTheHolder() {
        assumeHandOver();
        Lease lease = hold(KEY, ALICE);
        HandOverRequest ofHolder = asked(lease, BOB);
        HandOverRequest ofOperators = askedOperators(lease, BOB);

        assertThat(answer(ofOperators, lease, new HandOverAnswer.Accept(null))).isEqualTo(new Answered.Gone());
        assertThat(decline(ofHolder)).isEqualTo(new Answered.Gone());
        assertThat(store().holders(KEY)).extracting(LockView::owner).containsExactly(ALICE);
    }

    @Test
    default void sharedLockCanBeAskedForAndOnesOwnCannot() {
        assumeHandOver();
        Lease shared = share(KEY, ALICE);

        assertThat(askOperators(shared, BOB)).isInstanceOf(Asked.Waiting.class);
        assertThat(askOperators(shared, ALICE_ELSEWHERE)).isInstanceOf(Asked.Refused.class);
    }

    @Test
    default void askerLearnsThatTheOperatorsDeclineAndMayAskAgain() {
        assumeHandOver();
        Lease lease = hold(KEY, ALICE);
        HandOverRequest request = askedOperators(lease, BOB);

        assertThat(decline(request)).isInstanceOfSatisfying(Answered.Done.class, done -> {
            assertThat(done.request().state()).isEqualTo(State.DECLINED);
            assertThat(done.request().answer()).isEqualTo("she is at it");
            assertThat(store().handOverRequest(lease.lockId(), request.requestId()))
                    .contains(done.request());
        });
        assertThat(openToOperators(10)).isEmpty();
        assertThat(decline(request)).isEqualTo(new Answered.Gone());
        assertThat(askedOperators(lease, BOB).requestId()).isNotEqualTo(request.requestId());
    }

    @Test
    default void requestEndsWithTheLockHoweverThatEnds() {
        assumeHandOver();
        Lease broken = hold(KEY, ALICE);
        Lease released = hold(OTHER_KEY, ALICE);
        HandOverRequest first = askedOperators(broken, BOB);
        HandOverRequest second = askedOperators(released, BOB);

        store().forceRelease(broken.lockId(), "Olga Operator", "month end");
        store().release(released.claim());

        assertThat(openToOperators(10)).isEmpty();
        for (HandOverRequest request : List.of(first, second)) {
            assertThat(store().handOverRequest(request.lockId(), request.requestId()))
                    .hasValueSatisfying(over -> assertThat(over.state()).isEqualTo(State.OVER));
            assertThat(decline(request)).isEqualTo(new Answered.Gone());
        }
    }

    @Test
    default void nothingIsOpenOfALockThatIsOverThoughNobodyHasWrittenItDown() {
        assumeHandOver();
        Lease lease = hold(KEY, ALICE);
        HandOverRequest request = askedOperators(lease, BOB);

        backdoor().forceMaximumHoldOver(KEY);

        assertThat(openToOperators(10)).isEmpty();
        assertThat(decline(request)).isEqualTo(new Answered.Gone());
    }

    @Test
    default void operatorsNeedNotWaitForAHungSave() throws Exception {
        assumeHandOver();
        Lease lease = hold(KEY, ALICE);
        HandOverRequest request = askedOperators(lease, BOB);
        assumeTrue(backdoor().supportsGuardedSave(), "this store takes no part in guarded saves");

        try (HungSave hanging = backdoor().hangGuardedSave(lease)) {
            assertThat(decline(request)).isEqualTo(new Answered.Busy());
            assertThat(openToOperators(10)).containsExactly(request);
        }
        assertThat(decline(request)).isInstanceOf(Answered.Done.class);
    }

    @Test
    default void silenceOfTheOperatorsEntitlesNobody() {
        assumeHandOver();
        Lease lease = hold(KEY, ALICE);
        askedOperators(lease, BOB);
        backdoor().ageDemand(KEY, Duration.ofMinutes(5));

        assertThat(store().takeOver(lease.lockId(), request(KEY, BOB, LENIENT, false), "urgent", Duration.ofMinutes(1)))
                .isInstanceOf(Denied.NotPermitted.class);
    }

    private Asked askOperators(Lease lease, Owner asker) {
        return store().requestHandOver(wish(lease, asker, Addressee.OPERATORS));
    }

    private HandOverRequest askedOperators(Lease lease, Owner asker) {
        return ((Asked.Waiting) askOperators(lease, asker)).request();
    }

    private List<HandOverRequest> openToOperators(int limit) {
        return store().releaseRequests(KEY.tenant(), limit);
    }

    private Answered decline(HandOverRequest request) {
        return store().declineRelease(request.lockId(), request.requestId(), "Olga Operator", "she is at it");
    }
}
