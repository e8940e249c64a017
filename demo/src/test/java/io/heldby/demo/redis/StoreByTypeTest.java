package io.heldby.demo.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.heldby.lock.Denied;
import io.heldby.lock.Heartbeat;
import io.heldby.lock.InMemoryLockStore;
import io.heldby.lock.Lease;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockManager;
import io.heldby.lock.LockPage;
import io.heldby.lock.LockPolicies;
import io.heldby.lock.LockQuery;
import io.heldby.lock.LockRequest;
import io.heldby.lock.LockStore;
import io.heldby.lock.LockView;
import io.heldby.lock.Owner;
import io.heldby.lock.Renewal;
import io.heldby.lock.StoreCapability;
import io.heldby.redis.RedisLockStore;
import io.heldby.redis.RedisSettings;
import io.heldby.testkit.EmbeddedRedisServer;
import io.heldby.testkit.MutableClock;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Articles in Redis, all other types at home. */
class StoreByTypeTest {

    private static final LockKey ARTICLE = LockKey.of("article", "42");
    private static final LockKey PATIENT = LockKey.of("patient", "7");
    private static final Owner JANE = Owner.of("jane", "tab-1").named("Jane Doe");
    private static final Owner BOB = Owner.of("bob", "tab-1").named("Bob Smith");

    private static EmbeddedRedisServer server;

    private final LockStore home = new InMemoryLockStore(MutableClock.atTenOClock());
    private RedisLockStore redis;
    private LockManager locks;

    @BeforeAll
    static void startRedis() {
        server = EmbeddedRedisServer.start();
    }

    @AfterAll
    static void stopRedis() {
        server.close();
    }

    @BeforeEach
    void connect() {
        server.ask("FLUSHALL");
        redis = RedisLockStore.single(RedisURI.create(server.url()), RedisSettings.defaults());
        locks = new LockManager(new StoreByType(home, redis, Set.of("article")), LockPolicies.defaults());
    }

    @AfterEach
    void disconnect() {
        locks.close();
        redis.close();
    }

    @Test
    void lockIsKeptInTheStoreOfItsTypeAndEndsThere() {
        Lease article = hold(ARTICLE);
        Lease patient = hold(PATIENT);

        assertThat(redis.holders(ARTICLE)).hasSize(1);
        assertThat(home.holders(ARTICLE)).isEmpty();
        assertThat(home.holders(PATIENT)).hasSize(1);
        assertThat(redis.holders(PATIENT)).isEmpty();
        assertThat(locks.acquire(LockRequest.of(ARTICLE, BOB))).isInstanceOf(Denied.Held.class);

        locks.release(article);
        assertThat(locks.forceRelease(patient.lockId(), "Kim Park", "month end"))
                .isNotNull();

        assertThat(redis.holders(ARTICLE)).isEmpty();
        assertThat(home.holders(PATIENT)).isEmpty();
    }

    @Test
    void oneHeartbeatRenewsLocksInBothStores() {
        Lease article = hold(ARTICLE);
        Lease patient = hold(PATIENT);

        assertThat(locks.renewAll(List.of(Heartbeat.of(article.claim()), Heartbeat.of(patient.claim())))
                        .values())
                .hasSize(2)
                .allMatch(answer -> answer instanceof Renewal.Renewed);
    }

    @Test
    void endOfAnEditingSessionEndsItsLocksInBothStoresAndBothAreCounted() {
        hold(ARTICLE);
        hold(PATIENT);
        assertThat(store().count("", "jane")).isEqualTo(2);

        assertThat(locks.releaseAll("", JANE, "signed out")).isEqualTo(2);

        assertThat(store().count("", "jane")).isZero();
    }

    @Test
    void listOfAllTypesHasEveryLockOnceWhereverItsPagesEnd() {
        List<LockKey> keys = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            keys.add(LockKey.of(i % 3 == 0 ? "article" : "patient", "" + i));
        }
        keys.forEach(this::hold);

        for (LockQuery.Sort sort : LockQuery.Sort.values()) {
            for (int limit = 1; limit <= 8; limit++) {
                assertThat(listed(LockQuery.all("").sortedBy(sort).limit(limit)))
                        .as("%s, %d a page", sort, limit)
                        .containsExactlyInAnyOrderElementsOf(keys);
            }
        }
        assertThat(listed(LockQuery.all("").ofType("article")))
                .containsExactlyInAnyOrder(keys.get(0), keys.get(3), keys.get(6));
    }

    @Test
    void batchInOneStoreIsGrantedAndOneInBothIsRefusedBeforeAnythingIsLocked() {
        assertThat(locks.acquireAll(List.of(request(ARTICLE), request(LockKey.of("article", "43")))))
                .isNotNull();
        assertThat(redis.find(LockQuery.all("")).locks()).hasSize(2);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> locks.acquireAll(List.of(request(PATIENT), request(LockKey.of("article", "44")))))
                .withMessageContaining("article")
                .withMessageContaining("patient");

        assertThat(home.holders(PATIENT)).isEmpty();
    }

    @Test
    void whatAStoreCannotDoIsSaidForItsTypesOnly() {
        Lease article = hold(ARTICLE);
        Lease patient = hold(PATIENT);

        assertThat(locks.capabilities("article")).doesNotContain(StoreCapability.HAND_OVER);
        assertThat(locks.capabilities("patient")).contains(StoreCapability.HAND_OVER);
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> locks.requestHandOver(article.lockId(), BOB, null))
                .withMessageContaining("HAND_OVER");
        assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> locks.demand(ARTICLE));
        locks.requestHandOver(patient.lockId(), BOB, null);
        assertThat(locks.demand(PATIENT).requests()).hasSize(1);
    }

    @Test
    void suspensionOfAllTypesIsInBothStoresAndToldOnce() {
        locks.suspend("", null, "Kim Park", "storm", Duration.ofMinutes(5));
        locks.suspend("", "article", "Kim Park", "storm", Duration.ofMinutes(5));

        assertThat(redis.suspensions("")).hasSize(2);
        assertThat(home.suspensions("")).hasSize(1);
        assertThat(locks.suspensions("")).hasSize(2);
        assertThat(locks.resume("", null, "Kim Park")).isTrue();
        assertThat(redis.suspensions("")).hasSize(1);
        assertThat(home.suspensions("")).isEmpty();
    }

    private StoreByType store() {
        return new StoreByType(home, redis, Set.of("article"));
    }

    private Lease hold(LockKey key) {
        return locks.acquireOrThrow(request(key));
    }

    private static LockRequest request(LockKey key) {
        return LockRequest.of(key, JANE);
    }

    private List<LockKey> listed(LockQuery query) {
        List<LockKey> listed = new ArrayList<>();
        LockPage page = locks.find(query);
        page.locks().stream().map(LockView::key).forEach(listed::add);
        while (page.next() != null) {
            page = locks.find(query.after(page.next()));
            page.locks().stream().map(LockView::key).forEach(listed::add);
        }
        return listed;
    }
}
