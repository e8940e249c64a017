package io.heldby.spring.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heldby.jdbc.changelog.Change;
import io.heldby.jdbc.changelog.ChangeLog;
import io.heldby.version.ChangeRecord.Action;
import io.heldby.version.FieldChange;
import java.math.BigDecimal;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Has the conversations of docs/http-api.md with a real server and the program curl, and compares. After a change that is
 * meant, {@code -Dheldby.documents=write} puts the new ones into the document.
 */
@SpringBootTest(
        classes = {People.class, House.class},
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = "spring.application.name=a-server-to-itself")
class HttpApiDocumentTest extends InTheHouse {

    private static final JsonMapper PRETTY =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    @Autowired
    private ChangeLog changes;

    private final HttpApiDocument document = HttpApiDocument.ofTheProject();
    private final OpenApi openApi = OpenApi.read();
    private final Map<String, String> exchanges = new LinkedHashMap<>();
    private final List<String> operations = new ArrayList<>();
    private final Placeholders placeholders = new Placeholders();

    @Test
    void everyExchangeIsWhatTheServerSays() {
        talk();

        if ("write".equals(System.getProperty("heldby.documents"))) {
            document.write(exchanges);
        }
        assertThat(document.exchanges()).containsExactlyInAnyOrderEntriesOf(exchanges);
        assertThat(operations)
                .containsAll(openApi.operations().stream()
                        .map(OpenApi.Operation::toString)
                        .toList());
    }

    @Test
    void everyProblemIsExplained() {
        List<String> problems = new ArrayList<>();
        openApi.document()
                .path("components")
                .path("schemas")
                .forEach(schema -> schema.at("/properties/type/enum").forEach(type -> problems.add(type.asString())));

        assertThat(problems.stream()
                        .filter(type -> type.startsWith("urn:"))
                        .map(type -> "| `" + type.replace("urn:heldby:problem:", "") + "` |"))
                .hasSizeGreaterThan(15)
                .allSatisfy(row -> assertThat(document.text()).contains(row));
    }

    @Test
    void everyFieldOfARequestIsExplained() {
        openApi.operations().stream().filter(OpenApi.Operation::hasBody).forEach(operation -> {
            JsonNode schema = openApi.resolved(operation.node().at("/requestBody/content/application~1json/schema"));
            assertThat(schema.path("properties").propertyNames())
                    .as(operation.toString())
                    .allSatisfy(field -> assertThat(document.text()).containsPattern("[`\"]" + field + "[`\"]"));
        });
    }

