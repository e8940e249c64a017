package io.heldby.jdbc;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A program on this computer that is sent webhooks, and verifies them as the specification of Standard Webhooks says, with no
 * code of Heldby's. What is not genuine it answers with 401.
 */
final class WebhookReceiver implements AutoCloseable {

    static final int CLOSE_THE_CONNECTION = 0;

    private static final long TOLERANCE_SECONDS = 300;
    private static final Pattern POSITION = Pattern.compile("\"position\":(\\d+)");
    private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]*)\"");

    private final String secret;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private volatile Answering answering = request -> 204;

    /** What came with one request, and what was answered. */
    record Received(String webhookId, String contentType, String body, int status) {

        long position() {
            return Long.parseLong(first(POSITION));
        }

        String recordId() {
            return first(ID);
        }

        private String first(Pattern pattern) {
            Matcher matcher = pattern.matcher(body);
            return matcher.find() ? matcher.group(1) : "";
        }
    }

    /** Says which status to answer. */
    interface Answering {
        int to(String body) throws InterruptedException;
    }

    WebhookReceiver(String secret) throws IOException {
        this.secret = secret;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/hook", this::receive);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:%d/hook".formatted(server.getAddress().getPort());
    }

    void answer(Answering newAnswering) {
        answering = newAnswering;
    }

    /** Every request that was answered, in the order of the answers. */
    List<Received> received() {
        return received;
    }

    /** What it said yes to. */
    List<Received> taken() {
        return received.stream().filter(request -> request.status() / 100 == 2).toList();
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            Headers headers = exchange.getRequestHeaders();
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String id = headers.getFirst("webhook-id");
            boolean genuine = verify(
                    secret,
                    id,
                    headers.getFirst("webhook-timestamp"),
                    headers.getFirst("webhook-signature"),
                    body,
                    Instant.now().getEpochSecond());
            int status = genuine ? answering.to(body) : 401;
            received.add(new Received(id, headers.getFirst("content-type"), body, status));
            if (status != CLOSE_THE_CONNECTION) {
                exchange.sendResponseHeaders(status, -1);
            }
        } catch (InterruptedException | GeneralSecurityException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** The reader's side of the specification. */
    static boolean verify(String secret, String id, String timestamp, String signatures, String body, long now)
            throws GeneralSecurityException {
        if (Math.abs(now - Long.parseLong(timestamp)) > TOLERANCE_SECONDS) {
            return false;
        }
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.replaceFirst("^whsec_", "")), "HmacSHA256"));
        mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
        byte[] expected = mac.doFinal(body.getBytes(StandardCharsets.UTF_8));
        for (String signature : signatures.split(" ", -1)) {
            if (signature.startsWith("v1,")
                    && MessageDigest.isEqual(
                            expected, Base64.getDecoder().decode(signature.substring("v1,".length())))) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
