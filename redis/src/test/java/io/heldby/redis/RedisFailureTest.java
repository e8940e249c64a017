package io.heldby.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.heldby.lock.Heartbeat;
import io.heldby.lock.Lease;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockManager;
import io.heldby.lock.LockPolicies;
import io.heldby.lock.LockRequest;
import io.heldby.lock.LockStoreException;
import io.heldby.lock.LockView;
import io.heldby.lock.Loss;
import io.heldby.lock.OutcomeUnknownException;
import io.heldby.lock.Owner;
import io.heldby.lock.Renewal;
import io.heldby.testkit.EmbeddedRedisServer;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** A server that dies, hangs, forgets its scripts, or comes back empty. */
class RedisFailureTest {

    private static final LockKey KEY = LockKey.of("policy", "12345");
    private static final Owner ALICE = Owner.of("alice", "tab-1").named("Alice Ng");
    private static final Owner BOB = Owner.of("bob", "tab-1").named("Bob Smith");
    private static final RedisSettings SETTINGS = RedisSettings.defaults().withTimeout(Duration.ofMillis(400));

    @Test
    @DisplayName("race 24: a killed server is a clear error at once, and its return needs no restart of ours")
    void killedServerIsAClearErrorAtOnceAndItsReturnNeedsNoRestart() {
        try (EmbeddedRedisServer server = EmbeddedRedisServer.start();
                RedisLockStore store = open(server)) {
            LockManager locks = new LockManager(store, LockPolicies.defaults());
            Lease lease = locks.acquireOrThrow(LockRequest.of(KEY, ALICE));
            server.kill();
            await().until(() -> catchThrowable(() -> store.holders(KEY)) != null);

            for (Executable operation : List.<Executable>of(
                    () -> locks.acquire(LockRequest.of(KEY, BOB)),
                    () -> locks.renew(lease),
                    () -> locks.release(lease),
                    () -> locks.holders(KEY),
                    () -> locks.sweep(10))) {
                assertThatExceptionOfType(LockStoreException.class)
                        .isThrownBy(() -> inLessThan(Duration.ofSeconds(1), operation))
                        .isNotInstanceOf(OutcomeUnknownException.class)
                        .withMessageContaining("cannot reach Redis");
            }

            server.startAgain();
            await().atMost(Duration.ofSeconds(10))
                    .ignoreExceptions()
                    .until(() -> store.holders(KEY).isEmpty());
            assertThat(locks.renew(lease)).isEqualTo(new Renewal.Lost(Loss.unknown()));
            assertThat(locks.acquireOrThrow(LockRequest.of(KEY, BOB)).fence()).isGreaterThan(lease.fence());
        }
    }

    @Test
    @DisplayName("race 24: what a server wrote to disk before every answer is there after a kill")
    void whatAServerWroteToDiskBeforeEveryAnswerIsThereAfterAKill() {
        try (EmbeddedRedisServer server =
                        EmbeddedRedisServer.start(Map.of("appendonly", "yes", "appendfsync", "always"));
                RedisLockStore store = open(server)) {
            LockManager locks = new LockManager(store, LockPolicies.defaults());
            Lease lease = locks.acquireOrThrow(LockRequest.of(KEY, ALICE));

            server.kill();
            server.startAgain();
            await().atMost(Duration.ofSeconds(10))
                    .ignoreExceptions()
                    .until(() -> !store.holders(KEY).isEmpty());

            assertThat(locks.acquire(LockRequest.of(KEY, BOB)).ifGranted()).isEmpty();
            assertThat(locks.renew(lease)).isInstanceOf(Renewal.Renewed.class);
        }
    }

    @Test
    @DisplayName("race 9: an answer that does not come in time is unknown, not success or refusal")
    void answerThatDoesNotComeInTimeIsUnknown() {
        try (EmbeddedRedisServer server = EmbeddedRedisServer.start();
                RedisLockStore store = open(server)) {
            LockManager locks = new LockManager(store, LockPolicies.defaults());
            Lease lease = locks.acquireOrThrow(LockRequest.of(KEY, ALICE));
            server.pause();
            try {
                for (Executable write : List.<Executable>of(
                        () -> locks.acquire(LockRequest.of(LockKey.of("policy", "2"), BOB)),
                        () -> locks.renew(lease),
                        () -> locks.release(lease))) {
                    assertThatExceptionOfType(OutcomeUnknownException.class)
                            .isThrownBy(() -> inLessThan(Duration.ofSeconds(2), write))
                            .withMessageContaining("400 ms");
                }
                assertThatExceptionOfType(LockStoreException.class)
                        .isThrownBy(() -> store.holders(KEY))
                        .isNotInstanceOf(OutcomeUnknownException.class);
            } finally {
                server.resume();
            }

            // It may have been granted after all; the same session finds out by asking again.
            await().ignoreExceptions().until(() -> store.holders(KEY).isEmpty());
            Lease again = locks.acquireOrThrow(LockRequest.of(LockKey.of("policy", "2"), BOB));
            assertThat(store.holders(again.key())).extracting(LockView::lockId).containsExactly(again.lockId());
        }
    }

