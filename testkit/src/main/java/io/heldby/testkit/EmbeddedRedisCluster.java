package io.heldby.testkit;

import static java.util.stream.Collectors.joining;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/**
 * A Redis Cluster of six embedded servers: three that share the keys, and a replica of each. It is ready when every
 * node says so.
 */
public final class EmbeddedRedisCluster implements AutoCloseable {

    private static final int MASTERS = 3;
    private static final int SLOTS = 16_384;

    private final List<RedisProcess> nodes;

    private EmbeddedRedisCluster(List<RedisProcess> nodes) {
        this.nodes = nodes;
    }

    /**
     * Starts one.
     *
     * @throws IllegalStateException when a server cannot be started
     */
    public static EmbeddedRedisCluster start() {
        List<RedisProcess> nodes = new ArrayList<>();
        for (int i = 0; i < 2 * MASTERS; i++) {
            nodes.add(RedisProcess.start(Map.of("cluster-enabled", "yes", "cluster-node-timeout", "3000")));
        }
        EmbeddedRedisCluster cluster = new EmbeddedRedisCluster(List.copyOf(nodes));
        cluster.introduce();
        return cluster;
    }

    public List<String> urls() {
        return nodes.stream().map(node -> "redis://127.0.0.1:" + node.port()).toList();
    }

    /** {@code kill -9} of one of the three masters; after some seconds its replica takes its place. */
    public void killMaster() {
        nodes.get(0).kill();
    }

    @Override
    public void close() {
        nodes.forEach(RedisProcess::close);
    }

    private void introduce() {
        int first = nodes.get(0).port();
        for (int i = 0; i < nodes.size(); i++) {
            int port = nodes.get(i).port();
            // Nodes that begin with the same epoch would first have to agree on who has the greater one.
            RedisWire.ask(port, "CLUSTER SET-CONFIG-EPOCH " + (i + 1));
            if (i < MASTERS) {
                RedisWire.ask(port, "CLUSTER ADDSLOTS " + slotsOf(i));
            }
            RedisWire.ask(port, "CLUSTER MEET 127.0.0.1 " + first);
        }
        for (RedisProcess node : nodes) {
            soon(() -> RedisWire.ask(node.port(), "CLUSTER INFO").contains("cluster_known_nodes:" + nodes.size()));
        }
        for (int i = 0; i < MASTERS; i++) {
            String master = RedisWire.ask(nodes.get(i).port(), "CLUSTER MYID");
            RedisWire.ask(nodes.get(i + MASTERS).port(), "CLUSTER REPLICATE " + master);
        }
        for (RedisProcess node : nodes) {
            soon(() -> isReady(node.port()));
        }
    }

    /** A node is ready when the cluster is, and when it has heard of all three replicas that they are replicas. */
    private static boolean isReady(int port) {
        long replicas = RedisWire.ask(port, "CLUSTER NODES")
                .lines()
                .filter(line -> line.contains("slave"))
                .count();
        return replicas == MASTERS && RedisWire.ask(port, "CLUSTER INFO").contains("cluster_state:ok");
    }

    private static String slotsOf(int master) {
        int from = master * SLOTS / MASTERS;
        int to = (master + 1) * SLOTS / MASTERS;
        return IntStream.range(from, to).mapToObj(Integer::toString).collect(joining(" "));
    }

    private static void soon(Callable<Boolean> isSo) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(25))
                .until(isSo);
    }
}
