package io.heldby.spring.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An open event stream, and what has come through it. Each event is held to openapi.json. */
final class ReadStream implements AutoCloseable {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final OpenApi DOCUMENT = OpenApi.read();

    private final InputStream body;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private volatile boolean ended;

    private ReadStream(InputStream body) {
        this.body = body;
        Thread reader = new Thread(this::read, "reads-a-stream");
        reader.setDaemon(true);
        reader.start();
    }

    /** Opened, and greeted by the server. */
    static ReadStream open(Api who, String query, String... headers) {
        ReadStream stream = new ReadStream(connect(who, query, headers).body());
        await().until(() -> stream.lines.contains(":hello"));
        HeldToOpenApi.seen().add("GET /events 200");
        return stream;
    }

    static HttpResponse<InputStream> connect(Api who, String query, String... headers) {
        byte[] credentials = (who.user() + ":secret").getBytes(StandardCharsets.UTF_8);
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(who.base() + Api.PREFIX + "/events" + query))
                .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            HttpResponse<InputStream> response =
                    CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("Content-Type")).contains("text/event-stream");
            assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
            return response;
        } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private void read() {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(line);
            }
        } catch (IOException closed) {
            // As it ends for us.
        }
        ended = true;
    }

    List<JsonNode> events() {
        List<JsonNode> events =
                after("data:").map(data -> new JsonMapper().readTree(data)).toList();
        JsonNode schema = DOCUMENT.document().at("/components/schemas/Event");
        assertThat(events)
                .allSatisfy(
                        event -> assertThat(DOCUMENT.mistakes(schema, event)).isEmpty());
        return events;
    }

    List<String> names() {
        return after("event:").toList();
    }

    List<String> ids() {
        return after("id:").toList();
    }

    boolean hasEnded() {
        return ended;
    }

    private Stream<String> after(String field) {
        return lines.stream().filter(line -> line.startsWith(field)).map(line -> line.substring(field.length()));
    }

    void awaitEvents(int howMany) {
        await().atMost(Duration.ofSeconds(10)).until(() -> ids().size() >= howMany);
    }

    @Override
    public void close() {
        try {
            body.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