    /** In the order in which a reader would try it. */
    private void talk() {
        JsonNode lease = say("acquire", post("leia", "/locks", """
                {"type": "customer", "id": "42", "session": "s1", "reason": "editing"}"""));
        String lock = "/locks/" + lease.path("lockId").asString();
        String token = "Lock-Token: " + lease.path("token").asString();
        String proof = "\"token\": \"%s\"".formatted(lease.path("token").asString());
        say("locked", post("luke", "/locks", """
                {"type": "customer", "id": "42", "session": "s2"}"""));
        say("elsewhere", post("leia", "/locks", """
                {"type": "customer", "id": "42", "session": "s3"}"""));
        say("bad-request", post("leia", "/locks", """
                {"type": "customer", "id": "42", "session": "s1", "colour": "red"}"""));
        say("stale-version", post("leia", "/locks", """
                {"type": "article", "id": "9", "session": "s1", "ifVersion": 6}"""));
        String once = """
                {"type": "order", "id": "7", "session": "s1", "onlyOnce": true}""";
        String key = "Idempotency-Key: \"f3a1c5d0-8b0e-4d0b-9c69-0a9f7f7b8c11\"";
        say("once", Curl.as("leia", "/locks", once, "-H", key));
        JsonNode again = say("once-more", Curl.as("leia", "/locks", once, "-H", key));
        say("key-reused", Curl.as("leia", "/locks", """
                {"type": "order", "id": "8", "session": "s1"}""", "-H", key));
        say("batch", post("leia", "/locks/batch", """
                {"locks": [{"type": "invoice", "id": "1", "session": "s1"},
                           {"type": "invoice", "id": "2", "session": "s1"}]}"""));
        say("batch-locked", post("luke", "/locks/batch", """
                {"locks": [{"type": "invoice", "id": "2", "session": "s2"},
                           {"type": "invoice", "id": "3", "session": "s2"}]}"""));
        say("renew", Curl.as("leia", lock + "/renew", null, "-X", "POST", "-H", token));
        say("heartbeat", post("leia", "/sessions/s1/renew", """
                {"leases": [{"lockId": "%s", %s, "beat": 2},
                            {"lockId": "%s", "token": "AAAAAAAAAAAAAAAAAAAAAA"}]}""".formatted(
                lease.path("lockId").asString(), proof, again.path("lockId").asString())));
        say("verify", post("leia", "/locks/verify", """
                {"type": "customer", "id": "42", %s, "fence": %s}""".formatted(
                        proof, lease.path("fence").asString())));
        long lastBeat = say("mode", Curl.as("leia", lock + "/mode", "{\"mode\": \"SHARED\"}", "-H", token))
                .path("beat")
                .asLong();
        say("lock", get("luke", "/resources/customer/42"), get("luke", lock));
        say("list", get("leia", "/locks?holder=leia&sort=oldest&limit=1"));
        say("leave", post("leia", lock + "/release", """
                {%s, "softSeconds": 10, "beat": %d}""".formatted(proof, lastBeat)));
        say("release", Curl.as("leia", lock, null, "-X", "DELETE", "-H", token));
        say("break", post("han", "/locks/" + again.path("lockId").asString() + "/break", """
                {"reason": "Leia has gone home"}"""));
        String brokenToken = "Lock-Token: " + again.path("token").asString();
        say(
                "lost",
                Curl.as(
                        "leia",
                        "/locks/" + again.path("lockId").asString() + "/renew",
                        null,
                        "-X",
                        "POST",
                        "-H",
                        brokenToken));
        askAndWait();
        say("end-session", Curl.as("leia", "/sessions/s1", null, "-X", "DELETE"));
        // The last of all that happened here, so that whoever polls has read everything.
        await().until(() -> get("leia", "/history?type=invoice&action=RELEASED")
                .run(URI.create("http://localhost:" + port))
                .body()
                .contains("\"id\":\"2\""));
        sayStream("stream", Curl.stream("leia", "/events?type=order&id=7", "2", "-H", "Last-Event-ID: 0"));
        say("history", get("leia", "/history?type=order&id=7"));
        say("poll", get("leia", "/events/poll?type=order&id=7&after=0&limit=500"));
        changed();
        say("changes", get("leia", "/resources/customer/43/changes?limit=2"));
        say("policies", get("han", "/policies"));
        say("me", get("leia", "/me"));
        say("openapi", get("leia", "/openapi.json"));
    }

