package io.heldby.redis;

import io.heldby.lock.LockStoreException;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import java.util.Map;
import java.util.function.Supplier;

/** One server, or the master that a sentinel names. */
record SingleNode(
        String address,
        StatefulRedisConnection<String, String> connection,
        RedisClient client,
        ClientResources resources)
        implements Nodes {

    static SingleNode connect(RedisURI uri, RedisSettings settings) {
        ClientResources resources = Connecting.resources();
        RedisClient client = RedisClient.create(resources, Connecting.withTimeout(uri, settings));
        client.setOptions(
                Connecting.configured(ClientOptions.builder(), settings).build());
        try {
            return new SingleNode(uri.getHost() + ":" + uri.getPort(), client.connect(), client, resources);
        } catch (RedisException failed) {
            Connecting.shutDown(client, resources);
            throw new LockStoreException("cannot reach Redis at %s: %s".formatted(uri, failed.getMessage()), failed);
        }
    }

    @Override
    public RedisClusterAsyncCommands<String, String> commands() {
        return connection.async();
    }

    @Override
    public Map<String, Supplier<RedisClusterAsyncCommands<String, String>>> servers() {
        return Map.of(address, connection::async);
    }

    @Override
    public StatefulRedisPubSubConnection<String, String> connectToListen() {
        return client.connectPubSub();
    }

    @Override
    public void close() {
        Connecting.shutDown(client, resources);
    }
}
