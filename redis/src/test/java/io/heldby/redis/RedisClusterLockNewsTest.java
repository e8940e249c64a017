package io.heldby.redis;

import io.heldby.testkit.TestRedis;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class RedisClusterLockNewsTest extends LockNewsContract {

    private static ClusterNodes cluster;
    private static RedisClusterClient client;
    private static StatefulRedisClusterConnection<String, String> connection;

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
    Nodes nodes() {
        return cluster;
    }

    @Override
    RedisClusterCommands<String, String> commands() {
        return connection.sync();
    }
}
