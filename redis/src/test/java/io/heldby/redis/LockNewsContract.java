package io.heldby.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.heldby.lock.EventFeed;
import io.heldby.lock.Lease;
import io.heldby.lock.LockEvent;
import io.heldby.lock.LockEvent.Kind;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockManager;
import io.heldby.lock.LockMode;
import io.heldby.lock.LockPolicies;
import io.heldby.lock.LockRequest;
import io.heldby.lock.Owner;
import io.heldby.lock.Release;
import io.heldby.lock.StoreCapability;
import io.heldby.testkit.TestRedis;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.groups.Tuple;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is told what, on another node than where it happens. */
abstract class LockNewsContract {

    private static final LockKey KEY = LockKey.of("policy", "12345");
    private static final Owner ALICE = Owner.of("alice", "session-of-alice").named("Alice Ng");
    private static final Owner BOB = Owner.of("bob", "session-of-bob").named("Bob Smith");
    private static final Duration SOON = Duration.ofSeconds(10);

    private final RedisSettings settings = RedisSettings.defaults().withKeyPrefix(TestRedis.uniquePrefix());
    private final RedisLockStore here = new RedisLockStore(nodes(), settings);
    private final RedisLockStore there = new RedisLockStore(nodes(), settings);
    private final RedisBackdoor backdoor = new RedisBackdoor(commands(), settings.keyPrefix());
    private final LockManager locks = new LockManager(here, LockPolicies.defaults());
    private final List<LockEvent> told = new CopyOnWriteArrayList<>();
    private EventFeed.Subscription subscription;

    /** Shared by all tests of a class. */
    abstract Nodes nodes();

    abstract RedisClusterCommands<String, String> commands();

    @BeforeEach
    void subscribe() {
        subscription = there.subscribe(told::add);
    }

    @AfterEach
    void removeEverything() {
        subscription.close();
        backdoor.removeEverything();
    }

    /** Also that nothing else was told before: a lock of another key comes last. */
    private void isTold(Tuple... expected) {
        LockKey last = LockKey.of("last", "1");
        locks.acquireOrThrow(LockRequest.of(last, ALICE));
        try {
            // In a cluster, what happens to another key may come by another way, and sooner.
            await().atMost(SOON)
                    .until(() -> told.size() > expected.length
                            && told.stream().anyMatch(event -> event.type().equals("last")));
        } catch (ConditionTimeoutException late) {
            // What is missing is said below.
        }
        assertThat(told)
                .filteredOn(event -> !event.type().equals("last"))
                .extracting(LockEvent::kind, LockEvent::user, LockEvent::by, LockEvent::reason)
                .containsExactly(expected);
    }

    @Test
    void storeSaysThatItTellsAndThatItKeepsNothing() {
        assertThat(here.capabilities())
                .contains(StoreCapability.LIVE_EVENTS)
                .doesNotContain(StoreCapability.EVENTS, StoreCapability.DURABLE);
    }

    @Test
    void aGrantAndItsReleaseAreToldInFullWithinASecond() {
        Lease lease = locks.acquireOrThrow(LockRequest.of(KEY, ALICE).reason("renewal: 5% \"off\""));
        await().atMost(Duration.ofSeconds(1)).until(() -> told.size() == 1);
        assertThat(locks.release(lease)).isEqualTo(Release.RELEASED);
        await().atMost(Duration.ofSeconds(1)).until(() -> told.size() == 2);

        assertThat(told.get(0))
                .isEqualTo(new LockEvent(
                        0,
                        Kind.ACQUIRED,
                        "",
                        "policy",
                        "12345",
                        lease.lockId(),
                        lease.fence(),
                        "alice",
                        "Alice Ng",
                        null,
                        "renewal: 5% \"off\"",
                        lease.acquiredAt(),
                        null));
        assertThat(told.get(1))
                .returns(Kind.RELEASED, LockEvent::kind)
                .returns(KEY, event -> event.key().orElseThrow())
                .returns(lease.lockId(), LockEvent::lockId)
                .returns(lease.fence(), LockEvent::fence)
                .returns("alice", LockEvent::user)
                .returns("Alice Ng", LockEvent::displayName)
                .returns("Alice Ng", LockEvent::by)
                .returns(null, LockEvent::reason);
        assertThat(told.get(1).at()).isAfter(told.get(0).at());
    }

