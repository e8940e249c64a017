package io.heldby.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EmbeddedRedisTest {

    @Test
    void killedServerComesBackEmptyOnTheSamePort() {
        try (EmbeddedRedisServer server = EmbeddedRedisServer.start()) {
            assertThat(server.ask("SET mine 1")).isEqualTo("OK");

            server.kill();
            assertThatThrownBy(() -> server.ask("PING")).isInstanceOf(UncheckedIOException.class);
            server.startAgain();

            assertThat(server.ask("EXISTS mine")).isEqualTo("0");
        }
    }

    @Test
    void serverThatIsTornDownKeepsWhatItsSettingsSay() {
        try (EmbeddedRedisServer server =
                EmbeddedRedisServer.start(Map.of("appendonly", "yes", "appendfsync", "always"))) {
            server.ask("SET mine 1");

            server.kill();
            server.startAgain();

            assertThat(server.ask("EXISTS mine")).isEqualTo("1");
        }
    }

    @Test
    void unknownSettingFailsTheStartAndSaysWhatTheServerSaid() {
        assertThatThrownBy(() -> EmbeddedRedisServer.start(Map.of("no-such-setting", "1")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no-such-setting")
                .hasMessageContaining("TEST_REDIS_URL");
    }

    @Test
    void clusterHasSixNodesThatAgree() {
        List<String> urls = TestRedis.clusterUrls();

        assertThat(urls).hasSize(6).allSatisfy(url -> {
            int port = URI.create(url).getPort();
            assertThat(RedisWire.ask(port, "CLUSTER INFO")).contains("cluster_state:ok", "cluster_size:3");
        });
        assertThat(TestRedis.clusterUrls()).isEqualTo(urls);
    }
}
