package io.heldby.testkit;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Where tests find Redis: one server and one cluster per JVM, started by the first test that needs them and stopped with
 * the JVM. Tests share them, so each works below a key prefix of its own; nobody empties what is not theirs.
 *
 * <p>A server that cannot be started throws; a test is never skipped for want of one.
 */
public final class TestRedis {

    private static final Lock STARTING = new ReentrantLock();
    private static @Nullable String server;
    private static @Nullable EmbeddedRedisCluster cluster;

    private TestRedis() {}

    /**
     * The server's URL: that of the environment variable {@code TEST_REDIS_URL}, or of an embedded server.
     *
     * @throws IllegalStateException when the server cannot be started
     */
    public static String url() {
        STARTING.lock();
        try {
            if (server == null) {
                String given = System.getenv("TEST_REDIS_URL");
                server = given == null || given.isBlank()
                        ? EmbeddedRedisServer.start().url()
                        : given;
            }
            return server;
        } finally {
            STARTING.unlock();
        }
    }

    /**
     * The URLs of the nodes of an embedded cluster.
     *
     * @throws IllegalStateException when the cluster cannot be started
     */
    public static List<String> clusterUrls() {
        STARTING.lock();
        try {
            if (cluster == null) {
                cluster = EmbeddedRedisCluster.start();
            }
            return cluster.urls();
        } finally {
            STARTING.unlock();
        }
    }

    /** A key prefix that no other test run has had. */
    public static String uniquePrefix() {
        return "t" + UUID.randomUUID().toString().replace("-", "") + ":";
    }
}
