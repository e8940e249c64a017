package io.heldby.testkit;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;
import redis.embedded.core.ExecutableProvider;

/**
 * One {@code redis-server}, unpacked from a jar, in a directory and on a port of its own. It keeps both when it is killed
 * and started again. It writes nothing to disk unless its settings say so, and ends with this JVM.
 */
final class RedisProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** A cluster node also listens 10,000 above its port, so both must be free and below 65,536. */
    private static final int BUS_OFFSET = 10_000;

    private final Path directory;
    private final int port;
    private final List<String> command;
    private @Nullable Process running;

    private RedisProcess(Path directory, int port, List<String> command) {
        this.directory = directory;
        this.port = port;
        this.command = command;
    }

    /**
     * Starts a server.
     *
     * @param settings as in {@code redis.conf}, which the defaults do not know
     * @throws IllegalStateException when it cannot be started; says what the server said
     */
    static RedisProcess start(Map<String, String> settings) {
        try {
            Path directory = Files.createTempDirectory("heldby-redis-");
            int port = freePort();
            List<String> command = new ArrayList<>(List.of(
                    Binary.unpacked().toString(),
                    "--port",
                    Integer.toString(port),
                    "--bind",
                    "127.0.0.1",
                    "--dir",
                    directory.toString(),
                    "--save",
                    ""));
            settings.forEach((name, value) -> command.addAll(List.of("--" + name, value)));
            RedisProcess server = new RedisProcess(directory, port, command);
            Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stop-redis"));
            server.startAgain();
            return server;
        } catch (IOException failed) {
            throw cannotStart("", failed);
        }
    }

    int port() {
        return port;
    }

    /** Starts it on the same port, with what its directory has kept. */
    void startAgain() {
        File log = directory.resolve("redis.log").toFile();
        try {
            Process started = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log)
                    .start();
            running = started;
            Awaitility.await()
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> !started.isAlive() || RedisWire.answers(port));
            if (!started.isAlive()) {
                throw new IOException("redis-server ended with " + started.exitValue());
            }
        } catch (IOException | ConditionTimeoutException failed) {
            throw cannotStart(said(log), failed);
        }
    }

    /** {@code kill -9}: it cannot write, say or close anything any more. */
    void kill() {
        if (running != null) {
            running.destroyForcibly();
            await(running);
        }
    }

    /** Sends a signal, such as {@code STOP} and {@code CONT}. */
    void signal(String name) {
        if (running == null) {
            throw new IllegalStateException("the Redis server on port " + port + " is not running");
        }
        try {
            await(new ProcessBuilder("kill", "-" + name, Long.toString(running.pid())).start());
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot send " + name + " to the Redis server on port " + port, failed);
        }
    }

    /** Ends it and removes its directory. May be repeated. */
    @Override
    public void close() {
        kill();
        try (Stream<Path> files = Files.exists(directory) ? Files.walk(directory) : Stream.empty()) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("the Redis server left files in " + directory, failed);
        }
    }

    private static void await(Process process) {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("process " + process.pid() + " does not end");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for process " + process.pid(), stopped);
        }
    }

    private static int freePort() throws IOException {
        for (int tries = 0; tries < 100; tries++) {
            int free = anyFreePort();
            if (free + BUS_OFFSET < 65_536 && isFree(free + BUS_OFFSET)) {
                return free;
            }
        }
        throw new IOException("found no free port below " + (65_536 - BUS_OFFSET));
    }

    private static int anyFreePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port)) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    private static String said(File log) {
        try {
            return Files.readString(log.toPath());
        } catch (IOException nothing) {
            return "";
        }
    }

    private static IllegalStateException cannotStart(String said, Exception cause) {
        return new IllegalStateException(
                "Cannot start the embedded Redis server. To use a server of your own, set TEST_REDIS_URL, as in"
                        + " redis://user:password@host:6379/0. It said: " + said,
                cause);
    }

    /** The executable, once per JVM: it has ten megabytes. */
    private static final class Binary {

        private static final Lock UNPACKING = new ReentrantLock();
        private static @Nullable Path unpacked;

        private static Path unpacked() throws IOException {
            UNPACKING.lock();
            try {
                if (unpacked == null) {
                    unpacked = ExecutableProvider.newJarResourceProvider().get().toPath();
                }
                return unpacked;
            } finally {
                UNPACKING.unlock();
            }
        }
    }
}
