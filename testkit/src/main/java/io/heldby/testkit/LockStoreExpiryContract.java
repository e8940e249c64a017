package io.heldby.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.heldby.lock.Acquisition;
import io.heldby.lock.Expiry;
import io.heldby.lock.Fence;
import io.heldby.lock.Heartbeat;
import io.heldby.lock.Lease;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockLostException;
import io.heldby.lock.LockPolicy;
import io.heldby.lock.LockQuery;
import io.heldby.lock.LockView;
import io.heldby.lock.LossCause;
import io.heldby.lock.Release;
import io.heldby.lock.Renewal;
import io.heldby.lock.RenewalMode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How a lease ends by itself, what a heartbeat does about it, and what is left for the sweeper. */
interface LockStoreExpiryContract extends LockStoreUnderTest {

    @Test
    default void expiredLeaseHasNoHolderButIsStillShown() {
        Lease lease = hold(KEY, ALICE);
        backdoor().forceExpire(KEY);

        assertThat(store().holders(KEY)).isEmpty();
        assertThat(shown(lease).state()).isEqualTo(LockView.State.EXPIRED);
    }

    @Test
    default void heartbeatStartsTheLeaseAgain() {
        Lease lease = hold(KEY, ALICE);
        backdoor().moveExpiry(KEY, Duration.ofSeconds(20));

        Lease renewed = renewed(lease);

        assertThat(renewed.remaining()).isEqualTo(LENIENT.lease());
        assertThat(renewed.beat()).isEqualTo(lease.beat() + 1);
        assertThat(renewed.lockId()).isEqualTo(lease.lockId());
        assertThat(renewed.fence()).isEqualTo(lease.fence());
        assertThat(renewed.token()).isEqualTo(lease.token());
        assertThat(renewed.maxUntil()).isEqualTo(lease.maxUntil());
        assertThat(shown(lease).expiresAt()).isEqualTo(renewed.expiresAt());
        assertThat(shown(lease).renewedAt()).isEqualTo(renewed.asOf());
    }

    @Test
    default void heartbeatDoesNotExtendAFixedLease() {
        Lease lease = hold(KEY, ALICE, FIXED);

        assertThat(renewed(lease).expiresAt()).isEqualTo(lease.expiresAt());
        assertThat(hold(KEY, ALICE, FIXED).expiresAt()).isEqualTo(lease.expiresAt());
    }

    @Test
    default void leavingThePageDoesNotEndAFixedLease() {
        Lease lease = hold(KEY, ALICE, FIXED);

        assertThat(store().softRelease(lease.claim(), lease.beat(), Duration.ofSeconds(5)))
                .isEqualTo(Release.NOTHING_TO_RELEASE);

        assertThat(shown(lease).expiresAt()).isEqualTo(lease.expiresAt());
    }

    @Test
    @DisplayName("race 31: a fixed lease that is over does not come back by asking again, but is granted anew")
    default void fixedLeaseThatIsOverIsGrantedAnew() {
        LockPolicy longHold = new LockPolicy(
                Duration.ofMinutes(10),
                Duration.ofMinutes(10),
                Duration.ofHours(1),
                RenewalMode.FIXED,
                Expiry.LENIENT,
                LENIENT.enforcement());
        Lease over = hold(KEY, ALICE, longHold);
        backdoor().forceExpire(KEY);

        Lease next = hold(KEY, ALICE, longHold);

        assertThat(next.remaining()).isPositive();
        assertThat(next.fence()).isGreaterThan(over.fence());
    }

    @Test
    default void maximumHoldCapsHeartbeatsAndReentry() {
        Lease lease = hold(KEY, ALICE);
        backdoor().moveExpiry(KEY, Duration.ofSeconds(20));
        backdoor().moveMaximumHold(KEY, Duration.ofSeconds(40));
        Instant end = shown(lease).maxUntil();

        assertThat(renewed(lease).expiresAt()).isEqualTo(end);
        Lease reloaded = hold(KEY, ALICE);
        assertThat(reloaded.lockId()).isEqualTo(lease.lockId());
        assertThat(reloaded.expiresAt()).isEqualTo(end);
        assertThat(reloaded.maxUntil()).isEqualTo(end);
    }

    @Test
    default void nothingRevivesALockWhoseMaximumHoldIsOver() {
        Lease lease = hold(KEY, ALICE);
        backdoor().forceMaximumHoldOver(KEY);

        assertThat(renew(lease)).isInstanceOf(Renewal.Lost.class);
        Lease next = hold(KEY, ALICE);
        assertThat(next.lockId()).isNotEqualTo(lease.lockId());
        assertThat(next.fence()).isGreaterThan(lease.fence());
        assertThat(lossOf(lease).cause()).isEqualTo(LossCause.EXPIRED);
    }

