package io.heldby.demo.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Serves the browser client, below {@code /heldby/}, and the pages of {@code src/test/resources/client}, to this computer
 * only. No page may run a script or use a style that does not come from here. What forms post is kept.
 */
final class ClientServer implements AutoCloseable {

    private static final Path CLIENT = Path.of("..", "client").toAbsolutePath().normalize();
    private static final Path PAGES =
            Path.of("src", "test", "resources", "client").toAbsolutePath();
    private static final Map<String, String> TYPES = Map.of(
            "js", "text/javascript", "html", "text/html; charset=utf-8", "css", "text/css", "json", "application/json");

    private final HttpServer server;
    private final List<String> posted = new CopyOnWriteArrayList<>();

    ClientServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    String url(String path) {
        return "http://localhost:" + server.getAddress().getPort() + path;
    }

    /** The bodies of forms that were sent, as {@code a=1&b=2}, in their order. */
    List<String> posted() {
        return posted;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (exchange.getRequestMethod().equals("POST")) {
                posted.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            }
            Path file = file(exchange.getRequestURI());
            exchange.getResponseHeaders()
                    .set("Content-Security-Policy", "default-src 'self'; object-src 'none'; base-uri 'none'");
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            if (!Files.isRegularFile(file)) {
                exchange.sendResponseHeaders(file.endsWith("favicon.ico") ? 204 : 404, -1);
                return;
            }
            String name = file.getFileName().toString();
            exchange.getResponseHeaders().set("Content-Type", TYPES.get(name.substring(name.lastIndexOf('.') + 1)));
            byte[] content = Files.readAllBytes(file);
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content);
        }
    }

    private static Path file(URI address) {
        String path = address.getPath();
        return path.startsWith("/heldby/")
                ? CLIENT.resolve(path.substring("/heldby/".length()))
                : PAGES.resolve(path.substring(1));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
