package io.heldby.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.heldby.lock.Acquisition;
import io.heldby.lock.Answered;
import io.heldby.lock.Asked;
import io.heldby.lock.Breaking;
import io.heldby.lock.Denied;
import io.heldby.lock.ForceRelease;
import io.heldby.lock.HandOverAnswer;
import io.heldby.lock.HandOverRequest;
import io.heldby.lock.Lease;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockManager;
import io.heldby.lock.LockPolicies;
import io.heldby.lock.LockPolicy;
import io.heldby.lock.LockRequest;
import io.heldby.lock.LockView;
import io.heldby.lock.Owner;
import io.heldby.lock.Renewal;
import io.heldby.lock.Takeover;
import io.heldby.lock.Waiting;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs the examples of docs/asking-for-a-record.md, which has the code between the tags. */
class HandOverGuideTest {

    private static final LockKey KEY = LockKey.of("policy", "12345");
    private static final Owner BOB = Owner.of("bob", "bob-tab-1").named("Bob Smith");
    private static final Owner ALICE = Owner.of("alice", "alice-tab-1").named("Alice Jones");

    private PolicyOffice office;
    private Heldby heldby;
    private LockManager locks;

    @BeforeEach
    void open() throws SQLException {
        office = new PolicyOffice();
        // tag::takeover-policy[]
        LockPolicies policies = LockPolicies.defaults()
                .with("policy", LockPolicy.DEFAULT.withTakeover(Takeover.afterNoAnswer(Duration.ofMinutes(5))))
                .with("ticket", LockPolicy.DEFAULT.withTakeover(Takeover.ANYONE_WITH_REASON));
        // end::takeover-policy[]
        heldby = Heldby.builder(office.dataSource()).policies(policies).build();
        locks = heldby.locks();
    }

    @AfterEach
    void close() {
        heldby.close();
        office.close();
    }

    @Test
    void operatorsAreAskedAndAnswer() {
        Lease lease = locks.acquireOrThrow(LockRequest.of(KEY, ALICE));
        LockView shown = locks.holders(KEY).get(0);

        // tag::operators[]
        Asked asked = locks.requestRelease(shown.lockId(), BOB, "Month end; Alice has gone home.");
        // What an operator sees, and the two answers:
        for (HandOverRequest request : locks.releaseRequests("", 100)) {
            if (request.message().contains("Month end")) {
                locks.forceRelease(request.lockId(), "Kim Park", request.message());
            } else {
                locks.declineRelease(request.lockId(), request.requestId(), "Kim Park", "She is on the phone.");
            }
        }
        // end::operators[]

        assertThat(asked).isInstanceOf(Asked.Waiting.class);
        assertThat(locks.renew(lease))
                .isInstanceOfSatisfying(
                        Renewal.Lost.class, lost -> assertThat(lost.loss().by()).isEqualTo("Kim Park"));
    }

    @Test
    void askerGetsTheLockWhenTheHolderSaysYes() {
        Lease lease = locks.acquireOrThrow(LockRequest.of(KEY, ALICE));
        LockView shown = locks.holders(KEY).get(0);

        // tag::ask[]
        Asked answer = locks.requestHandOver(shown.lockId(), BOB, "The customer is on the phone.");
        if (answer instanceof Asked.Waiting waiting) {
            HandOverRequest request = waiting.request(); // Look now and then: locks.request(lockId, requestId).
            // end::ask[]

            HandOverRequest told = heartbeat(lease);
            assertThat(told).isEqualTo(request);

            // tag::answer[]
            Answered answered = locks.answer(told.requestId(), lease.claim(), new HandOverAnswer.Accept("All yours."));
            // end::answer[]

            assertThat(answered).isInstanceOf(Answered.Done.class);
            Acquisition bobs = locks.acquire(LockRequest.of(KEY, BOB));
            assertThat(bobs.ifGranted().orElseThrow().fence()).isGreaterThan(lease.fence());
            assertThat(locks.renew(lease)).isInstanceOf(Renewal.Lost.class);
        }
        assertThat(answer).isInstanceOf(Asked.Waiting.class);
    }

    private HandOverRequest heartbeat(Lease lease) {
        // tag::told[]
        if (locks.renew(lease) instanceof Renewal.Renewed renewed) {
            for (HandOverRequest request : renewed.requests()) {
                show(request.asker().displayName() + " asks for it: " + request.message());
            }
            Breaking breaking = renewed.breaking();
            if (breaking != null) {
                show("%s ends your lock at %s: %s"
                        .formatted(breaking.by(), renewed.lease().maxUntil(), breaking.reason()));
            }
            // end::told[]
            return renewed.requests().get(0);
        }
        throw new AssertionError("was to be renewed");
    }

    @Test
    void takeoverIsRefusedWithAReasonUntilTheTimeHasCome() {
        locks.acquireOrThrow(LockRequest.of(KEY, ALICE));
        LockView shown = locks.holders(KEY).get(0);

        // tag::take-over[]
        Acquisition answer = locks.takeOver(shown.lockId(), LockRequest.of(KEY, BOB), "Alice has gone home", false);
        if (answer instanceof Denied.NotPermitted no) {
            show(no.reason()); // "Ask the holder first.", "The holder has 4 more minutes to answer."
        }
        // end::take-over[]

        assertThat(answer).isEqualTo(new Denied.NotPermitted(KEY, "Ask the holder first."));
    }

    @Test
    void firstInLineGetsTheRecord() {
        Lease lease = locks.acquireOrThrow(LockRequest.of(KEY, ALICE));

        // tag::wait[]
        Waiting waiting = locks.waitFor(KEY, BOB);
        while (waiting instanceof Waiting.Queued queued) {
            show("You are number " + queued.place());
            pauseFor30Seconds();
            waiting = locks.renewWaiter(KEY, queued.waiter().waiterId(), BOB);
        }
        if (waiting instanceof Waiting.YourTurn) {
            Acquisition mine = locks.acquire(LockRequest.of(KEY, BOB));
            // end::wait[]
            assertThat(mine).isInstanceOf(Acquisition.Granted.class);
        }
        assertThat(waiting).isInstanceOf(Waiting.YourTurn.class);
        assertThat(locks.renew(lease)).isInstanceOf(Renewal.Lost.class);
    }

    /** Meanwhile, Alice has finished. */
    private void pauseFor30Seconds() {
        locks.releaseAll("", ALICE, "signed out");
    }

    @Test
    void operatorLetsTheHolderFinish() {
        Lease lease = locks.acquireOrThrow(LockRequest.of(KEY, ALICE));
        LockView shown = locks.find(lease.lockId()).orElseThrow();

        // tag::grace[]
        ForceRelease outcome = locks.forceRelease(shown.lockId(), "Kim Park", "month end", Duration.ofMinutes(2));
        // end::grace[]

        assertThat(outcome).isEqualTo(ForceRelease.BREAKING);
        assertThat(locks.renew(lease)).isInstanceOf(Renewal.Renewed.class);
    }

    private static void show(String sentence) {
        assertThat(sentence).isNotBlank();
    }
}