    @Test
    default void lenientLeaseThatNobodyTookComesBackWithAHeartbeat() {
        Lease lease = hold(KEY, ALICE);
        backdoor().forceExpire(KEY);

        assertThat(renewed(lease).remaining()).isEqualTo(LENIENT.lease());

        assertThat(store().holders(KEY)).extracting(LockView::lockId).containsExactly(lease.lockId());
    }

    @Test
    default void strictLeaseDoesNotComeBack() {
        Lease lease = hold(KEY, ALICE, STRICT);
        backdoor().forceExpire(KEY);

        assertThat(lossOf(lease).cause()).isEqualTo(LossCause.EXPIRED);
        Lease next = hold(KEY, ALICE, STRICT);
        assertThat(next.lockId()).isNotEqualTo(lease.lockId());
        assertThat(next.fence()).isGreaterThan(lease.fence());
    }

    @Test
    default void softReleaseLeavesSecondsAndAReloadKeepsTheLock() {
        Lease page = hold(KEY, ALICE);

        assertThat(store().softRelease(page.claim(), page.beat(), Duration.ofSeconds(10)))
                .isEqualTo(Release.RELEASED);
        assertThat(shown(page).remaining()).isLessThanOrEqualTo(Duration.ofSeconds(10));

        Lease reloaded = hold(KEY, ALICE);
        assertThat(reloaded.lockId()).isEqualTo(page.lockId());
        assertThat(reloaded.remaining()).isEqualTo(LENIENT.lease());
    }

    @Test
    @DisplayName("race 8: a late soft release of the page before changes nothing")
    default void lateSoftReleaseOfThePageBeforeChangesNothing() {
        Lease page = hold(KEY, ALICE);
        Lease reloaded = hold(KEY, ALICE);

        assertThat(store().softRelease(page.claim(), page.beat(), Duration.ZERO))
                .isEqualTo(Release.NOTHING_TO_RELEASE);
        assertThat(store().softRelease(reloaded.claim(), page.beat(), Duration.ZERO))
                .isEqualTo(Release.NOTHING_TO_RELEASE);

        assertThat(shown(reloaded).expiresAt()).isEqualTo(reloaded.expiresAt());
    }

    @Test
    @DisplayName("race 8: a heartbeat that the same page's soft release has overtaken does not bring the lease back")
    default void heartbeatThatASoftReleaseHasOvertakenChangesNothing() {
        Lease page = hold(KEY, ALICE);
        Heartbeat onItsWay = new Heartbeat(page.claim(), page.beat());

        assertThat(store().softRelease(page.claim(), page.beat() + 1, Duration.ofSeconds(10)))
                .isEqualTo(Release.RELEASED);
        Instant end = shown(page).expiresAt();

        assertThat(renewed(onItsWay).expiresAt()).isEqualTo(end);
        assertThat(shown(page).expiresAt()).isEqualTo(end);
    }

    @Test
    @DisplayName("race 8: a soft release counts although its page has not seen the answers to its last heartbeats")
    default void softReleaseCountsHeartbeatsWithoutAnAnswer() {
        Lease page = hold(KEY, ALICE);
        renew(new Heartbeat(page.claim(), page.beat()));
        // One more never arrives.

        assertThat(store().softRelease(page.claim(), page.beat() + 2, Duration.ofSeconds(10)))
                .isEqualTo(Release.RELEASED);

        assertThat(shown(page).remaining()).isLessThanOrEqualTo(Duration.ofSeconds(10));
    }

    @Test
    @DisplayName(
            "race 8: a page that is back after its soft release renews, and the soft release may not even come later")
    default void pageThatIsBackRenews() {
        Lease page = hold(KEY, ALICE);
        store().softRelease(page.claim(), page.beat(), Duration.ofSeconds(10));

        Lease back = renewed(new Heartbeat(page.claim(), page.beat() + 1));

        assertThat(back.remaining()).isEqualTo(LENIENT.lease());
        assertThat(back.beat()).isEqualTo(page.beat() + 2);
        assertThat(store().softRelease(page.claim(), page.beat(), Duration.ZERO))
                .isEqualTo(Release.NOTHING_TO_RELEASE);
        assertThat(shown(page).expiresAt()).isEqualTo(back.expiresAt());
    }

