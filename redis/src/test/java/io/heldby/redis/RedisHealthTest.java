package io.heldby.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.heldby.lock.LockStoreException;
import io.heldby.testkit.EmbeddedRedisServer;
import io.heldby.testkit.TestRedis;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that could lose locks is refused at the start, with what to change. */
class RedisHealthTest {

    private static final RedisSettings SETTINGS = RedisSettings.defaults();

    @ParameterizedTest
    @ValueSource(strings = {"allkeys-lru", "allkeys-lfu", "allkeys-random", "volatile-ttl", "volatile-lru"})
    void serverThatMayDeleteLocksIsRefusedWithSettingValueAndFix(String policy) {
        try (EmbeddedRedisServer server = EmbeddedRedisServer.start(Map.of("maxmemory-policy", policy))) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> open(server))
                    .withMessageContaining("maxmemory-policy " + policy)
                    .withMessageContaining("set maxmemory-policy noeviction");
        }
    }

    @Test
    void policyThatIsChangedWhileRunningShowsInTheHealth() {
        try (EmbeddedRedisServer server = EmbeddedRedisServer.start();
                RedisLockStore store = open(server)) {
            assertThat(store.check().isUp()).isTrue();

            server.ask("CONFIG SET maxmemory-policy allkeys-lru");

            assertThat(store.check().problems()).singleElement().asString().contains("allkeys-lru");
        }
    }

    @Test
    void serverThatForbidsInfoIsTakenWithAWarningThatSaysHowToCheck() {
        try (EmbeddedRedisServer server = EmbeddedRedisServer.start()) {
            server.ask("ACL SETUSER default on nopass ~* +@all -info");
            try (RedisLockStore store = open(server)) {
                assertThat(store.check().warnings())
                        .singleElement()
                        .asString()
                        .contains("INFO", "could not be checked", "CONFIG GET maxmemory-policy");
            }
        }
    }

    @Test
    void serverWithoutAppendOnlyFileIsTakenWithAWarning() {
        try (EmbeddedRedisServer forgetful = EmbeddedRedisServer.start();
                EmbeddedRedisServer careful = EmbeddedRedisServer.start(Map.of("appendonly", "yes"))) {
            try (RedisLockStore store = open(forgetful)) {
                assertThat(store.check().warnings()).singleElement().asString().contains("appendonly yes");
            }
            try (RedisLockStore store = open(careful)) {
                assertThat(store.check().warnings()).isEmpty();
            }
        }
    }

    @Test
    void replicaIsRefusedAndItsMasterIsNamed() {
        try (EmbeddedRedisServer master = EmbeddedRedisServer.start();
                EmbeddedRedisServer replica = EmbeddedRedisServer.start()) {
            replica.ask("REPLICAOF 127.0.0.1 " + master.port());

            assertThatIllegalStateException()
                    .isThrownBy(() -> open(replica))
                    .withMessageContaining("127.0.0.1:" + master.port());
        }
    }

    @Test
    void nodeOfAClusterIsRefusedAsASingleServer() {
        String node = TestRedis.clusterUrls().get(0);

        assertThatIllegalStateException()
                .isThrownBy(() -> RedisLockStore.single(RedisURI.create(node), SETTINGS))
                .withMessageContaining("RedisLockStore.cluster");
    }

    @Test
    void everyNodeOfAClusterIsExamined() {
        try (RedisLockStore store = RedisLockStore.cluster(
                List.of(RedisURI.create(TestRedis.clusterUrls().get(0))), SETTINGS)) {
            RedisHealth health = store.check();

            assertThat(health.isUp()).isTrue();
            assertThat(health.warnings()).as("appendonly no").hasSize(6);
        }
    }

    @Test
    void serverThatIsNotThereIsNamedAtOnce() {
        long start = System.nanoTime();

        assertThatExceptionOfType(LockStoreException.class)
                .isThrownBy(() -> RedisLockStore.single(
                        RedisURI.create("redis://127.0.0.1:1"), SETTINGS.withTimeout(Duration.ofMillis(500))))
                .withMessageContaining("127.0.0.1:1");
        assertThatExceptionOfType(LockStoreException.class)
                .isThrownBy(() -> RedisLockStore.cluster(
                        List.of(RedisURI.create("redis://127.0.0.1:1")), SETTINGS.withTimeout(Duration.ofMillis(500))))
                .withMessageContaining("127.0.0.1");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    }

    private static RedisLockStore open(EmbeddedRedisServer server) {
        return RedisLockStore.single(RedisURI.create(server.url()), SETTINGS);
    }
}
