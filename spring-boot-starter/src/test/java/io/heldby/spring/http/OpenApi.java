package io.heldby.spring.http;

import com.networknt.schema.Error;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The document openapi.json, as the tests read it: stricter than a client should, so that a field that it does not name is
 * a mistake.
 */
record OpenApi(JsonNode document) {

    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            registry -> registry.schemaRegistryConfig(
                    SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));

    static OpenApi read() {
        try (InputStream resource = Objects.requireNonNull(OpenApi.class.getResourceAsStream("openapi.json"))) {
            JsonNode document = new JsonMapper().readTree(resource);
            nothingElse(document.at("/components/schemas"));
            return new OpenApi(document);
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** Adds {@code additionalProperties: false} to every object that has properties. */
    private static void nothingElse(JsonNode node) {
        if (node instanceof ObjectNode object
                && object.path("type").asString("").equals("object")
                && object.has("properties")) {
            object.put("additionalProperties", false);
        }
        node.forEach(OpenApi::nothingElse);
    }

    /**
     * A method on a path.
     *
     * @param path as the document has it, with braces
     */
    record Operation(String method, String path, JsonNode node) {

        boolean hasBody() {
            return node.has("requestBody");
        }

        /** Statuses that it may answer, but for the one that means a mistake of ours. */
        List<String> statuses() {
            return node.path("responses").propertyNames().stream()
                    .filter(status -> !status.equals("default"))
                    .toList();
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    List<Operation> operations() {
        List<Operation> all = new ArrayList<>();
        document.path("paths")
                .forEachEntry((path, methods) -> methods.forEachEntry((method, node) -> {
                    if (!method.equals("parameters")) {
                        all.add(new Operation(method.toUpperCase(Locale.ROOT), path, node));
                    }
                }));
        return all;
    }

    /** @param path without the prefix; a path that is written out goes before one with braces */
    Optional<Operation> operation(String method, String path) {
        return operations().stream()
                .filter(operation -> operation.method().equals(method))
                .filter(operation -> path.matches(operation.path().replaceAll("\\{\\w+}", "[^/]+")))
                .min(Comparator.comparing(operation -> operation.path().contains("{")));
    }

    boolean hasPath(String path) {
        return operations().stream()
                .anyMatch(operation -> path.matches(operation.path().replaceAll("\\{\\w+}", "[^/]+")));
    }

    /** What the document says of this status; nothing when it does not know it. */
    Optional<JsonNode> response(Operation operation, int status) {
        JsonNode responses = operation.node().path("responses");
        JsonNode found = responses.path(status == 500 ? "default" : String.valueOf(status));
        return found.isMissingNode() ? Optional.empty() : Optional.of(resolved(found));
    }

    JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? document.at(node.path("$ref").asString().substring(1)) : node;
    }

    /** What is wrong with a value; empty when nothing is. */
    List<String> mistakes(JsonNode schema, JsonNode value) {
        ObjectNode root = new JsonMapper().createObjectNode();
        root.putArray("allOf").add(schema);
        root.set("components", document.path("components"));
        return SCHEMAS.getSchema(root).validate(value).stream()
                .map(Error::toString)
                .toList();
    }

    /** The parameters of this operation of one kind, by name. */
    Map<String, Boolean> parameters(Operation operation, String kind) {
        Map<String, Boolean> required = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        List<JsonNode> declared = new ArrayList<>();
        document.path("paths").path(operation.path()).path("parameters").forEach(declared::add);
        operation.node().path("parameters").forEach(declared::add);
        for (JsonNode parameter : declared) {
            JsonNode known = resolved(parameter);
            if (known.path("in").asString().equals(kind)) {
                required.put(
                        known.path("name").asString(), known.path("required").asBoolean(false));
            }
        }
        return required;
    }
}
