package io.heldby.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heldby.lock.LockKey;
import io.heldby.lock.LockManager;
import io.heldby.lock.LockPolicies;
import io.heldby.lock.LockRequest;
import io.heldby.lock.Owner;
import io.heldby.testkit.EmbeddedRedisServer;
import io.lettuce.core.RedisURI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** The code of docs/store-redis.md. */
class RedisPageTest {

    private final List<String> shown = new CopyOnWriteArrayList<>();

    @Test
    void whoSubscribesIsTold() {
        try (EmbeddedRedisServer server = EmbeddedRedisServer.start();
                RedisLockStore store = RedisLockStore.single(RedisURI.create(server.url()), RedisSettings.defaults())) {
            // tag::subscribe[]
            store.subscribe(
                    event -> show(event.kind() + " " + event.type() + " " + event.id() + ": " + event.displayName()));
            // end::subscribe[]

            new LockManager(store, LockPolicies.defaults())
                    .acquireOrThrow(LockRequest.of(
                            LockKey.of("article", "42"), Owner.of("u-17", "tab").named("Alice Ng")));

            await().until(() -> !shown.isEmpty());
            assertThat(shown).containsExactly("ACQUIRED article 42: Alice Ng");
        }
    }

    private void show(String line) {
        shown.add(line);
    }
}
