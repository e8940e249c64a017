package io.heldby.redis;

import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.util.Map;
import java.util.function.Supplier;

/** The connection to one Redis, be it one server or a cluster. Closing it ends its threads. */
sealed interface Nodes extends AutoCloseable permits SingleNode, ClusterNodes {

    RedisClusterAsyncCommands<String, String> commands();

    /**
     * How to ask every server alone, by its address; of a cluster also the replicas, which may become masters. The
     * suppliers throw a {@link io.lettuce.core.RedisException} when a server cannot be reached.
     */
    Map<String, Supplier<RedisClusterAsyncCommands<String, String>>> servers();

    /** A further connection, to hear what is published. */
    StatefulRedisPubSubConnection<String, String> connectToListen();

    @Override
    void close();
}
