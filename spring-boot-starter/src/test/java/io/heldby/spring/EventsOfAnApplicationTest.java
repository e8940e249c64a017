package io.heldby.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heldby.lock.EventQuery;
import io.heldby.lock.EventStore;
import io.heldby.lock.LockEvent;
import io.heldby.lock.LockEvent.Kind;
import io.heldby.lock.LockEventListener;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockManager;
import io.heldby.lock.LockRequest;
import io.heldby.lock.Owner;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

/** An application that wants to know what happens to its locks. */
class EventsOfAnApplicationTest {

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class, HeldbyAutoConfiguration.class));

    private final LockKey policy = LockKey.of("policy", "12345");
    private final Owner bob = Owner.of("bob", "tab-1").named("Bob Smith");

    @Test
    void beansAndAnnotatedMethodsAreTold() {
        application.withUserConfiguration(Curious.class).run(context -> {
            LockManager locks = context.getBean(LockManager.class);

            locks.release(locks.acquireOrThrow(LockRequest.of(policy, bob)));

            Curious curious = context.getBean(Curious.class);
            for (List<LockEvent> told : List.of(curious.asBean, curious.asMethod)) {
                await().until(() -> told.size() == 2);
                assertThat(told).extracting(LockEvent::kind).containsExactly(Kind.ACQUIRED, Kind.RELEASED);
            }
        });
    }

    @Test
    void theHistoryIsThere() {
        application.run(context -> {
            context.getBean(LockManager.class).acquireOrThrow(LockRequest.of(policy, bob));

            EventStore events = context.getBean(EventStore.class);

            await().until(() ->
                    !events.find(EventQuery.all("").of(policy)).events().isEmpty());
            assertThat(events.find(EventQuery.all("").of(policy)).events().get(0))
                    .returns("Bob Smith", LockEvent::displayName);
        });
    }

    @Test
    void aBadTimeStopsTheStartAndNamesTheProperty() {
        application
                .withPropertyValues("heldby.events.retention=1h")
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasStackTraceContaining(
                                "heldby.events.retention: retention must be at least 1 day, but is PT1H"));
    }

    @Configuration(proxyBeanMethods = false)
    static class Curious {

        final List<LockEvent> asBean = new CopyOnWriteArrayList<>();
        final List<LockEvent> asMethod = new CopyOnWriteArrayList<>();

        @Bean
        LockEventListener listener() {
            return asBean::add;
        }

        @EventListener
        void on(LockEvent event) {
            asMethod.add(event);
        }
    }
}