    @Test
    void whatChangesNothingIsNotTold() {
        Lease lease = locks.acquireOrThrow(LockRequest.of(KEY, ALICE));
        assertThat(locks.acquire(LockRequest.of(KEY, BOB)).ifGranted()).isEmpty();
        Lease again = locks.acquireOrThrow(LockRequest.of(KEY, ALICE));
        locks.renew(again);
        locks.release(lease);
        locks.release(lease);
        assertThat(locks.resume("", "policy", "Kim")).isFalse();

        isTold(tuple(Kind.ACQUIRED, "alice", null, null), tuple(Kind.RELEASED, "alice", "Alice Ng", null));
    }

    @Test
    void aTakeoverIsToldAfterWhatItEnds() {
        locks.acquireOrThrow(LockRequest.of(KEY, ALICE));
        backdoor.forceExpire(KEY);
        locks.acquireOrThrow(LockRequest.of(KEY, BOB).reason("urgent"));

        isTold(
                tuple(Kind.ACQUIRED, "alice", null, null),
                tuple(Kind.TAKEN_OVER, "alice", "Bob Smith", null),
                tuple(Kind.ACQUIRED, "bob", null, "urgent"));
    }

    @Test
    void whoContinuesInAnotherTabIsTold() {
        locks.acquireOrThrow(LockRequest.of(KEY, ALICE));
        locks.acquireOrThrow(
                LockRequest.of(KEY, Owner.of("alice", "a2").named("Alice Ng")).continuingHere());

        isTold(
                tuple(Kind.ACQUIRED, "alice", null, null),
                tuple(Kind.CONTINUED_ELSEWHERE, "alice", "Alice Ng", null),
                tuple(Kind.ACQUIRED, "alice", null, null));
    }

    @Test
    void anOperatorsEndAndASessionsEndAreTold() {
        Lease lease = locks.acquireOrThrow(LockRequest.of(KEY, ALICE));
        locks.forceRelease(lease.lockId(), "Kim Park", "month end");
        locks.acquireOrThrow(LockRequest.of(KEY, BOB));
        assertThat(locks.releaseAll("", BOB, "signed out")).isEqualTo(1);

        isTold(
                tuple(Kind.ACQUIRED, "alice", null, null),
                tuple(Kind.BROKEN, "alice", "Kim Park", "month end"),
                tuple(Kind.ACQUIRED, "bob", null, null),
                tuple(Kind.RELEASED, "bob", "Bob Smith", "signed out"));
    }

    @Test
    void anExpiryIsToldByTheSweeper() {
        locks.acquireOrThrow(LockRequest.of(KEY, ALICE));
        backdoor.forceExpire(KEY);
        assertThat(locks.sweep(10)).isEqualTo(1);
        backdoor.forceMaximumHoldOver(KEY);
        assertThat(locks.sweep(10)).isEqualTo(1);

        isTold(
                tuple(Kind.ACQUIRED, "alice", null, null),
                tuple(Kind.LAPSED, "alice", null, null),
                tuple(Kind.EXPIRED, "alice", null, null));
    }

    @Test
    void modesAndSharersAreTold() {
        Lease shared = locks.acquireOrThrow(LockRequest.of(KEY, ALICE).mode(LockMode.SHARED));
        Lease second = locks.acquireOrThrow(LockRequest.of(KEY, BOB).mode(LockMode.SHARED));
        locks.release(second);
        locks.upgrade(shared);
        locks.upgrade(shared);
        locks.downgrade(shared);
        locks.acquireOrThrow(LockRequest.of(KEY, ALICE));

        isTold(
                tuple(Kind.ACQUIRED, "alice", null, null),
                tuple(Kind.ACQUIRED, "bob", null, null),
                tuple(Kind.RELEASED, "bob", "Bob Smith", null),
                tuple(Kind.UPGRADED, "alice", null, null),
                tuple(Kind.DOWNGRADED, "alice", null, null),
                tuple(Kind.UPGRADED, "alice", null, null));
    }

    @Test
    void everyKeyOfABatchIsTold() {
        locks.acquireAll(List.of(LockRequest.of(KEY, ALICE), LockRequest.of(LockKey.of("policy", "2"), ALICE)));

        isTold(tuple(Kind.ACQUIRED, "alice", null, null), tuple(Kind.ACQUIRED, "alice", null, null));
    }

