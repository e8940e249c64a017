package io.heldby.spring.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.heldby.lock.Denied;
import io.heldby.lock.InMemoryLockStore;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockManager;
import io.heldby.lock.LockMode;
import io.heldby.lock.LockNotHeldException;
import io.heldby.lock.LockPolicies;
import io.heldby.lock.LockRequest;
import io.heldby.lock.LockView;
import io.heldby.lock.LockedException;
import io.heldby.lock.Owner;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LockProblemTest {

    private final LockKey key = LockKey.of("patient", "7");
    private final Owner alice = Owner.of("alice", "a1").named("Alice Ng");
    private final LockManager locks =
            new LockManager(new InMemoryLockStore(InstantSource.system()), LockPolicies.defaults());

    @Test
    void whoMayNotSeeTheHolderReadsOnlyThatItIsLocked() {
        locks.acquireOrThrow(LockRequest.of(key, alice).reason("operating"));
        LockedException locked =
                new LockedException((Denied) locks.acquire(LockRequest.of(key, Owner.of("bob", "b1"))));

        Problem problem = answer(new LockProblem(any -> false), locked);

        assertThat(problem.status()).isEqualTo(423);
        assertThat(problem.members().toString()).doesNotContain("Alice", "operating", "holders");
        assertThat(answer(new LockProblem(any -> true), locked).members().toString())
                .contains("Alice Ng");
    }

    @Test
    void ownShareIsNoLockToWriteUnder() {
        locks.acquireOrThrow(LockRequest.of(key, alice).mode(LockMode.SHARED));
        LockView share = locks.holders(key).get(0);

        Problem problem =
                answer(new LockProblem(any -> true), new LockNotHeldException(key, alice, Optional.of(share), "here"));

        assertThat(problem.status()).isEqualTo(428);
        assertThat(problem.detail()).contains("only for reading");
    }

    @Test
    void otherExceptionsAreNotAnswered() {
        assertThat(new LockProblem(any -> true).answer(new IllegalStateException("no")))
                .isEmpty();
    }

    private static Problem answer(LockProblem problems, RuntimeException failure) {
        return (Problem) problems.answer(failure).orElseThrow().body();
    }
}
