package io.heldby.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.heldby.lock.ExpiryHandler;
import io.heldby.lock.ExpiryTask;
import io.heldby.lock.ExpiryWorker;
import io.heldby.lock.Lease;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockManager;
import io.heldby.lock.LockPolicies;
import io.heldby.lock.LockRequest;
import io.heldby.lock.LockView;
import io.heldby.lock.StoreCapability;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What handlers see and can do, and that nobody is asked for a handler who cannot be told. */
interface LockStoreExpiryWorkerContract extends LockStoreExpiryTaskContract {

    long SOON = 20;

    LockPolicies POLICIES = LockPolicies.defaults().with("policy", HANDLED).with("order", HANDLED);

    default LockManager manager() {
        assertThat(tasks()).isNotNull();
        return new LockManager(store(), POLICIES);
    }

    static ExpiryWorker worker(LockManager locks, ExpiryHandler handler) {
        return new ExpiryWorker(locks, Map.of("put-back", handler));
    }

    /** Waits for the next; there must be one. */
    static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        T next = queue.poll(SOON, TimeUnit.SECONDS);
        assertThat(next).as("within %d seconds", SOON).isNotNull();
        return next;
    }

    /** Every task that there is has been run when this returns. */
    default void awaitAllDone() {
        await().atMost(SOON, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(pending()).isEmpty());
    }

    @Test
    default void handlerIsToldOfAnExpiredLockOnceWithItsFence() throws InterruptedException {
        LockManager locks = manager();
        BlockingQueue<ExpiryTask> told = new LinkedBlockingQueue<>();
        try (ExpiryWorker worker = worker(locks, (task, extension) -> told.add(task))) {
            Lease lease = locks.acquireOrThrow(LockRequest.of(KEY, ALICE));
            backdoor().forceExpire(KEY);
            locks.sweep(100);
            worker.wake();

            ExpiryTask task = next(told);

            assertThat(task.fence()).isEqualTo(lease.fence());
            assertThat(task.key()).isEqualTo(KEY);
            awaitAllDone();
            locks.sweep(100);
        }
        assertThat(told).isEmpty();
    }

    @Test
    default void handlerThatLooksSeesTheNewHolder() throws InterruptedException {
        LockManager locks = manager();
        BlockingQueue<List<LockView>> seen = new LinkedBlockingQueue<>();
        BlockingQueue<ExpiryTask> told = new LinkedBlockingQueue<>();
        try (ExpiryWorker unused = worker(locks, (task, extension) -> {
            told.add(task);
            seen.add(locks.holders(task.key()));
        })) {
            Lease lease = locks.acquireOrThrow(LockRequest.of(KEY, ALICE));
            backdoor().forceExpire(KEY);
            Lease bobs = locks.acquireOrThrow(LockRequest.of(KEY, BOB));

            assertThat(next(seen)).extracting(LockView::lockId).containsExactly(bobs.lockId());
            assertThat(next(told).lockId()).isEqualTo(lease.lockId());
        }
    }

    @Test
    default void handlerCanLetItsHolderGoOn() throws InterruptedException {
        LockManager locks = manager();
        BlockingQueue<Boolean> extended = new LinkedBlockingQueue<>();
        try (ExpiryWorker worker =
                worker(locks, (task, extension) -> extended.add(extension.by(Duration.ofMinutes(10))))) {
            Lease lease = locks.acquireOrThrow(LockRequest.of(KEY, ALICE));
            backdoor().forceExpire(KEY);
            locks.sweep(100);
            worker.wake();

            assertThat(next(extended)).isTrue();

            assertThat(locks.acquire(LockRequest.of(KEY, BOB)).ifGranted()).isEmpty();
            assertThat(shown(lease).fence()).isEqualTo(lease.fence());

            backdoor().forceExpire(KEY);
            Lease unused = locks.acquireOrThrow(LockRequest.of(KEY, BOB));
            assertThat(next(extended)).isFalse();
        }
    }

    @Test
    default void extensionInsideATransactionIsRefusedAndTheTaskIsRunAgain() throws InterruptedException {
        assertThat(tasks()).isNotNull();
        AtomicBoolean inTransaction = new AtomicBoolean();
        LockManager locks = new LockManager(store(), POLICIES, inTransaction::get);
        BlockingQueue<Exception> refusals = new LinkedBlockingQueue<>();
        try (ExpiryWorker worker = worker(locks, (task, extension) -> {
            inTransaction.set(true);
            try {
                extension.by(Duration.ofMinutes(10));
            } catch (IllegalStateException refused) {
                refusals.add(refused);
                throw refused;
            } finally {
                inTransaction.set(false);
            }
        })) {
            Lease unused = locks.acquireOrThrow(LockRequest.of(KEY, ALICE));
            backdoor().forceExpire(KEY);
            locks.sweep(100);
            worker.wake();

            assertThat(next(refusals)).hasMessageStartingWith("Extension.by must not be called inside a transaction");
        }
        assertThat(pending()).hasSize(1);
    }

    @Test
    default void handlerThatFailsIsRunAgainLaterAndIsSeenByOperators() throws InterruptedException {
        LockManager locks = manager();
        BlockingQueue<Integer> attempts = new LinkedBlockingQueue<>();
        try (ExpiryWorker worker = worker(locks, (task, extension) -> {
            attempts.add(task.attempts());
            if (task.attempts() == 1) {
                throw new IOException("no connection\nto the warehouse");
            }
            if (task.attempts() == 2) {
                throw new AssertionError("a mistake in the handler");
            }
        })) {
            Lease unused = locks.acquireOrThrow(LockRequest.of(KEY, ALICE));
            backdoor().forceExpire(KEY);
            locks.sweep(100);
            worker.wake();

            assertThat(next(attempts)).isEqualTo(1);
            ExpiryTask failed = awaitFailure(locks, 1);
            assertThat(failed.lastError()).isEqualTo("java.io.IOException: no connection to the warehouse");
            assertThat(failed.dueAt()).isAfter(failed.expiresAt());
            backdoor().ageTasks(Duration.ofSeconds(10));
            assertThat(next(attempts)).isEqualTo(2);
            assertThat(awaitFailure(locks, 2).lastError()).contains("a mistake in the handler");
            backdoor().ageTasks(Duration.ofSeconds(10));
            assertThat(next(attempts)).isEqualTo(3);
            awaitAllDone();
        }
    }

    private static ExpiryTask awaitFailure(LockManager locks, int attempt) {
        await().atMost(SOON, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(locks.expiryTasks("", 10))
                        .hasSize(1)
                        .allMatch(task -> task.claim() == null && task.attempts() == attempt));
        return locks.expiryTasks("", 10).get(0);
    }

    @Test
    default void twoWorkersRunEachTaskOnce() throws InterruptedException {
        LockManager here = manager();
        LockManager there = new LockManager(store(), POLICIES);
        List<String> ids = Collections.synchronizedList(new ArrayList<>());
        ExpiryHandler handler = (task, extension) -> ids.add(task.key().id());
        List<String> expected = new ArrayList<>();
        try (ExpiryWorker one = worker(here, handler);
                ExpiryWorker other = worker(there, handler)) {
            for (int i = 0; i < 40; i++) {
                LockKey key = LockKey.of("order", String.valueOf(i));
                expected.add(key.id());
                Lease unused = here.acquireOrThrow(LockRequest.of(key, ALICE));
                backdoor().forceExpire(key);
            }
            here.sweep(100);
            one.wake();
            other.wake();
            awaitAllDone();
        }
        assertThat(ids).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    default void taskOfAWorkerThatDiedIsRunByAnother() throws InterruptedException {
        Lease lease = lapsed(HANDLED);
        assertThat(tasks().claim("put-back", CLAIM)).isPresent(); // By a node that is gone now.
        BlockingQueue<ExpiryTask> told = new LinkedBlockingQueue<>();
        try (ExpiryWorker worker = worker(manager(), (task, extension) -> told.add(task))) {
            backdoor().ageTasks(CLAIM);
            worker.wake();

            ExpiryTask task = next(told);

            assertThat(task.lockId()).isEqualTo(lease.lockId());
            assertThat(task.attempts()).isEqualTo(2);
            awaitAllDone();
        }
    }

    @Test
    default void closedWorkerRunsNothingMore() throws InterruptedException {
        LockManager locks = manager();
        BlockingQueue<ExpiryTask> told = new LinkedBlockingQueue<>();
        ExpiryWorker worker = worker(locks, (task, extension) -> told.add(task));
        worker.close();
        Lease unused = lapsed(HANDLED);

        worker.wake();

        assertThat(told.poll(100, TimeUnit.MILLISECONDS)).isNull();
        assertThat(pending()).hasSize(1);
    }

    @Test
    default void handlerIsNamedForOneLock() throws InterruptedException {
        assertThat(tasks()).isNotNull();
        LockManager locks = new LockManager(store(), LockPolicies.defaults());
        BlockingQueue<ExpiryTask> told = new LinkedBlockingQueue<>();
        try (ExpiryWorker worker = worker(locks, (task, extension) -> told.add(task))) {
            Lease unused = locks.acquireOrThrow(LockRequest.of(KEY, ALICE).expiryHandler("put-back"));
            Lease unusedToo = locks.acquireOrThrow(LockRequest.of(OTHER_KEY, ALICE));
            backdoor().forceExpire(KEY);
            backdoor().forceExpire(OTHER_KEY);
            locks.sweep(100);
            worker.wake();

            assertThat(next(told).key()).isEqualTo(KEY);
            awaitAllDone();
        }
        assertThat(told).isEmpty();
    }

    @Test
    default void handlerThatNobodyHasIsRefusedWhereItIsNamed() {
        LockManager locks = manager();
        assertThatThrownBy(() -> locks.acquire(LockRequest.of(KEY, ALICE)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "the policy of type \"policy\" names the expiry handler \"put-back\", but this node has only []");
        assertThatThrownBy(() -> new ExpiryWorker(locks, Map.of("put-bakc", (task, extension) -> {})))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("policy of type", "\"put-back\"", "only [put-bakc]");
        assertThat(store().holders(KEY)).isEmpty();

        try (ExpiryWorker unused = worker(locks, (task, extension) -> {})) {
            assertThatThrownBy(() -> locks.acquire(LockRequest.of(KEY, ALICE).expiryHandler("put-bakc")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("the request for policy 12345 names the expiry handler \"put-bakc\"");
            assertThat(store().holders(KEY)).isEmpty();
            assertThat(locks.acquire(LockRequest.of(KEY, ALICE)).ifGranted()).isPresent();
        }
    }

    @Test
    default void storeThatCannotPutTasksDownRefusesHandlersBeforeAnythingIsDone() {
        assumeFalse(store().capabilities().contains(StoreCapability.EXPIRY_HANDLER), "this store can put tasks down");
        assertThatThrownBy(() -> new LockManager(store(), POLICIES))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContainingAll("the policy of type", "\"put-back\"", "EXPIRY_HANDLER");
        LockManager locks = new LockManager(store(), LockPolicies.defaults());
        assertThatThrownBy(() -> worker(locks, (task, extension) -> {}))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContainingAll("\"put-back\"", "EXPIRY_HANDLER");
        assertThatThrownBy(() -> locks.acquire(LockRequest.of(KEY, ALICE).expiryHandler("put-back")))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContainingAll("the request for policy 12345", "EXPIRY_HANDLER");
        assertThat(store().holders(KEY)).isEmpty();
    }
}
