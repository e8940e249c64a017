package io.heldby.redis;

import io.heldby.lock.LockStore;
import io.heldby.testkit.LockStoreBackdoor;
import io.heldby.testkit.LockStoreContract;
import io.heldby.testkit.TestRedis;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class RedisClusterLockStoreTest extends LockStoreContract {

    private static ClusterNodes cluster;
    private static RedisClusterClient client;
    private static StatefulRedisClusterConnection<String, String> connection;

    private final RedisSettings settings = RedisSettings.defaults().withKeyPrefix(TestRedis.uniquePrefix());
    private final RedisLockStore store = new RedisLockStore(cluster, settings);
    private final RedisBackdoor backdoor = new RedisBackdoor(connection.sync(), settings.keyPrefix());

    @BeforeAll
    static void connect() {
        List<RedisURI> seeds =
                TestRedis.clusterUrls().stream().map(RedisURI::create).toList();
        cluster = ClusterNodes.connect(seeds, RedisSettings.defaults());
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
