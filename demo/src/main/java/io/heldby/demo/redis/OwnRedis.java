package io.heldby.demo.redis;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.springframework.util.FileSystemUtils;
import redis.embedded.RedisServer;
import redis.embedded.core.ExecutableProvider;

/** A Redis server of the demo's own, on a free port of this machine. It stops with the application and leaves no files. */
record OwnRedis(RedisServer server, int port, Path directory) implements AutoCloseable {

    static OwnRedis start() throws IOException {
        Path directory = Files.createTempDirectory("heldby-demo-redis-");
        int port = freePort();
        List<String> command = List.of(
                ExecutableProvider.newJarResourceProvider(directory.toFile())
                        .get()
                        .toString(),
                "--port",
                String.valueOf(port),
                "--bind",
                "127.0.0.1",
                "--dir",
                directory.toString(),
                "--save",
                "");
        RedisServer server = new RedisServer(port, command, true);
        server.start();
        return new OwnRedis(server, port, directory);
    }

    String url() {
        return "redis://127.0.0.1:" + port;
    }

    @Override
    public void close() throws IOException {
        server.stop();
        FileSystemUtils.deleteRecursively(directory);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
