package io.heldby.spring.http;

import io.heldby.lock.ExpiryHandler;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockPolicy;
import io.heldby.lock.LockStore;
import io.heldby.lock.Protocol;
import io.heldby.lock.Takeover;
import io.heldby.spring.LockPermissions;
import io.heldby.spring.LockPolicyCustomizer;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * An application with rules of its own: articles have the version {@value #VERSION}, secrets are for han alone, luke may
 * not list, nobody may hold more than {@value #QUOTA} locks, tickets and files may be taken over, and files are filed again
 * when nobody comes back.
 */
@Configuration(proxyBeanMethods = false)
class House {

    static final long VERSION = 7;
    static final int QUOTA = 1_000;

    @Bean
    LockPolicyCustomizer rules() {
        return policies -> policies.withVersions("article", key -> OptionalLong.of(VERSION))
                .with("ticket", LockPolicy.DEFAULT.withTakeover(Takeover.ANYONE_WITH_REASON))
                .with(
                        "file",
                        LockPolicy.DEFAULT
                                .withTakeover(Takeover.afterNoAnswer(Duration.ofMinutes(5)))
                                .withExpiryHandler("fileAgain"))
                .with("chart", LockPolicy.DEFAULT.withProtocol(Protocol.READ_WRITE))
                .withRoot("line", key -> new LockKey(key.tenant(), "order", key.id()))
                .withLocksPerPerson(QUOTA);
    }

    /** Has nothing to do; the tests here ask who is told, and not of what. */
    @Bean
    ExpiryHandler fileAgain() {
        return (task, extension) -> {};
    }

    /** The same store, as long as {@link #SIMPLE} is set with no more capabilities than the simplest. */
    @Bean
    static BeanPostProcessor storeThatCanDoLess() {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return bean instanceof LockStore store ? lessAble(store) : bean;
            }
        };
    }

    static final AtomicBoolean SIMPLE = new AtomicBoolean();

    private static Object lessAble(LockStore store) {
        return Proxy.newProxyInstance(
                House.class.getClassLoader(), new Class<?>[] {LockStore.class}, (proxy, method, parts) -> {
                    if (SIMPLE.get() && method.getName().equals("capabilities")) {
                        return Set.of();
                    }
                    try {
                        return method.invoke(store, parts);
                    } catch (InvocationTargetException failed) {
                        throw failed.getCause();
                    }
                });
    }

    @Bean
    LockPermissions permissions() {
        return new LockPermissions() {
            @Override
            public boolean mayLock(LockKey key) {
                return maySee(key);
            }

            @Override
            public boolean maySee(LockKey key) {
                return !key.type().equals("secret") || is("han");
            }

            @Override
            public boolean maySeeChanges(LockKey key) {
                return !is("luke");
            }

            @Override
            public boolean mayList() {
                return !is("luke");
            }

            @Override
            public boolean maySeePolicies() {
                return is("han");
            }

            @Override
            public boolean mayBreak(LockKey key) {
                return is("han") || (is("lando") && key.type().equals("ticket"));
            }
        };
    }

    private static boolean is(String user) {
        return SecurityContextHolder.getContext().getAuthentication().getName().equals(user);
    }
}
