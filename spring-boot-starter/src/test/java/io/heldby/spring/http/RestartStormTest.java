package io.heldby.spring.http;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import io.heldby.lock.BatchAcquisition;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockManager;
import io.heldby.lock.LockRequest;
import io.heldby.lock.Owner;
import io.heldby.testkit.TestDatabase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** A server comes back, and everybody who was editing sends a heartbeat at the same moment. */
class RestartStormTest {

    private static final int SESSIONS = 5_000;
    private static final int AT_ONCE = 400;
    private static final int POOL = 10;

    @Test
    @DisplayName("race 29: 5,000 sessions renew at once after a restart; none loses its lock, and the pool is enough")
    void nobodyLosesTheirLockInTheStormAfterARestart() throws Exception {
        try (TestDatabase database = TestDatabase.postgres()) {
            Map<String, String> leases;
            try (ConfigurableApplicationContext before = start(database)) {
                leases = hold(before.getBean(LockManager.class));
            }
            assertThat(leases).hasSize(SESSIONS);

            try (ConfigurableApplicationContext after = start(database)) {
                AtomicInteger most = new AtomicInteger();
                try (AutoCloseable watch = watch(poolOf(after), most)) {
                    assertThat(renewAll(leiaOf(after), leases))
                            .containsExactly(Map.entry("200 renewed", (long) SESSIONS));
                }
                assertThat(most).hasValueBetween(1, POOL);
            }
        }
    }

    private static ConfigurableApplicationContext start(TestDatabase database) {
        return new SpringApplicationBuilder(People.class)
                .web(WebApplicationType.SERVLET)
                .properties(Map.of(
                        "server.port",
                        "0",
                        "spring.datasource.url",
                        database.jdbcUrl(),
                        "spring.datasource.hikari.maximum-pool-size",
                        String.valueOf(POOL),
                        "heldby.jdbc.initialize-schema",
                        "always"))
                .run();
    }

    private static Api leiaOf(ConfigurableApplicationContext application) {
        return Api.on(application.getEnvironment().getRequiredProperty("local.server.port", Integer.class))
                .as("leia");
    }

    /** Each record in an editing session of its own; the body of its heartbeat by session. */
    private static Map<String, String> hold(LockManager locks) {
        Map<String, String> heartbeats = new HashMap<>();
        for (int first = 0; first < SESSIONS; first += LockManager.LARGEST_BATCH) {
            List<LockRequest> wishes = IntStream.range(first, first + LockManager.LARGEST_BATCH)
                    .mapToObj(i -> LockRequest.of(LockKey.of("customer", "" + i), Owner.of("leia", "s" + i)))
                    .toList();
            BatchAcquisition.AllGranted granted = (BatchAcquisition.AllGranted) locks.acquireAll(wishes);
            granted.leases()
                    .forEach(lease -> heartbeats.put(
                            lease.owner().session(),
                            "{\"leases\":[{\"lockId\":\"%s\",\"token\":\"%s\"}]}"
                                    .formatted(lease.lockId(), lease.token().value())));
        }
        return heartbeats;
    }

    /** How many got which answer. */
    private static Map<String, Long> renewAll(Api leia, Map<String, String> leases) throws Exception {
        List<Callable<String>> heartbeats = leases.entrySet().stream()
                .map(lease -> (Callable<String>)
                        () -> answer(leia.post("/sessions/" + lease.getKey() + "/renew", lease.getValue())))
                .toList();
        return atOnce(heartbeats).stream().collect(groupingBy(answer -> answer, counting()));
    }

    private static <T> List<T> atOnce(List<Callable<T>> calls) throws Exception {
        ExecutorService tabs = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<T> answers = new ArrayList<>();
            for (Future<T> answer : tabs.invokeAll(calls, 3, TimeUnit.MINUTES)) {
                answers.add(answer.get());
            }
            return answers;
        } finally {
            tabs.shutdownNow();
        }
    }

    private static String answer(Api.Answered answered) {
        return answered.status() + (answered.json().at("/renewed").size() == 1 ? " renewed" : " " + answered.text());
    }

    private static HikariPoolMXBean poolOf(ConfigurableApplicationContext application) {
        return ((HikariDataSource) application.getBean(DataSource.class)).getHikariPoolMXBean();
    }

    private static AutoCloseable watch(HikariPoolMXBean pool, AtomicInteger most) {
        ScheduledExecutorService watcher = Executors.newSingleThreadScheduledExecutor();
        Future<?> watching = watcher.scheduleWithFixedDelay(
                () -> most.accumulateAndGet(pool.getTotalConnections(), Math::max), 0, 1, TimeUnit.MILLISECONDS);
        return () -> {
            watching.cancel(true);
            watcher.shutdownNow();
        };
    }
}
