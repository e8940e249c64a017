package io.heldby.spring.http;

import io.heldby.lock.LockKey;
import io.heldby.lock.LockPolicy;
import io.heldby.lock.Protocol;
import io.heldby.spring.LockPermissions;
import io.heldby.spring.LockPolicyCustomizer;
import java.util.OptionalLong;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * An application with rules of its own: articles have the version {@value #VERSION}, secrets are for han alone, luke may
 * not list, and nobody may hold more than {@value #QUOTA} locks.
 */
@Configuration(proxyBeanMethods = false)
class House {

    static final long VERSION = 7;
    static final int QUOTA = 1_000;

    @Bean
    LockPolicyCustomizer rules() {
        return policies -> policies.withVersions("article", key -> OptionalLong.of(VERSION))
                .with("chart", LockPolicy.DEFAULT.withProtocol(Protocol.READ_WRITE))
                .withRoot("line", key -> new LockKey(key.tenant(), "order", key.id()))
                .withLocksPerPerson(QUOTA);
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
            public boolean mayList() {
                return !is("luke");
            }

            @Override
            public boolean maySeePolicies() {
                return is("han");
            }

            @Override
            public boolean mayBreak(LockKey key) {
                return is("han");
            }
        };
    }

    private static boolean is(String user) {
        return SecurityContextHolder.getContext().getAuthentication().getName().equals(user);
    }
}
