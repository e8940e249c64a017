package io.heldby.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heldby.lock.Acquisition;
import io.heldby.lock.Answered;
import io.heldby.lock.Asked;
import io.heldby.lock.Breaking;
import io.heldby.lock.Denied;
import io.heldby.lock.ForceRelease;
import io.heldby.lock.HandOverAnswer;
import io.heldby.lock.HandOverPolicy;
import io.heldby.lock.HandOverRequest;
import io.heldby.lock.InMemoryLockStore;
import io.heldby.lock.Lease;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockManager;
import io.heldby.lock.LockPolicies;
import io.heldby.lock.LockPolicy;
import io.heldby.lock.LockRequest;
import io.heldby.lock.LossCause;
import io.heldby.lock.Owner;
import io.heldby.lock.Renewal;
import io.heldby.lock.Takeover;
import io.heldby.lock.Waiter;
import io.heldby.lock.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How locks change hands, as policies allow it. */
class LockManagerHandOverTest {

    private static final LockKey KEY = LockKey.of("policy", "12345");
    private static final Owner ALICE = Owner.of("alice", "tab-1").named("Alice Ng");
    private static final Owner BOB = Owner.of("bob", "tab-1").named("Bob Smith");
    private static final Owner CAROL = Owner.of("carol", "tab-1").named("Carol Díaz");

    private final MutableClock clock = MutableClock.atTenOClock();
    private final InMemoryLockStore store = new InMemoryLockStore(clock);
    private final LockManager locks = new LockManager(
            store,
            LockPolicies.defaults()
                    .with("never", LockPolicy.DEFAULT.withTakeover(Takeover.NEVER))
                    .with("silence", LockPolicy.DEFAULT.withTakeover(Takeover.afterNoAnswer(Duration.ofMinutes(20))))
                    .with("anyone", LockPolicy.DEFAULT.withTakeover(Takeover.ANYONE_WITH_REASON))
                    .with(
                            "slow",
                            LockPolicy.DEFAULT.withHandOver(
                                    new HandOverPolicy(Takeover.NEVER, Duration.ofHours(1), Duration.ofMinutes(15))))
                    .withRoot("line", line -> LockKey.of("policy", line.id())));

