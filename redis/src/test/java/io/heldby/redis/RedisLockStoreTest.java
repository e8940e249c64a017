package io.heldby.redis;

import io.heldby.lock.LockStore;
import io.heldby.testkit.LockStoreBackdoor;
import io.heldby.testkit.LockStoreContract;
import io.heldby.testkit.TestRedis;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

class RedisLockStoreTest extends LockStoreContract {

    /** A busy machine is not what is tested here; see RedisFailureTest for servers that do not answer. */
    private static final RedisSettings PATIENT = RedisSettings.defaults().withTimeout(Duration.ofSeconds(20));

    private static SingleNode server;
    private static RedisClient client;
    private static RedisClusterCommands<String, String> commands;

    private final RedisSettings settings = PATIENT.withKeyPrefix(TestRedis.uniquePrefix());
    private final RedisLockStore store = new RedisLockStore(server, settings);
    private final RedisBackdoor backdoor = new RedisBackdoor(commands, settings.keyPrefix());

    @BeforeAll
    static void connect() {
        server = SingleNode.connect(RedisURI.create(TestRedis.url()), PATIENT);
        client = RedisClient.create(TestRedis.url());
        commands = client.connect().sync();
    }

    @AfterAll
    static void disconnect() {
        client.shutdown();
        server.close();
    }

    @AfterEach
    void removeEverything() {
        backdoor.removeEverything();
    }

    @Override
    public LockStore store() {
        return store;
    }

    @Override
    public LockStoreBackdoor backdoor() {
        return backdoor;
    }

    @Override
    public boolean storeHasItsOwnClock() {
        return true;
    }
}