    private void changed() {
        try (Connection connection = backDoor.dataSource().getConnection()) {
            changes.write(
                    connection,
                    List.of(
                            change(3, Action.CREATED, null, "Leia Organa", FieldChange.of("city", null, "Bonn")),
                            change(4, Action.CHANGED, 3L, "Luke Skywalker", FieldChange.of("city", "Bonn", "Kiel")),
                            change(
                                    5,
                                    Action.FORCED,
                                    3L,
                                    "Han Solo",
                                    FieldChange.of("city", "Kiel", "Berlin"),
                                    FieldChange.of("credit", new BigDecimal("1500.00"), null),
                                    FieldChange.masked("iban"))));
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static Change change(long version, Action action, Long basedOn, String by, FieldChange... fields) {
        return new Change("customer", "43", version, action, basedOn, by, null, List.of(fields));
    }

    /** About a file, which may be taken over when nobody answers. */
    private void askAndWait() {
        JsonNode lease = say(post("leia", "/locks", """
                {"type": "file", "id": "8", "session": "s1"}"""));
        String lock = "/locks/" + lease.path("lockId").asString();
        String token = "Lock-Token: " + lease.path("token").asString();
        JsonNode first = say("ask", post("luke", lock + "/requests", """
                {"session": "s2", "message": "The customer is on the phone"}"""));
        say("asked", Curl.as("leia", lock + "/renew", null, "-X", "POST", "-H", token));
        String request = lock + "/requests/" + first.path("requestId").asString();
        say("keep", Curl.as("leia", request, """
                        {"answer": "KEEP", "minutes": 10, "message": "Nearly done"}""", "-X", "PATCH", "-H", token));
        say("kept", get("luke", request));
        say("take-over-refused", post("luke", lock + "/take-over", """
                {"session": "s2", "reason": "The customer is on the phone"}"""));
        JsonNode operators = say("ask-operators", post("luke", "/resources/file/8/release-requests", """
                {"reason": "Leia does not answer"}"""));
        say("asked-operators", get("han", "/release-requests"));
        say(
                "decline",
                Curl.as("han", lock + "/requests/" + operators.path("requestId").asString(), """
                        {"answer": "DECLINE", "message": "She is at it"}""", "-X", "PATCH"));
        JsonNode place = say("wait", post("luke", "/resources/file/8/waiters", """
                {"session": "s2"}"""));
        say("wanted", get("han", "/resources/file/8"));
        say("grace", post("han", lock + "/break", """
                {"reason": "month end", "graceSeconds": 120}"""));
        say(Curl.as("leia", lock, null, "-X", "DELETE", "-H", token));
        String waiter = "/resources/file/8/waiters/" + place.path("waiterId").asString();
        say("turn", post("luke", waiter + "/renew", """
                {"session": "s2"}"""));
        say("reserved", post("leia", "/locks", """
                {"type": "file", "id": "8", "session": "s1"}"""));
        say("stop-waiting", Curl.as("luke", waiter + "?session=s2", null, "-X", "DELETE"));
    }

    private static Curl post(String user, String path, String body) {
        return Curl.as(user, path, body);
    }

    private static Curl get(String user, String path) {
        return Curl.as(user, path, null);
    }

    /** What needs no place in the document. */
    private JsonNode say(Curl call) {
        Curl.Printed answer = call.run(URI.create("http://localhost:" + port));
        JsonNode json = json(answer);
        checkAgainstOpenApi(call, answer, json);
        placeholders.learn(json);
        return json;
    }

    /** Writes down one exchange, or several that belong together; gives back the last answer. */
    private JsonNode say(String name, Curl... calls) {
        JsonNode last = null;
        StringBuilder text = new StringBuilder();
        for (Curl call : calls) {
            Curl.Printed answer = call.run(URI.create("http://localhost:" + port));
            last = json(answer);
            checkAgainstOpenApi(call, answer, last);
            placeholders.learn(last);
            text.append(text.isEmpty() ? "" : "\n").append(placeholders.in(transcript(call, answer, last)));
        }
        exchanges.put(name, text.toString());
        return last;
    }

    /** What came in a while; its data is JSON in the same way as everywhere. */
    private void sayStream(String name, Curl call) {
        Curl.Printed answer = call.run(URI.create("http://localhost:" + port));
        operations.add("GET /events");
        StringBuilder text = new StringBuilder();
        for (String line : answer.body().split("\n", -1)) {
            if (line.startsWith("data:")) {
                JsonNode event = PRETTY.readTree(line.substring(5));
                assertThat(openApi.mistakes(openApi.document().at("/components/schemas/Event"), event))
                        .isEmpty();
                placeholders.learn(event);
                text.append("data:").append(line.substring(5).replaceAll("(\"\\w+\"):", "$1: "));
            } else {
                text.append(line);
            }
            text.append("\n");
        }
        Curl.Printed shown = new Curl.Printed(answer.status(), answer.headers(), "");
        exchanges.put(name, placeholders.in(transcript(call, shown, PRETTY.createObjectNode()) + "\n" + text));
    }

    private static JsonNode json(Curl.Printed answer) {
        return answer.body().isEmpty() ? PRETTY.createObjectNode() : PRETTY.readTree(answer.body());
    }

    private static String transcript(Curl call, Curl.Printed answer, JsonNode json) {
        String body = answer.body().isEmpty() ? "" : "\n" + shown(json) + "\n";
        return "%s\nHTTP/1.1 %d\n%s%s"
                .formatted(
                        call.shown(),
                        answer.status(),
                        String.join(
                                "",
                                answer.headers().stream()
                                        .map(header -> header + "\n")
                                        .toList()),
                        body);
    }

    /** The description of everything is too long to be repeated in a document. */
    private static String shown(JsonNode json) {
        if (json.has("openapi")) {
            return "{\"openapi\": \"%s\", \"servers\": [{\"url\": \"%s\"}], …}"
                    .formatted(
                            json.path("openapi").asString(),
                            json.at("/servers/0/url").asString());
        }
        return PRETTY.writeValueAsString(json).replaceAll("(?m)^(\\s*\"\\w+\") : ", "$1: ");
    }

    private void checkAgainstOpenApi(Curl call, Curl.Printed answer, JsonNode json) {
        OpenApi.Operation operation = openApi.operation(
                        call.method(), call.path().replaceFirst("\\?.*", ""))
                .orElseThrow();
        operations.add(operation.toString());
        JsonNode response = openApi.response(operation, answer.status()).orElseThrow();
        response.path("content")
                .forEach(content -> assertThat(openApi.mistakes(content.path("schema"), json))
                        .isEmpty());
    }
}