    @Test
    @DisplayName(
            "race 8: whatever the page before had sent without an answer, its soft release does not shorten a reload's lease")
    default void softReleaseOfThePageBeforeNeverCountsAsFarAsTheReload() {
        Lease page = hold(KEY, ALICE);
        Lease reloaded = hold(KEY, ALICE);

        for (long unanswered : List.of(0L, 1L, 2L, 100L)) {
            assertThat(store().softRelease(page.claim(), page.beat() + unanswered, Duration.ZERO))
                    .isEqualTo(Release.NOTHING_TO_RELEASE);
        }
        Heartbeat late = new Heartbeat(page.claim(), page.beat());
        assertThat(renewed(late).beat()).isEqualTo(reloaded.beat());
        assertThat(shown(reloaded).expiresAt()).isEqualTo(reloaded.expiresAt());
    }

    @Test
    @DisplayName(
            "race 8: a page out of the browser's memory may go on where a later page has been, once it has counted on from there")
    default void olderPageGoesOnAfterALaterOne() {
        Lease page = hold(KEY, ALICE);
        Lease later = hold(KEY, ALICE);
        store().softRelease(later.claim(), later.beat(), Duration.ofSeconds(10));

        Lease overtaken = renewed(new Heartbeat(page.claim(), page.beat()));
        assertThat(overtaken.remaining()).isLessThanOrEqualTo(Duration.ofSeconds(10));
        Lease back = renewed(new Heartbeat(page.claim(), overtaken.beat()));

        assertThat(back.remaining()).isEqualTo(LENIENT.lease());
        assertThat(store().softRelease(page.claim(), back.beat(), Duration.ofSeconds(10)))
                .isEqualTo(Release.RELEASED);
    }

    @Test
    default void softReleaseNeverLengthensALease() {
        Lease lease = hold(KEY, ALICE);
        backdoor().moveExpiry(KEY, Duration.ofSeconds(20));
        Instant end = shown(lease).expiresAt();

        store().softRelease(lease.claim(), lease.beat(), Duration.ofSeconds(60));

        assertThat(shown(lease).expiresAt()).isEqualTo(end);
    }

    @Test
    @DisplayName("race 5: after release and sweep the fence does not start again")
    default void fenceDoesNotStartAgain() {
        Lease released = hold(KEY, ALICE);
        store().release(released.claim());
        store().sweep(100);
        Fence afterRelease = hold(KEY, BOB).fence();
        backdoor().forceMaximumHoldOver(KEY);
        store().sweep(100);
        Fence afterExpiry = hold(KEY, ALICE).fence();
        store().forceRelease(store().holders(KEY).get(0).lockId(), "Olga Operator", "urgent");
        store().sweep(100);
        Fence afterBreak = hold(KEY, BOB).fence();

        assertThat(afterRelease).isGreaterThan(released.fence());
        assertThat(afterExpiry).isGreaterThan(afterRelease);
        assertThat(afterBreak).isGreaterThan(afterExpiry);
    }

    @Test
    default void sweepReportsALenientExpiryOnceAndRemovesItWhenTheMaximumHoldIsOver() {
        Lease lease = hold(KEY, ALICE);
        assertThat(store().sweep(100)).isZero();

        backdoor().forceExpire(KEY);
        assertThat(store().sweep(100)).isEqualTo(1);
        assertThat(store().sweep(100)).isZero();

        renewed(lease);
        assertThat(store().sweep(100)).isZero();
        backdoor().forceExpire(KEY);
        assertThat(store().sweep(100)).isEqualTo(1);

        backdoor().forceMaximumHoldOver(KEY);
        assertThat(store().sweep(100)).isEqualTo(1);
        assertThat(store().sweep(100)).isZero();
        assertThat(store().find(LockQuery.all("")).locks()).isEmpty();
    }