    @AfterEach
    void close() {
        locks.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "request",
                "answer",
                "ask operators",
                "decline",
                "list requests",
                "look",
                "take over",
                "wait",
                "keep waiting",
                "stop waiting",
                "demand",
                "grace"
            })
    void storeThatCannotHandOverIsNotEvenAsked(String operation) {
        BrokenAtWill simple = new BrokenAtWill(store);
        try (LockManager simplyLocks = new LockManager(simple, LockPolicies.defaults())) {
            Lease lease = simplyLocks.acquireOrThrow(LockRequest.of(KEY, ALICE));

            assertThatThrownBy(() -> perform(simplyLocks, operation, lease))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContaining("HAND_OVER")
                    .hasMessageContaining("nothing was changed");

            assertThat(simplyLocks.renew(lease)).isInstanceOf(Renewal.Renewed.class);
            assertThat(simplyLocks.forceRelease(lease.lockId(), "Olga", "urgent", Duration.ZERO))
                    .isEqualTo(ForceRelease.BROKEN);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "request",
                "answer",
                "ask operators",
                "decline",
                "take over",
                "wait",
                "keep waiting",
                "stop waiting",
                "grace"
            })
    void nothingOfThisHappensInsideATransaction(String operation) {
        Lease lease = locks.acquireOrThrow(LockRequest.of(KEY, ALICE));
        try (LockManager inTransaction = new LockManager(store, LockPolicies.defaults(), () -> true)) {
            assertThatThrownBy(() -> perform(inTransaction, operation, lease))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("inside a transaction");
        }
    }

    private static void perform(LockManager locks, String operation, Lease lease) {
        Object unused = switch (operation) {
            case "request" -> locks.requestHandOver(lease.lockId(), BOB, null);
            case "answer" -> locks.answer(UUID.randomUUID(), lease.claim(), new HandOverAnswer.Accept(null));
            case "ask operators" -> locks.requestRelease(lease.lockId(), BOB, "urgent");
            case "decline" -> locks.declineRelease(lease.lockId(), UUID.randomUUID(), "Olga", null);
            case "list requests" -> locks.releaseRequests("", 10);
            case "look" -> locks.request(lease.lockId(), UUID.randomUUID());
            case "take over" -> locks.takeOver(lease.lockId(), LockRequest.of(KEY, BOB), "urgent", true);
            case "wait" -> locks.waitFor(KEY, BOB);
            case "keep waiting" -> locks.renewWaiter(KEY, UUID.randomUUID(), BOB);
            case "stop waiting" -> locks.stopWaiting(KEY, UUID.randomUUID(), BOB);
            case "demand" -> locks.demand(KEY);
            default -> locks.forceRelease(lease.lockId(), "Olga", "urgent", Duration.ofMinutes(1));
        };
    }

    @Test
    void askerGetsTheLockWithTheTermsOfItsType() {
        Lease alices = locks.acquireOrThrow(LockRequest.of(KEY, ALICE).lease(Duration.ofHours(1)));
        HandOverRequest request = ask(alices);

        Answered answered = locks.answer(request.requestId(), alices.claim(), new HandOverAnswer.Accept("all yours"));

        assertThat(answered).isInstanceOf(Answered.Done.class);
        Acquisition bobs = locks.acquire(LockRequest.of(KEY, BOB));
        assertThat(bobs.ifGranted().orElseThrow().remaining()).isEqualTo(LockPolicy.DEFAULT.lease());
        assertThat(locks.request(alices.lockId(), request.requestId())
                        .orElseThrow()
                        .answer())
                .isEqualTo("all yours");
        assertThat(lossOf(alices)).isEqualTo(LossCause.HANDED_OVER);
    }

    @Test
    void messagesAndReasonsAreChecked() {
        Lease lease = locks.acquireOrThrow(LockRequest.of(KEY, ALICE));
        refused(() -> locks.requestHandOver(lease.lockId(), BOB, "x".repeat(201)), "message must have 1 to 200");
        refused(() -> locks.takeOver(lease.lockId(), LockRequest.of(KEY, BOB), "", true), "reason must have 1 to 200");
        refused(() -> locks.requestRelease(lease.lockId(), BOB, ""), "reason must have 1 to 200");
        refused(
                () -> locks.declineRelease(lease.lockId(), UUID.randomUUID(), "Olga", ""),
                "message must have 1 to 200");
        refused(() -> locks.releaseRequests("", 501), "limit must be 1 to 500");
        refused(
                () -> locks.takeOver(lease.lockId(), LockRequest.of(LockKey.of("policy", "2"), BOB), "urgent", true),
                "lockId belongs to");
        refused(
                () -> locks.forceRelease(lease.lockId(), "Olga", "urgent", Duration.ofMinutes(11)),
                "grace must be 0 to 10 minutes");
        refused(() -> locks.forceRelease(lease.lockId(), "Olga", "urgent", Duration.ofSeconds(-1)), "grace must be");
        refused(() -> new HandOverAnswer.Keep(0, null), "minutes must be 1 to 480");
        refused(() -> new HandOverAnswer.Keep(481, null), "minutes must be 1 to 480");
        refused(() -> new HandOverAnswer.Accept("\n"), "message must not contain control characters");
        assertThat(locks.renew(lease)).isInstanceOf(Renewal.Renewed.class);
    }

    @Test
    void operatorsHaveAsLongToAnswerAsTheLockCanLast() {
        Lease lease = locks.acquireOrThrow(LockRequest.of(KEY, ALICE));

        Asked asked = locks.requestRelease(lease.lockId(), BOB, "month end");

        assertThat(asked).isInstanceOfSatisfying(Asked.Waiting.class, waiting -> {
            HandOverRequest request = waiting.request();
            assertThat(Duration.between(request.askedAt(), request.expiresAt()))
                    .isEqualTo(LockPolicy.DEFAULT.maximumHold());
            assertThat(locks.releaseRequests("", 10)).containsExactly(request);
        });
    }

    @Test
    void takeoverNeedsAPolicyThatAllowsIt() {
        assertThat(take("never", true)).isInstanceOf(Denied.NotPermitted.class);
        assertThat(take("operators-only", false)).isInstanceOf(Denied.NotPermitted.class);
        assertThat(take("operators-only", true)).isInstanceOf(Acquisition.Granted.class);
        assertThat(take("anyone", false)).isInstanceOf(Acquisition.Granted.class);
        assertThat(take("silence", false)).isInstanceOf(Denied.NotPermitted.class);
        assertThat(take("silence", true)).isInstanceOf(Acquisition.Granted.class);
    }

    private Acquisition take(String type, boolean byOperator) {
        LockKey key = LockKey.of(type, byOperator + "");
        Lease lease = locks.acquireOrThrow(LockRequest.of(key, ALICE));
        Acquisition answer = locks.takeOver(lease.lockId(), LockRequest.of(key, BOB), "urgent", byOperator);
        assertThat(locks.renew(lease) instanceof Renewal.Renewed).isEqualTo(answer instanceof Denied);
        return answer;
    }

    @Test
    void requestOutlivesTheSilenceThatOpensTheDoor() {
        LockKey key = LockKey.of("silence", "1");
        Lease lease = locks.acquireOrThrow(LockRequest.of(key, ALICE).lease(Duration.ofHours(1)));
        HandOverRequest request = ask(lease);
        Runnable tooEarly = () -> assertThat(locks.takeOver(lease.lockId(), LockRequest.of(key, BOB), "urgent", false))
                .isInstanceOfSatisfying(
                        Denied.NotPermitted.class,
                        denied -> assertThat(denied.reason()).isEqualTo("The holder has one more minute to answer."));
        clock.advance(Duration.ofMinutes(20).minusSeconds(1));
        tooEarly.run();
        clock.advance(Duration.ofSeconds(1));

        assertThat(locks.request(lease.lockId(), request.requestId())
                        .orElseThrow()
                        .state())
                .isEqualTo(HandOverRequest.State.OPEN);
        assertThat(locks.takeOver(lease.lockId(), LockRequest.of(key, BOB), "urgent", false))
                .isInstanceOf(Acquisition.Granted.class);
    }

    @Test
    void policySaysHowLongARequestWaitsAndAPlaceIsKept() {
        LockKey key = LockKey.of("slow", "1");
        Lease lease = locks.acquireOrThrow(LockRequest.of(key, ALICE));
        Instant now = clock.instant();
        assertThat(ask(lease).expiresAt()).isEqualTo(now.plus(Duration.ofHours(1)));
        waits(key, CAROL);
        locks.release(lease);

        assertThat(locks.acquire(LockRequest.of(key, BOB)))
                .isInstanceOfSatisfying(
                        Denied.Reserved.class,
                        reserved -> assertThat(reserved.until()).contains(now.plus(Duration.ofMinutes(15))));
    }

    @Test
    void whoWaitsForAPartWaitsForTheWhole() {
        LockKey line = LockKey.of("line", KEY.id());
        Lease lease = locks.acquireOrThrow(LockRequest.of(line, ALICE));
        Waiter bob = waits(line, BOB);
        assertThat(locks.demand(KEY).waiters()).containsExactly(bob);
        locks.release(lease);

        assertThat(locks.renewWaiter(line, bob.waiterId(), BOB)).isInstanceOf(Waiting.YourTurn.class);
        assertThat(locks.stopWaiting(line, bob.waiterId(), BOB)).isTrue();
        assertThat(locks.acquire(LockRequest.of(KEY, CAROL))).isInstanceOf(Acquisition.Granted.class);
    }

    @Test
    void placeInLineLastsThreeMinutesBetweenHeartbeats() {
        Lease lease = locks.acquireOrThrow(LockRequest.of(KEY, ALICE).lease(Duration.ofHours(1)));
        Waiter bob = waits(KEY, BOB);
        clock.advance(LockManager.WAITER_LIVES.minusSeconds(1));
        assertThat(locks.renewWaiter(KEY, bob.waiterId(), BOB)).isInstanceOf(Waiting.Queued.class);
        clock.advance(LockManager.WAITER_LIVES);

        assertThat(locks.renewWaiter(KEY, bob.waiterId(), BOB)).isEqualTo(new Waiting.Gone());
        locks.release(lease);
        assertThat(locks.acquire(LockRequest.of(KEY, CAROL))).isInstanceOf(Acquisition.Granted.class);
    }

    @Test
    void quotaDoesNotCountWhatIsOnlyReserved() {
        try (LockManager counted =
                new LockManager(store, LockPolicies.defaults().withLocksPerPerson(1))) {
            Lease lease = counted.acquireOrThrow(LockRequest.of(KEY, ALICE));
            waits(KEY, BOB);
            counted.release(lease);

            Lease other = counted.acquireOrThrow(LockRequest.of(LockKey.of("policy", "2"), BOB));
            assertThat(counted.acquire(LockRequest.of(KEY, BOB))).isInstanceOf(Denied.QuotaExceeded.class);
            counted.release(other);
            assertThat(counted.acquire(LockRequest.of(KEY, BOB))).isInstanceOf(Acquisition.Granted.class);
        }
    }

    @Test
    void lockThatIsBrokenWithGraceEndsWithIt() {
        Lease lease = locks.acquireOrThrow(LockRequest.of(KEY, ALICE));
        Consumer<@Nullable Breaking> isTold = breaking -> assertThat(breaking)
                .extracting(told -> told == null ? null : told.reason())
                .isEqualTo("month end");

        locks.forceRelease(lease.lockId(), "Olga", "month end", Duration.ofMinutes(2));

        clock.advance(Duration.ofMinutes(2).minusSeconds(1));
        assertThat(locks.renew(lease))
                .isInstanceOfSatisfying(Renewal.Renewed.class, renewed -> isTold.accept(renewed.breaking()));
        clock.advance(Duration.ofSeconds(1));
        assertThat(lossOf(lease)).isEqualTo(LossCause.BROKEN);
    }

    private HandOverRequest ask(Lease lease) {
        return ((Asked.Waiting) locks.requestHandOver(lease.lockId(), BOB, "is it urgent?")).request();
    }

    private Waiter waits(LockKey key, Owner owner) {
        return ((Waiting.Queued) locks.waitFor(key, owner)).waiter();
    }

    private LossCause lossOf(Lease lease) {
        return Stream.of(locks.renew(lease))
                .map(answer -> ((Renewal.Lost) answer).loss().cause())
                .findFirst()
                .orElseThrow();
    }

    private static void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(message);
    }
}
