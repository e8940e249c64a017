package io.heldby.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.heldby.lock.LockEvent;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockManager;
import io.heldby.lock.LockPolicies;
import io.heldby.lock.LockRequest;
import io.heldby.lock.LockStoreException;
import io.heldby.lock.Owner;
import io.heldby.testkit.EmbeddedRedisServer;
import io.heldby.testkit.TestRedis;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RedisLockNewsTest extends LockNewsContract {

    private static final Owner ALICE = Owner.of("alice", "a1").named("Alice Ng");

    private static SingleNode server;
    private static RedisClient client;
    private static RedisClusterCommands<String, String> commands;

    @BeforeAll
    static void connect() {
        server = SingleNode.connect(RedisURI.create(TestRedis.url()), RedisSettings.defaults());
        client = RedisClient.create(TestRedis.url());
        commands = client.connect().sync();
    }

    @AfterAll
    static void disconnect() {
        client.shutdown();
        server.close();
    }

    @Override
    Nodes nodes() {
        return server;
    }

    @Override
    RedisClusterCommands<String, String> commands() {
        return commands;
    }

    @Test
    void whenTheServerComesBackSoDoTheNews() {
        try (EmbeddedRedisServer own = EmbeddedRedisServer.start();
                RedisLockStore store = RedisLockStore.single(RedisURI.create(own.url()), RedisSettings.defaults())) {
            LockManager locks = new LockManager(store, LockPolicies.defaults());
            List<LockEvent> told = new CopyOnWriteArrayList<>();
            store.subscribe(told::add);
            locks.acquireOrThrow(LockRequest.of(LockKey.of("policy", "1"), ALICE));
            await().until(() -> told.size() == 1);

            own.kill();
            own.startAgain();

            await().atMost(Duration.ofSeconds(20)).ignoreExceptions().until(() -> {
                locks.release(locks.acquireOrThrow(LockRequest.of(LockKey.of("policy", "2"), ALICE)));
                return told.stream().anyMatch(event -> event.id().equals("2"));
            });
        }
    }

    @Test
    void whoMayNotPublishMayLock() {
        try (EmbeddedRedisServer own = EmbeddedRedisServer.start()) {
            RedisURI asApp = withoutChannels(own);
            try (RedisLockStore store = RedisLockStore.single(asApp, RedisSettings.defaults())) {
                LockManager locks = new LockManager(store, LockPolicies.defaults());
                LockRequest request = LockRequest.of(LockKey.of("policy", "1"), ALICE);

                assertThatCode(() -> locks.release(locks.acquireOrThrow(request)))
                        .doesNotThrowAnyException();
                assertThatCode(() -> locks.acquireOrThrow(request)).doesNotThrowAnyException();
                assertThat(locks.holders(request.key())).hasSize(1);
            }
        }
    }

    @Test
    void whoMayNotListenIsRefusedAndLeavesNoConnectionOpen() {
        try (EmbeddedRedisServer own = EmbeddedRedisServer.start();
                RedisLockStore store = RedisLockStore.single(withoutChannels(own), RedisSettings.defaults())) {
            RedisClient admin = RedisClient.create(own.url());
            RedisClusterCommands<String, String> look = admin.connect().sync();

            assertThatThrownBy(() -> store.subscribe(event -> {})).isInstanceOf(LockStoreException.class);

            await().untilAsserted(() -> assertThat(look.clientList().lines().filter(line -> line.contains("user=app")))
                    .hasSize(1));
            admin.shutdown();
        }
    }

    /** The account of an application that may do everything but publish and listen. */
    private static RedisURI withoutChannels(EmbeddedRedisServer server) {
        RedisClient admin = RedisClient.create(server.url());
        admin.connect()
                .sync()
                .dispatch(
                        CommandType.ACL,
                        new StatusOutput<>(StringCodec.UTF8),
                        new CommandArgs<>(StringCodec.UTF8)
                                .add("SETUSER")
                                .add("app")
                                .add("on")
                                .add(">secret")
                                .add("~*")
                                .add("+@all")
                                .add("resetchannels"));
        admin.shutdown();
        return RedisURI.builder(RedisURI.create(server.url()))
                .withAuthentication("app", "secret")
                .build();
    }
}
