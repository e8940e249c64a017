package io.heldby.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What an IDE completes and explains; it is the reference of the properties. */
class ConfigurationMetadataTest {

    @Test
    void everyPropertyIsThereAndExplained() throws Exception {
        Map<String, JsonNode> properties = metadata();

        assertThat(properties)
                .containsOnlyKeys(
                        "heldby.changes.retention",
                        "heldby.data-source",
                        "heldby.events.every",
                        "heldby.events.listen",
                        "heldby.events.names-kept",
                        "heldby.events.retention",
                        "heldby.hibernate.enabled",
                        "heldby.hibernate.observe",
                        "heldby.hibernate.statement-guard",
                        "heldby.http.enabled",
                        "heldby.http.operator-authority",
                        "heldby.http.prefix",
                        "heldby.http.problems",
                        "heldby.http.streams",
                        "heldby.http.streams-per-user",
                        "heldby.jdbc.event-log",
                        "heldby.jdbc.initialize-schema",
                        "heldby.jdbc.schema",
                        "heldby.jdbc.table-prefix",
                        "heldby.locks-per-person",
                        "heldby.policies",
                        "heldby.policy.default.answer-within",
                        "heldby.policy.default.enforcement",
                        "heldby.policy.default.expiry",
                        "heldby.policy.default.expiry-handler",
                        "heldby.policy.default.lease",
                        "heldby.policy.default.maximum-hold",
                        "heldby.policy.default.page-lease",
                        "heldby.policy.default.protocol",
                        "heldby.policy.default.renewal",
                        "heldby.policy.default.reserved-for",
                        "heldby.policy.default.take-over-after",
                        "heldby.policy.default.takeover",
                        "heldby.policy.default.writes",
                        "heldby.sweep-every",
                        "heldby.webhooks",
                        "management.endpoint.lostwork.access",
                        "management.endpoint.lostwork.cache.time-to-live");
        assertThat(properties.values())
                .allSatisfy(property -> assertThat(property.path("description").asString())
                        .matches("[A-Z].*\\.")
                        .doesNotContain("{@"));
        assertThat(properties.get("heldby.sweep-every").path("defaultValue").asString())
                .isEqualTo("30s");
        assertThat(properties.get("heldby.http.prefix").path("defaultValue").asString())
                .isEqualTo("/heldby/v1");
        assertThat(properties.get("heldby.policy.default.lease").path("type").asString())
                .isEqualTo("java.time.Duration");
    }

    private static Map<String, JsonNode> metadata() throws Exception {
        String file = "/META-INF/spring-configuration-metadata.json";
        try (InputStream in = HeldbyProperties.class.getResourceAsStream(file)) {
            Map<String, JsonNode> properties = new TreeMap<>();
            new JsonMapper()
                    .readTree(in)
                    .path("properties")
                    .forEach(property -> properties.put(property.path("name").asString(), property));
            return properties;
        }
    }
}
