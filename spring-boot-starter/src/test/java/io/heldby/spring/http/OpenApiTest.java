package io.heldby.spring.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.heldby.spring.http.Api.Answered;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** openapi.json has what the code has, and nothing else. {@link HeldToOpenApi} looks at each exchange. */
class OpenApiTest extends InTheHouse {

    private final OpenApi document = OpenApi.read();

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    RequestMappingHandlerMapping mapping;

    @Test
    void everyRouteIsInTheDocumentAndTheOtherWayRound() {
        List<String> routes = mapping.getHandlerMethods().keySet().stream()
                .flatMap(OpenApiTest::routes)
                .filter(route -> route.contains(" " + Api.PREFIX + "/"))
                .map(route -> route.replace(Api.PREFIX, ""))
                .toList();

        assertThat(document.operations().stream().map(OpenApi.Operation::toString))
                .containsExactlyInAnyOrderElementsOf(routes);
    }

    private static Stream<String> routes(RequestMappingInfo info) {
        return info.getPatternValues().stream()
                .flatMap(
                        path -> info.getMethodsCondition().getMethods().stream().map(method -> method + " " + path));
    }

    @Test
    void itIsServedWithThePathWhereTheApiIs() {
        Answered served = leia.get("/openapi.json");

        assertThat(served.status()).isEqualTo(200);
        assertThat(served.at("/openapi")).isEqualTo("3.1.0");
        assertThat(served.at("/servers/0/url")).isEqualTo("/heldby/v1");
        assertThat(served.json().path("paths")).isEqualTo(document.document().path("paths"));
    }

    @Test
    void everyReferenceLeadsSomewhereAndEverythingIsReferredTo() {
        List<String> references = document.document().findValuesAsString("$ref");

        assertThat(references)
                .allSatisfy(reference -> assertThat(
                                document.document().at(reference.substring(1)).isMissingNode())
                        .as(reference)
                        .isFalse());
        for (String kind : List.of("schemas", "responses", "parameters", "headers")) {
            for (String name : document.document().path("components").path(kind).propertyNames()) {
                // What any path may answer belongs to no operation; HeldToOpenApi knows it.
                if (!name.equals("MethodNotAllowed")) {
                    assertThat(references).contains("#/components/" + kind + "/" + name);
                }
            }
        }
    }

    @Test
    void everyExampleIsWhatItsSchemaSays() {
        List<OpenApi.Operation> withBody = document.operations().stream()
                .filter(OpenApi.Operation::hasBody)
                .toList();

        assertThat(withBody).isNotEmpty().allSatisfy(operation -> {
            JsonNode content = operation.node().at("/requestBody/content/application~1json");
            assertThat(document.mistakes(content.path("schema"), content.path("example")))
                    .isEmpty();
        });
    }

    @Test
    void aFieldThatItDoesNotNameWouldBeNoticed() {
        JsonNode released = document.document().at("/components/schemas/Released");

        assertThat(document.mistakes(released, json("{\"released\":1}"))).isEmpty();
        assertThat(document.mistakes(released, json("{\"released\":1,\"more\":1}")))
                .hasSize(1);
        assertThat(document.mistakes(released, json("{\"released\":\"1\"}"))).hasSize(1);
        assertThat(document.mistakes(released, json("{}"))).hasSize(1);
        JsonNode time = document.document().at("/components/schemas/Lock/properties/acquiredAt");
        assertThat(document.mistakes(time, json("\"yesterday\""))).hasSize(1);
    }

    private static JsonNode json(String text) {
        return new JsonMapper().readTree(text);
    }
}
