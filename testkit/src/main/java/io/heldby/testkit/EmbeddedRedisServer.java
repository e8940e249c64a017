package io.heldby.testkit;

import java.util.Map;

/**
 * A Redis server of this JVM's own, unpacked from a jar, so that tests need neither Docker nor an installed server. It
 * keeps nothing on disk, so one that was killed comes back empty, unless its settings say otherwise. It can be killed,
 * paused and started again, as servers are.
 */
public final class EmbeddedRedisServer implements AutoCloseable {

    private final RedisProcess process;

    private EmbeddedRedisServer(RedisProcess process) {
        this.process = process;
    }

    /** One with the defaults of Redis. */
    public static EmbeddedRedisServer start() {
        return start(Map.of());
    }

    /**
     * One with settings as in {@code redis.conf}.
     *
     * @throws IllegalStateException when it cannot be started
     */
    public static EmbeddedRedisServer start(Map<String, String> settings) {
        return new EmbeddedRedisServer(RedisProcess.start(settings));
    }

    public String url() {
        return "redis://127.0.0.1:" + process.port();
    }

    /**
     * Asks the server directly, as from a terminal.
     *
     * @param command with an answer that is a line or a text, such as {@code FLUSHALL}
     * @throws IllegalStateException when the server refuses it
     */
    public String ask(String command) {
        return RedisWire.ask(process.port(), command);
    }

    public int port() {
        return process.port();
    }

    /** {@code kill -9}. */
    public void kill() {
        process.kill();
    }

    /** Starts it again on the same port after {@link #kill}. */
    public void startAgain() {
        process.startAgain();
    }

    /** SIGSTOP: connections stay open, and nobody answers. */
    public void pause() {
        process.signal("STOP");
    }

    /** Goes on after {@link #pause}, and answers what has come in meanwhile. */
    public void resume() {
        process.signal("CONT");
    }

    @Override
    public void close() {
        process.close();
    }
}
