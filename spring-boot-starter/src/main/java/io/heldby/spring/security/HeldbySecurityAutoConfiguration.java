package io.heldby.spring.security;

import io.heldby.lock.LockManager;
import io.heldby.lock.OwnerResolver;
import io.heldby.spring.HeldbyAutoConfiguration;
import io.heldby.spring.HeldbyProperties;
import io.heldby.spring.LockPermissions;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.security.core.context.SecurityContextHolder;

/** With Spring Security, its principal owns the locks and its authorities decide who may break them. */
@AutoConfiguration(after = HeldbyAutoConfiguration.class)
@ConditionalOnClass(SecurityContextHolder.class)
@ConditionalOnBean(LockManager.class)
public final class HeldbySecurityAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    OwnerResolver heldbyOwnerResolver(ObjectProvider<DisplayNames> displayNames) {
        return new SecurityOwnerResolver(displayNames.getIfAvailable(() -> user -> user));
    }

    @Bean
    @ConditionalOnMissingBean
    LockPermissions heldbyPermissions(HeldbyProperties properties) {
        return new AuthorityPermissions(properties.http().operatorAuthority());
    }
}
