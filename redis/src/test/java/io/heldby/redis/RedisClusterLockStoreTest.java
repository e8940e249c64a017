package io.heldby.redis;

import io.heldby.lock.LockStore;
import io.heldby.testkit.LockStoreBackdoor;
import io.heldby.testkit.LockStoreContract;
import io.heldby.testkit.TestRedis;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class RedisClusterLockStoreTest extends LockStoreContract {

    /** A busy machine is not what is tested here; see RedisFailureTest for servers that do not answer. */
    private static final RedisSettings PATIENT = RedisSettings.defaults().withTimeout(Duration.ofSeconds(20));

    private static ClusterNodes cluster;
    private static RedisClusterClient client;
    private static StatefulRedisClusterConnection<String, String> connection;

    private final RedisSettings settings = PATIENT.withKeyPrefix(TestRedis.uniquePrefix());
    private final RedisLockStore store = new RedisLockStore(cluster, settings);
    private final RedisBackdoor backdoor = new RedisBackdoor(connection.sync(), settings.keyPrefix());

    @BeforeAll
    static void connect() {
        List<RedisURI> seeds =
                TestRedis.clusterUrls().stream().map(RedisURI::create).toList();
        cluster = ClusterNodes.connect(seeds, PATIENT);
        client = RedisClusterClient.create(seeds);
        connection = client.connect();
    }

    @AfterAll
    static void disconnect() {
        connection.close();
        client.shutdown();
        cluster.close();
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
