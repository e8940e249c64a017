package io.heldby.redis;

import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.util.Map;

/** The connection to one Redis, be it one server or a cluster. Closing it ends its threads. */
sealed interface Nodes extends AutoCloseable permits SingleNode, ClusterNodes {

    RedisClusterAsyncCommands<String, String> commands();

    /** Every server with its address; of a cluster also the replicas, which may become masters. */
    Map<String, RedisClusterAsyncCommands<String, String>> servers();

    @Override
    void close();
}
