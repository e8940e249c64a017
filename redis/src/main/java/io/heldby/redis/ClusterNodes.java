package io.heldby.redis;

import io.heldby.lock.LockStoreException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** A Redis Cluster. Where a key is, Lettuce knows, and asks again when a server says that it has moved. */
record ClusterNodes(
        StatefulRedisClusterConnection<String, String> connection, RedisClusterClient client, ClientResources resources)
        implements Nodes {

    static ClusterNodes connect(List<RedisURI> seeds, RedisSettings settings) {
        ClientResources resources = Connecting.resources();
        List<RedisURI> uris =
                seeds.stream().map(uri -> Connecting.withTimeout(uri, settings)).toList();
        RedisClusterClient client = RedisClusterClient.create(resources, uris);
        ClusterClientOptions.Builder options = ClusterClientOptions.builder();
        Connecting.configured(options, settings);
        client.setOptions(options.topologyRefreshOptions(followingEveryChange()).build());
        try {
            return new ClusterNodes(client.connect(), client, resources);
        } catch (RedisException failed) {
            Connecting.shutDown(client, resources);
            throw new LockStoreException(
                    "cannot reach the Redis Cluster at %s: %s".formatted(seeds, failed.getMessage()), failed);
        }
    }

    private static ClusterTopologyRefreshOptions followingEveryChange() {
        return ClusterTopologyRefreshOptions.builder()
                .adaptiveRefreshTriggersTimeout(Duration.ofSeconds(1))
                .enablePeriodicRefresh(Duration.ofSeconds(30))
                .build();
    }

    @Override
    public RedisClusterAsyncCommands<String, String> commands() {
        return connection.async();
    }

    @Override
    public Map<String, Supplier<RedisClusterAsyncCommands<String, String>>> servers() {
        Map<String, Supplier<RedisClusterAsyncCommands<String, String>>> servers = new LinkedHashMap<>();
        for (RedisClusterNode node : connection.getPartitions()) {
            RedisURI uri = node.getUri();
            servers.put(
                    uri.getHost() + ":" + uri.getPort(),
                    () -> connection.getConnection(node.getNodeId()).async());
        }
        return servers;
    }

    @Override
    public StatefulRedisPubSubConnection<String, String> connectToListen() {
        return client.connectPubSub();
    }

    @Override
    public void close() {
        // First, or the client closes its parts twice and complains.
        connection.close();
        Connecting.shutDown(client, resources);
    }
}
