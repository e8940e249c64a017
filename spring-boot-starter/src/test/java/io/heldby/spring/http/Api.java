package io.heldby.spring.http;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls the API as {@code curl -u user:secret} does. */
public record Api(URI base, String user) {

    static final String PREFIX = "/heldby/v1";
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final JsonMapper MAPPER = new JsonMapper();

    public static Api on(int port) {
        return new Api(URI.create("http://localhost:" + port), null);
    }

    public Api as(String newUser) {
        return new Api(base, newUser);
    }

    public Answered post(String path, String json, String... headers) {
        return send("POST", PREFIX + path, json, withType(headers));
    }

    public Answered patch(String path, String json, String... headers) {
        return send("PATCH", PREFIX + path, json, withType(headers));
    }

    public Answered get(String path) {
        return send("GET", PREFIX + path, null);
    }

    public Answered delete(String path, String... headers) {
        return send("DELETE", PREFIX + path, null, headers);
    }

    /** Locks {@code type id} in the editing session {@code session}. */
    public Answered acquire(String type, String id, String session) {
        return post("/locks", """
                {"type":"%s","id":"%s","session":"%s","reason":"editing"}""".formatted(type, id, session));
    }

    public Answered send(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (user != null) {
            byte[] credentials = (user + ":secret").getBytes(StandardCharsets.UTF_8);
            request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials));
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            Answered answer = new Answered(CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString()));
            HeldToOpenApi.check(method, path, named(headers), body, answer);
            return answer;
        } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }

    static Map<String, String> named(String... headers) {
        Map<String, String> named = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (int i = 0; i < headers.length; i += 2) {
            named.put(headers[i], headers[i + 1]);
        }
        return named;
    }

    private static String[] withType(String... headers) {
        List<String> all = new ArrayList<>(Arrays.asList(headers));
        all.addAll(List.of("Content-Type", "application/json"));
        return all.toArray(String[]::new);
    }

    /** What came back. */
    public record Answered(HttpResponse<String> response) {

        public int status() {
            return response.statusCode();
        }

        public String header(String name) {
            return response.headers().firstValue(name).orElse(null);
        }

        public String text() {
            return response.body();
        }

        public JsonNode json() {
            return MAPPER.readTree(text());
        }

        /** A member of the body as text. */
        public String at(String pointer) {
            return json().at(pointer).asString();
        }

        /** {@code locked} of {@code urn:heldby:problem:locked}, checked to be a proper problem of this status. */
        public String problem() {
            String type = at("/type");
            if (!"application/problem+json".equals(header("Content-Type"))
                    || !type.startsWith("urn:heldby:problem:")
                    || json().at("/status").asInt() != status()
                    || at("/title").isBlank()
                    || at("/detail").isBlank()) {
                throw new AssertionError("not a problem: " + this);
            }
            return type.substring("urn:heldby:problem:".length());
        }

        @Override
        public String toString() {
            return status() + " " + response.headers().map() + " " + text();
        }
    }
}
