package io.heldby.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockManager;
import io.heldby.lock.LockRequest;
import io.heldby.lock.Owner;
import io.heldby.webhook.Webhooks;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** An application that sends what happens to its locks. */
class WebhooksOfAnApplicationTest {

    private static final String SECRET = "whsec_NtiZ0RGMRaTpMyIbqIB0Z0iBqx4nNLBlPrKSZVxEKUw=";

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class, HeldbyAutoConfiguration.class));

    @Test
    void whatIsConfiguredIsSent() throws Exception {
        List<String> received = new CopyOnWriteArrayList<>();
        HttpServer receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/hook", exchange -> {
            received.add(exchange.getRequestHeaders().getFirst("webhook-signature") + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        receiver.start();
        try {
            application
                    .withPropertyValues(
                            "heldby.webhooks.audit.url=http://localhost:%d/hook"
                                    .formatted(receiver.getAddress().getPort()),
                            "heldby.webhooks.audit.secret=" + SECRET,
                            "heldby.webhooks.audit.types=policy",
                            "heldby.webhooks.audit.kinds=released")
                    .run(context -> {
                        LockManager locks = context.getBean(LockManager.class);
                        for (String type : List.of("order", "policy")) {
                            locks.release(locks.acquireOrThrow(
                                    LockRequest.of(LockKey.of(type, "1"), Owner.of("bob", "tab-1"))));
                        }

                        await().until(() -> !received.isEmpty());

                        assertThat(received)
                                .singleElement()
                                .satisfies(one -> assertThat(one)
                                        .startsWith("v1,")
                                        .contains("\"event\":\"lock.released\"")
                                        .contains("\"type\":\"policy\""));
                        Webhooks webhooks = context.getBean(Webhooks.class);
                        await().until(() -> webhooks.statuses().get(0).position() == 4);
                    });
        } finally {
            receiver.stop(0);
        }
    }

    @Test
    void whatIsConfiguredIsSentByALazyApplicationAsWell() {
        application
                .withInitializer(context ->
                        context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
                .run(context -> {
                    assertThat(context.getBeanFactory().containsSingleton("heldbyWebhooks"))
                            .isTrue();
                    assertThat(context.getBeanFactory().containsSingleton("heldbySweeper"))
                            .as("whose finding handlers and webhooks are told")
                            .isTrue();
                });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            url=http://example.com        | heldby.webhooks.audit.url: url must begin with https://
            url=https://bob:hush@host/    | heldby.webhooks.audit.url: url must not contain a user or password
            url=                          | heldby.webhooks.audit.url: url is missing
            secret=hush                   | heldby.webhooks.audit.secret: secret must be whsec_ and 24 to 64 random bytes
            secret=whsec_aHVzaA==         | heldby.webhooks.audit.secret: secret must be whsec_ and 24 to 64 random bytes
            """)
    void aBadValueStopsTheStartNamesThePropertyAndShowsNoSecret(String property, String message) {
        application
                .withPropertyValues(
                        "heldby.webhooks.audit.url=https://example.com/hook",
                        "heldby.webhooks.audit.secret=" + SECRET,
                        "heldby.webhooks.audit." + property)
                .run(context -> {
                    StringWriter trace = new StringWriter();
                    context.getStartupFailure().printStackTrace(new PrintWriter(trace));
                    assertThat(trace.toString())
                            .contains(message)
                            .doesNotContain("hush")
                            .doesNotContain("aHVzaA")
                            .doesNotContain(SECRET);
                    assertThat(context.getStartupFailure()).hasRootCauseInstanceOf(HeldbyConfigurationException.class);
                });
    }

    @Test
    void aBadNameOrKindStopsTheStartAndShowsNoSecret() {
        application
                .withPropertyValues(
                        "heldby.webhooks[two words].url=https://example.com/hook",
                        "heldby.webhooks[two words].secret=" + SECRET)
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .hasMessageContaining("heldby.webhooks.two words: name must be 1 to 100 letters"));
        application
                .withPropertyValues(
                        "heldby.webhooks.audit.url=https://example.com/hook",
                        "heldby.webhooks.audit.secret=" + SECRET,
                        "heldby.webhooks.audit.kinds=stolen")
                .run(context -> {
                    StringWriter trace = new StringWriter();
                    context.getStartupFailure().printStackTrace(new PrintWriter(trace));
                    assertThat(trace.toString())
                            .contains("heldby.webhooks.audit.kinds")
                            .contains("stolen")
                            .doesNotContain(SECRET);
                });
    }
}
