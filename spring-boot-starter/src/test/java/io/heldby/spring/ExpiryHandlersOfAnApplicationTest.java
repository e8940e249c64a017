package io.heldby.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heldby.lock.ExpiryHandler;
import io.heldby.lock.ExpiryWorker;
import io.heldby.lock.Fence;
import io.heldby.lock.Lease;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockManager;
import io.heldby.lock.LockRequest;
import io.heldby.lock.Owner;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** An application that does something about locks whose holders did not come back. */
class ExpiryHandlersOfAnApplicationTest {

    private static final LockKey ORDER = LockKey.of("order", "4711");
    private static final Owner BOB = Owner.of("bob", "tab-1").named("Bob Smith");

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class, HeldbyAutoConfiguration.class))
            .withPropertyValues("heldby.policies.order.expiry-handler=putBack", "heldby.sweep-every=1s");

    @Test
    void aBeanIsToldUnderItsNameUntilTheApplicationStops() {
        AtomicReference<Thread> worker = new AtomicReference<>();
        application.withUserConfiguration(Warehouse.class).run(context -> {
            Lease lease = context.getBean(LockManager.class).acquireOrThrow(LockRequest.of(ORDER, BOB));
            new JdbcTemplate(context.getBean(DataSource.class))
                    .update("UPDATE heldby_lock SET expires_at = acquired_at - INTERVAL '1' SECOND");

            Warehouse warehouse = context.getBean(Warehouse.class);
            await().until(() -> warehouse.putBack.size() == 1);

            assertThat(warehouse.putBack)
                    .containsExactly("4711 " + lease.fence().value());
            worker.set(warehouse.thread.get());
        });
        assertThat(worker.get()).isNotNull();
        await().until(() -> !worker.get().isAlive());
    }

    @Test
    void anUnknownNameStopsTheStartAndSaysWhereItStands() {
        application.run(
                context -> assertThat(context)
                        .getFailure()
                        .hasRootCauseInstanceOf(IllegalArgumentException.class)
                        .hasStackTraceContaining(
                                "the policy of type \"order\" names the expiry handler \"putBack\", but this node has only []"));
    }

    @Test
    void beansOfAnApplicationThatIsLazyAreThereAsWell() {
        application
                .withUserConfiguration(Warehouse.class)
                .withInitializer(context ->
                        context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
                .run(context -> {
                    assertThat(context.getBeanFactory().containsSingleton("heldbyExpiryWorker"))
                            .isTrue();
                    assertThat(context).hasSingleBean(ExpiryWorker.class);
                });
    }

    @Configuration(proxyBeanMethods = false)
    static class Warehouse {

        final List<String> putBack = new CopyOnWriteArrayList<>();
        final AtomicReference<Thread> thread = new AtomicReference<>();

        // tag::bean[]
        @Bean
        ExpiryHandler putBack(Orders orders) {
            return (task, extension) -> orders.putBack(task.key().id(), task.fence());
        }
        // end::bean[]

        @Bean
        Orders orders() {
            return (id, fence) -> {
                thread.set(Thread.currentThread());
                putBack.add(id + " " + fence.value());
            };
        }
    }

    /** The list of orders. */
    private interface Orders {
        void putBack(String id, Fence fence);
    }
}