    @Test
    void theEmergencySwitchIsToldWithTenantAndType() {
        locks.suspend("no:rth", "line:item", "Kim Park", "month end", Duration.ofMinutes(5));
        locks.resume("no:rth", "line:item", "Lee Ray");
        locks.suspend("no:rth", null, "Kim Park", "all", Duration.ofMinutes(5));

        await().atMost(SOON).until(() -> told.size() == 3);
        assertThat(told)
                .extracting(
                        LockEvent::kind,
                        LockEvent::tenant,
                        LockEvent::type,
                        LockEvent::id,
                        LockEvent::lockId,
                        LockEvent::by,
                        LockEvent::reason)
                .containsExactly(
                        tuple(Kind.SUSPENDED, "no:rth", "line:item", "", null, "Kim Park", "month end"),
                        tuple(Kind.RESUMED, "no:rth", "line:item", "", null, "Lee Ray", null),
                        tuple(Kind.SUSPENDED, "no:rth", "", "", null, "Kim Park", "all"));
        locks.resume("no:rth", null, "Lee Ray");
    }

    @Test
    void strangeNamesComeAsTheyAre() {
        LockKey strange = new LockKey("a:b", "li{ne}%", "ünï 🔒 \\\"");
        Owner odd = Owner.of("u%s\\t", "tab").named("O'Neil <b> 100%");
        locks.release(locks.acquireOrThrow(LockRequest.of(strange, odd).reason("%d\\n")));

        await().atMost(SOON).until(() -> told.size() == 2);
        assertThat(told)
                .allSatisfy(event -> assertThat(event)
                        .returns(strange, same -> same.key().orElseThrow())
                        .returns("u%s\\t", LockEvent::user)
                        .returns("O'Neil <b> 100%", LockEvent::displayName));
        assertThat(told.get(0).reason()).isEqualTo("%d\\n");
    }

    @Test
    void oneScriptIsOneMessage() {
        List<String> messages = new CopyOnWriteArrayList<>();
        try (StatefulRedisPubSubConnection<String, String> raw = nodes().connectToListen()) {
            raw.addListener(new RedisPubSubAdapter<>() {
                @Override
                public void message(String channel, String message) {
                    messages.add(message);
                }
            });
            raw.sync().subscribe(settings.keyPrefix() + "lockevents");
            locks.acquireOrThrow(LockRequest.of(KEY, ALICE));
            backdoor.forceExpire(KEY);
            locks.acquireOrThrow(LockRequest.of(KEY, BOB));

            await().atMost(SOON).until(() -> messages.size() == 2);
            assertThat(messages.get(0).lines()).hasSize(1);
            assertThat(messages.get(1).lines()).hasSize(2);
            assertThat(String.join("", messages)).doesNotContain("session-of");
        }
    }

    @Test
    void aListenerThatFailsOrIsSlowHoldsUpNoLockAndWhoUnsubscribesIsToldNoMore() throws Exception {
        CountDownLatch slow = new CountDownLatch(1);
        EventFeed.Subscription failing = there.subscribe(event -> {
            throw new IllegalStateException("cannot take " + event.id());
        });
        EventFeed.Subscription hanging = there.subscribe(event -> {
            try {
                slow.await();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });
        LockManager sameNode = new LockManager(there, LockPolicies.defaults());
        sameNode.release(sameNode.acquireOrThrow(LockRequest.of(KEY, ALICE)));
        slow.countDown();
        await().atMost(SOON).until(() -> told.size() == 2);
        failing.close();
        hanging.close();
        subscription.close();

        List<LockEvent> others = new CopyOnWriteArrayList<>();
        try (EventFeed.Subscription unused = there.subscribe(others::add)) {
            sameNode.acquireOrThrow(LockRequest.of(KEY, BOB));
            await().atMost(SOON).until(() -> others.size() == 1);
        }
        assertThat(told).hasSize(2);
    }

    @Test
    void whatOthersPublishIsNotTold() {
        commands().publish(settings.keyPrefix() + "lockevents", "hello");
        commands().publish(settings.keyPrefix() + "lockevents", "ACQUIRED\tx\ty\tz\t1\t2\t3\t4\t5");
        locks.acquireOrThrow(LockRequest.of(KEY, ALICE));

        isTold(tuple(Kind.ACQUIRED, "alice", null, null));
    }
}