    @Test
    default void sweepKeepsToItsBatch() {
        for (int i = 0; i < 5; i++) {
            LockKey key = LockKey.of("policy", "batch-" + i);
            hold(key, ALICE, STRICT);
            backdoor().forceExpire(key);
        }
        hold(KEY, ALICE, STRICT);

        assertThat(store().sweep(2)).isEqualTo(2);
        assertThat(store().sweep(2)).isEqualTo(2);
        assertThat(store().sweep(2)).isEqualTo(1);
        assertThat(store().sweep(2)).isZero();
        assertThat(store().holders(KEY)).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("race 36: an expired lease gets the same answers before and after a sweep")
    default void expiredLeaseGetsTheSameAnswersBeforeAndAfterASweep(Expiry expiry) {
        sameAnswers(LockPolicy.DEFAULT.withExpiry(expiry), key -> backdoor().forceExpire(key));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("race 36: so does one whose maximum hold is over")
    default void overlongHoldGetsTheSameAnswersBeforeAndAfterASweep(Expiry expiry) {
        sameAnswers(LockPolicy.DEFAULT.withExpiry(expiry), key -> backdoor().forceMaximumHoldOver(key));
    }

    private void sameAnswers(LockPolicy policy, Consumer<LockKey> end) {
        for (AfterTheEnd question : AfterTheEnd.values()) {
            LockKey unswept = LockKey.of("unswept", question.name());
            LockKey swept = LockKey.of("swept", question.name());
            Lease before = hold(unswept, ALICE, policy);
            end.accept(unswept);
            String answerBefore = question.asked(this, before, policy);

            Lease after = hold(swept, ALICE, policy);
            end.accept(swept);
            store().sweep(100);
            String answerAfter = question.asked(this, after, policy);

            assertThat(answerAfter).as("%s after a sweep", question).isEqualTo(answerBefore);
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("race 36: a guarded save is let through or refused alike before and after a sweep")
    default void guardedSaveIsJudgedAlikeBeforeAndAfterASweep(Expiry expiry) {
        assumeTrue(backdoor().supportsGuardedSave(), "this store takes no part in guarded saves");
        Lease lease = hold(KEY, ALICE, LockPolicy.DEFAULT.withExpiry(expiry));
        backdoor().forceExpire(KEY);

        for (int sweeps = 0; sweeps < 2; sweeps++) {
            if (expiry == Expiry.LENIENT) {
                backdoor().hangGuardedSave(lease).close();
            } else {
                assertThatThrownBy(() -> backdoor().hangGuardedSave(lease)).isInstanceOf(LockLostException.class);
            }
            store().sweep(100);
        }
    }

    /** What can be asked about a lock whose time is over; the answers leave out ids and times. */
    enum AfterTheEnd {
        HEARTBEAT {
            @Override
            String asked(LockStoreUnderTest test, Lease lease, LockPolicy policy) {
                Renewal answer = test.renew(lease);
                return answer instanceof Renewal.Lost lost
                        ? "lost: " + lost.loss().cause()
                        : answer.getClass().getSimpleName();
            }
        },
        ACQUIRED_BY_ANOTHER {
            @Override
            String asked(LockStoreUnderTest test, Lease lease, LockPolicy policy) {
                Acquisition answer = test.ask(lease.key(), BOB, policy);
                // A lenient one that a sweep has merely reported is still taken over by name.
                return acquired(answer) + ", the former holder hears "
                        + test.lossOf(lease).cause();
            }
        },
        ACQUIRED_AGAIN {
            @Override
            String asked(LockStoreUnderTest test, Lease lease, LockPolicy policy) {
                return acquired(test.ask(lease.key(), ALICE, policy));
            }
        },
        RELEASED {
            @Override
            String asked(LockStoreUnderTest test, Lease lease, LockPolicy policy) {
                Release answer = test.store().release(lease.claim());
                return answer + ", then " + test.lossOf(lease).cause();
            }
        },
        SOFT_RELEASED {
            @Override
            String asked(LockStoreUnderTest test, Lease lease, LockPolicy policy) {
                return test.store()
                        .softRelease(lease.claim(), lease.beat(), Duration.ZERO)
                        .toString();
            }
        },
        BROKEN {
            @Override
            String asked(LockStoreUnderTest test, Lease lease, LockPolicy policy) {
                return test.store()
                                .forceRelease(lease.lockId(), "Olga Operator", "urgent")
                                .toString() + ", then " + test.lossOf(lease).cause();
            }
        },
        LOOKED_AT {
            @Override
            String asked(LockStoreUnderTest test, Lease lease, LockPolicy policy) {
                return test.store().holders(lease.key()).size() + " holders, "
                        + test.store().find(lease.lockId()).map(LockView::state) + ", listed "
                        + test.store()
                                .find(LockQuery.all("")
                                        .ofType(lease.key().type())
                                        .containing(lease.key().id()))
                                .locks()
                                .size();
            }
        };

        abstract String asked(LockStoreUnderTest test, Lease lease, LockPolicy policy);

        private static String acquired(Acquisition answer) {
            return answer instanceof Acquisition.Granted granted
                    ? "granted, reentrant " + granted.reentrant()
                    : answer.getClass().getSimpleName();
        }
    }
}