    @Test
    @DisplayName("race 9: what was sent before the connection was lost is not sent again")
    void whatWasSentBeforeTheConnectionWasLostIsNotSentAgain() throws InterruptedException {
        try (EmbeddedRedisServer server = EmbeddedRedisServer.start();
                RedisLockStore store = RedisLockStore.single(
                        RedisURI.create(server.url()), SETTINGS.withTimeout(Duration.ofSeconds(20)))) {
            LockManager locks = new LockManager(store, LockPolicies.defaults());
            AtomicReference<@Nullable Throwable> failed = new AtomicReference<>();
            Thread waiting =
                    new Thread(() -> failed.set(catchThrowable(() -> locks.acquire(LockRequest.of(KEY, ALICE)))));
            // The server has read the command, so that its end is not the error that an unread one would make of it.
            server.ask("CLIENT PAUSE 60000 WRITE");
            waiting.start();
            await().until(() -> server.ask("INFO clients").contains("blocked_clients:1"));
            await().until(() -> waiting.getState() == Thread.State.TIMED_WAITING);

            server.kill();
            server.startAgain();
            waiting.join();

            assertThat(failed.get()).isInstanceOf(OutcomeUnknownException.class);
            await().atMost(Duration.ofSeconds(10))
                    .ignoreExceptions()
                    .until(() -> store.holders(KEY).isEmpty());
            assertThat(server.ask("DBSIZE")).isEqualTo("0");
        }
    }

    @Test
    void serverThatTakesConnectionsButDoesNotAnswerIsNoticedAtTheStart() {
        try (EmbeddedRedisServer server = EmbeddedRedisServer.start()) {
            server.pause();
            try {
                assertThatExceptionOfType(LockStoreException.class)
                        .isThrownBy(() -> inLessThan(Duration.ofSeconds(5), () -> open(server)))
                        .withMessageContaining("cannot reach Redis");
            } finally {
                server.resume();
            }
        }
    }

    @Test
    void serverThatHasForgottenTheScriptsIsSentThemAgain() {
        try (EmbeddedRedisServer server = EmbeddedRedisServer.start();
                RedisLockStore store = open(server)) {
            LockManager locks = new LockManager(store, LockPolicies.defaults());
            List<Lease> leases = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                server.ask("SCRIPT FLUSH");
                leases.add(locks.acquireOrThrow(LockRequest.of(LockKey.of("policy", "p" + i), ALICE)));
            }
            server.ask("SCRIPT FLUSH");

            assertThat(locks.renewAll(leases.stream()
                                    .map(Lease::claim)
                                    .map(Heartbeat::of)
                                    .toList())
                            .values())
                    .allMatch(Renewal.Renewed.class::isInstance);
        }
    }

    @Test
    void refusalByTheServerIsAnErrorWithItsWords() {
        try (EmbeddedRedisServer server = EmbeddedRedisServer.start();
                RedisLockStore store = open(server)) {
            LockManager locks = new LockManager(store, LockPolicies.defaults());
            server.ask("CONFIG SET maxmemory 1");

            assertThatExceptionOfType(LockStoreException.class)
                    .isThrownBy(() -> locks.acquire(LockRequest.of(KEY, ALICE)))
                    .isNotInstanceOf(OutcomeUnknownException.class)
                    .withMessageContaining("OOM");

            server.ask("CONFIG SET maxmemory 0");
            assertThat(store.holders(KEY)).isEmpty();
        }
    }

    private static RedisLockStore open(EmbeddedRedisServer server) {
        return RedisLockStore.single(RedisURI.create(server.url()), SETTINGS);
    }

    private static void inLessThan(Duration limit, Executable operation) throws Throwable {
        long start = System.nanoTime();
        try {
            operation.execute();
        } finally {
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(limit);
        }
    }
}
