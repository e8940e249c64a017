package io.heldby.spring.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.heldby.spring.http.Api.Answered;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Holds every exchange of every HTTP test to openapi.json: a status, a field or a header that the document does not know
 * fails the test that met it.
 */
final class HeldToOpenApi {

    private static final OpenApi DOCUMENT = OpenApi.read();
    private static final List<String> PREFIXES = List.of(Api.PREFIX, OpinionatedApplicationTest.PREFIX);
    private static final Set<String> SEEN = ConcurrentHashMap.newKeySet();

    private HeldToOpenApi() {}

    /** Begins to count anew what has been {@linkplain #seen() seen}. */
    static void forget() {
        SEEN.clear();
    }

    /** Such as {@code POST /locks 201}. */
    static Set<String> seen() {
        return SEEN;
    }

    static void check(String method, String uri, Map<String, String> requestHeaders, String body, Answered answer) {
        for (String prefix : PREFIXES) {
            if (uri.startsWith(prefix + "/")) {
                check(
                        method,
                        uri.substring(prefix.length()).replaceFirst("\\?.*", ""),
                        new Exchange(requestHeaders, body, answer));
            }
        }
    }

    private record Exchange(Map<String, String> requestHeaders, String body, Answered answer) {}

    private static void check(String method, String path, Exchange exchange) {
        Answered answer = exchange.answer();
        if (answer.status() == 400 && answer.header("Cache-Control") == null) {
            return; // The server itself could not read it, and nobody of us was asked.
        }
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        OpenApi.Operation operation = DOCUMENT.operation(method, path).orElse(null);
        if (operation == null) {
            checkUnknown(path, answer);
            return;
        }
        JsonNode response = DOCUMENT.response(operation, answer.status())
                .orElseThrow(() -> new AssertionError(
                        "openapi.json does not know that %s answers %s".formatted(operation, answer)));
        SEEN.add(operation + " " + answer.status());
        checkBody(operation, response.path("content"), answer);
        response.path("headers")
                .propertyNames()
                .forEach(header -> assertThat(answer.header(header))
                        .as("%s of %s", header, answer)
                        .isNotNull());
        if (answer.status() < 400) {
            checkRequest(operation, exchange);
        }
    }

    /** A method that a path does not have, or a path that is not there: the two answers that belong to no operation. */
    private static void checkUnknown(String path, Answered answer) {
        List<String> possible = DOCUMENT.hasPath(path)
                ? List.of("MethodNotAllowed", "NotSignedIn", "NotPermitted")
                : List.of("NotFound", "NotSignedIn", "NotPermitted", "BadRequest");
        JsonNode schemas = DOCUMENT.document().at("/components/schemas");
        assertThat(possible)
                .as("%s is none of these", answer)
                .anyMatch(name ->
                        DOCUMENT.mistakes(schemas.path(name), answer.json()).isEmpty());
    }

    private static void checkBody(OpenApi.Operation operation, JsonNode content, Answered answer) {
        if (content.isMissingNode()) {
            assertThat(answer.text()).isEmpty();
            return;
        }
        JsonNode typed = content.path(String.valueOf(answer.header("Content-Type")));
        assertThat(typed.isMissingNode())
                .as("%s answers a type that openapi.json does not know: %s", operation, answer)
                .isFalse();
        assertThat(DOCUMENT.mistakes(typed.path("schema"), answer.json()))
                .as("%s answers %s", operation, answer)
                .isEmpty();
    }

    /** What has been accepted must be what the document says may be sent. */
    private static void checkRequest(OpenApi.Operation operation, Exchange exchange) {
        DOCUMENT.parameters(operation, "header").forEach((name, required) -> {
            if (required) {
                assertThat(exchange.requestHeaders()).containsKey(name);
            }
        });
        JsonNode schema = operation.node().at("/requestBody/content/application~1json/schema");
        if (!schema.isMissingNode()) {
            assertThat(DOCUMENT.mistakes(schema, new JsonMapper().readTree(exchange.body())))
                    .as("%s accepts %s", operation, exchange.body())
                    .isEmpty();
        }
    }
}
