package io.heldby.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.heldby.lock.LockKey;
import io.heldby.lock.LockManager;
import io.heldby.lock.Owner;
import io.heldby.lock.OwnerResolver;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** A lock that would silently not be taken stops the start. */
class LockedMethodsCheckTest {

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    DataSourceAutoConfiguration.class, HeldbyAutoConfiguration.class, LockedAutoConfiguration.class))
            .withBean(OwnerResolver.class, () -> session -> Optional.of(Owner.of("leia", session)));

    @Test
    void methodThatNoProxyCanOverrideStopsTheStart() {
        assertRefused(Private.class, "Private.save", "without effect");
        assertRefused(Final.class, "Final.save", "without effect");
        assertRefused(Static.class, "Static.save", "without effect");
    }

    @Test
    void methodThatReturnsBeforeItsWorkIsDoneStopsTheStart() {
        assertRefused(Early.class, "Early.save", "CompletableFuture");
    }

    @Test
    void expressionThatCannotBeParsedStopsTheStart() {
        assertRefused(Unreadable.class, "Unreadable.save", "is no expression");
    }

    @Test
    void lazyBeansAreCheckedToo() {
        application
                .withBean(Private.class, Private::new, definition -> definition.setLazyInit(true))
                .run(context -> assertThat(context).hasFailed());
    }

    /** The lock does not need whatever transactions bring along. */
    @Test
    void lockIsTakenWhereThereIsNoTransactionManagement() {
        application
                .withBean(Good.class)
                .withBean(
                        "another",
                        Good.class,
                        Good::new,
                        definition -> definition.setScope(BeanDefinition.SCOPE_PROTOTYPE))
                .run(context -> {
                    LockManager locks = context.getBean(LockManager.class);
                    assertThat(context.getBean("another", Good.class).holdersMeanwhile(locks, "1"))
                            .isEqualTo(1);
                    assertThat(locks.holders(LockKey.of("policy", "1"))).isEmpty();
                });
    }

    private void assertRefused(Class<?> bean, String... parts) {
        application
                .withBean(bean)
                .run(context -> assertThat(context.getStartupFailure())
                        .isInstanceOf(HeldbyConfigurationException.class)
                        .hasMessageContainingAll(parts));
    }

    static class Good {
        @Locked(type = "policy", id = "#id")
        int holdersMeanwhile(LockManager locks, String id) {
            return locks.holders(LockKey.of("policy", id)).size();
        }
    }

    static class Private {
        @Locked(type = "policy", id = "#id")
        private void save(String id) {}
    }

    static class Final {
        @Locked(type = "policy", id = "#id")
        final void save(String id) {}
    }

    static class Static {
        @Locked(type = "policy", id = "#id")
        static void save(String id) {}
    }

    static class Early {
        @Locked(type = "policy", id = "#id")
        CompletableFuture<String> save(String id) {
            return CompletableFuture.completedFuture(id);
        }
    }

    static class Unreadable {
        @Locked(type = "policy", id = "#")
        void save(String id) {}
    }
}
