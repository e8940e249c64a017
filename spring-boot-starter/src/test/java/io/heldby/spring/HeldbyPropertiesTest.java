package io.heldby.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heldby.jdbc.lock.InitializeSchema;
import io.heldby.jdbc.lock.JdbcSettings;
import io.heldby.lock.Enforcement;
import io.heldby.lock.Expiry;
import io.heldby.lock.HandOverPolicy;
import io.heldby.lock.LockEvent.Kind;
import io.heldby.lock.LockPolicies;
import io.heldby.lock.LockPolicy;
import io.heldby.lock.RenewalMode;
import io.heldby.lock.Takeover;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class HeldbyPropertiesTest {

    @Test
    void nothingConfiguredMeansTheDefaults() {
        HeldbyProperties properties = bound();

        assertThat(properties.lockPolicies()).isEqualTo(LockPolicies.defaults());
        assertThat(properties.dataSource()).isNull();
        assertThat(properties.webhooks()).isEmpty();
        assertThat(properties.changes().retention()).isEqualTo(Duration.ofDays(365));
        assertThat(properties.sweepEvery()).isEqualTo(Duration.ofSeconds(30));
        assertThat(properties.jdbc().settings()).isEqualTo(JdbcSettings.defaults());
        assertThat(properties.jdbc().initializeSchema()).isEqualTo(InitializeSchema.EMBEDDED);
        assertThat(properties.http())
                .isEqualTo(new HeldbyProperties.Http(true, "/heldby/v1", true, "ROLE_HELDBY_OPERATOR", 6, 500));
    }

    @Test
    void everythingCanBeConfigured() {
        HeldbyProperties properties = bound(
                "heldby.data-source", "orders",
                "heldby.sweep-every", "5s",
                "heldby.changes.retention", "3650d",
                "heldby.jdbc.table-prefix", "locks_",
                "heldby.jdbc.schema", "shared",
                "heldby.jdbc.initialize-schema", "never",
                "heldby.jdbc.event-log", "false",
                "heldby.http.enabled", "false",
                "heldby.http.prefix", "/api/locks",
                "heldby.http.problems", "false",
                "heldby.locks-per-person", "40",
                "heldby.http.operator-authority", "SCOPE_locks",
                "heldby.webhooks.audit.url", "https://example.com/hooks",
                "heldby.webhooks.audit.secret", "whsec_hush",
                "heldby.webhooks.audit.types", "policy,claim",
                "heldby.webhooks.audit.kinds", "taken-over,broken",
                "heldby.policies[line_item].lease", "1m",
                "heldby.policies[line_item].page-lease", "2m",
                "heldby.policies[line_item].maximum-hold", "3m",
                "heldby.policies[line_item].renewal", "fixed",
                "heldby.policies[line_item].expiry", "strict",
                "heldby.policies[line_item].enforcement", "observe",
                "heldby.policies[line_item].expiry-handler", "putBack");

        assertThat(properties.dataSource()).isEqualTo("orders");
        assertThat(properties.sweepEvery()).isEqualTo(Duration.ofSeconds(5));
        assertThat(properties.changes().retention()).isEqualTo(Duration.ofDays(3650));
        assertThat(properties.jdbc().settings()).isEqualTo(new JdbcSettings("locks_", "shared", false));
        assertThat(properties.jdbc().initializeSchema()).isEqualTo(InitializeSchema.NEVER);
        assertThat(properties.http())
                .isEqualTo(new HeldbyProperties.Http(false, "/api/locks", false, "SCOPE_locks", 6, 500));
        assertThat(properties.webhooks())
                .containsExactly(Map.entry(
                        "audit",
                        new HeldbyProperties.WebhookProperties(
                                "https://example.com/hooks",
                                "whsec_hush",
                                Set.of("policy", "claim"),
                                Set.of(Kind.TAKEN_OVER, Kind.BROKEN))));
        assertThat(properties.toString()).doesNotContain("hush");
        assertThat(properties.lockPolicies().locksPerPerson()).isEqualTo(40);
        assertThat(properties.lockPolicies().of("line_item"))
                .isEqualTo(new LockPolicy(
                                Duration.ofMinutes(1),
                                Duration.ofMinutes(2),
                                Duration.ofMinutes(3),
                                RenewalMode.FIXED,
                                Expiry.STRICT,
                                Enforcement.OBSERVE)
                        .withExpiryHandler("putBack"));
    }

    @Test
    void whatATypeLeavesOutComesFromTheDefaultPolicy() {
        LockPolicies policies = bound(
                        "heldby.policy.default.lease", "5m",
                        "heldby.policy.default.expiry", "strict",
                        "heldby.policies.order.page-lease", "1h",
                        "heldby.policies.lineItem.renewal", "fixed")
                .lockPolicies();

        assertThat(policies.of("anything").lease()).isEqualTo(Duration.ofMinutes(5));
        assertThat(policies.of("order"))
                .isEqualTo(new LockPolicy(
                        Duration.ofMinutes(5),
                        Duration.ofHours(1),
                        Duration.ofHours(8),
                        RenewalMode.HEARTBEAT,
                        Expiry.STRICT,
                        Enforcement.ENFORCE));
        assertThat(policies.of("lineItem").renewal()).isEqualTo(RenewalMode.FIXED);
    }

    @Test
    void howLocksChangeHandsIsConfiguredToo() {
        LockPolicies policies = bound(
                        "heldby.policy.default.reserved-for", "2m",
                        "heldby.policies.ticket.takeover", "anyone-with-reason",
                        "heldby.policies.file.take-over-after", "5m",
                        "heldby.policies.file.answer-within", "20m",
                        "heldby.policies.vault.takeover", "never")
                .lockPolicies();

        assertThat(policies.of("anything").handOver())
                .isEqualTo(new HandOverPolicy(Takeover.OPERATOR, Duration.ofMinutes(10), Duration.ofMinutes(2)));
        assertThat(policies.of("ticket").handOver().takeover()).isEqualTo(Takeover.ANYONE_WITH_REASON);
        assertThat(policies.of("file").handOver())
                .isEqualTo(new HandOverPolicy(
                        Takeover.afterNoAnswer(Duration.ofMinutes(5)), Duration.ofMinutes(20), Duration.ofMinutes(2)));
        assertThat(policies.of("vault").handOver().takeover()).isEqualTo(Takeover.NEVER);
        assertThatThrownBy(() -> bound(
                        "heldby.policies.file.take-over-after", "5m",
                        "heldby.policies.file.takeover", "never"))
                .hasStackTraceContaining("heldby.policies.file.takeover must be left out");
    }

    @Test
    void aLongerLeaseStretchesWhatIsLeftOut() {
        LockPolicy policy =
                bound("heldby.policies.order.lease", "12h").lockPolicies().of("order");

        assertThat(policy.pageLease()).isEqualTo(Duration.ofHours(12));
        assertThat(policy.maximumHold()).isEqualTo(Duration.ofHours(12));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            heldby.sweep-every              | 0s        | heldby.sweep-every              | PT0S
            heldby.sweep-every              | 2d        | heldby.sweep-every              | PT48H
            heldby.locks-per-person         | 0         | heldby.locks-per-person         | 0
            heldby.http.prefix              | heldby    | heldby.http.prefix              | "heldby"
            heldby.http.prefix              | /heldby/  | heldby.http.prefix              | "/heldby/"
            heldby.http.prefix              | /a/{b}    | heldby.http.prefix              | "/a/{b}"
            heldby.http.operator-authority  | ' '       | heldby.http.operator-authority  | " "
            heldby.jdbc.table-prefix        | x;drop    | heldby.jdbc.table-prefix        | "x;drop"
            heldby.jdbc.schema              | a b       | heldby.jdbc.schema              | "a b"
            heldby.policy.default.lease     | 0s        | heldby.policy.default.lease     | PT0S
            heldby.policy.default.lease     | 31d       | heldby.policy.default.lease     | PT744H
            heldby.policies.order.page-lease | 1m       | heldby.policies.order.page-lease | PT1M
            heldby.policies.order.take-over-after | 0s  | heldby.policies.order.take-over-after | PT0S
            heldby.policies.order.answer-within | 31d   | heldby.policies.order.answer-within | PT744H
            heldby.policies.order.reserved-for | 0s     | heldby.policies.order.reserved-for | PT0S
            heldby.policies.order.expiry-handler | put\tback | heldby.policies.order.expiry-handler | U+0009
            heldby.policies.order.maximum-hold | 1m     | heldby.policies.order.page-lease | PT1M
            """)
    void aBadValueIsNamedWithItsPropertyAndARemedy(String property, String value, String named, String shown) {
        assertThatThrownBy(() -> bound(property, value))
                .rootCause()
                .satisfies(cause -> assertThat(rootMessages(cause)).contains(shown));
        assertThatThrownBy(() -> bound(property, value)).hasStackTraceContaining(named);
    }

    private static String rootMessages(Throwable cause) {
        return String.valueOf(cause.getMessage());
    }

    private static HeldbyProperties bound(String... namesAndValues) {
        Map<String, String> given = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            given.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return new Binder(new MapConfigurationPropertySource(given)).bindOrCreate("heldby", HeldbyProperties.class);
    }
}
