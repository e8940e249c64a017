package io.heldby.spring.session;

import io.heldby.lock.LockManager;
import io.heldby.lock.OwnerResolver;
import io.heldby.spring.HeldbyAutoConfiguration;
import io.heldby.spring.security.HeldbySecurityAutoConfiguration;
import jakarta.servlet.http.HttpSession;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.LogoutConfigurer;

/** Where there are HTTP sessions, their end frees what was edited in them. */
@AutoConfiguration(after = {HeldbyAutoConfiguration.class, HeldbySecurityAutoConfiguration.class})
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass(HttpSession.class)
@ConditionalOnBean({LockManager.class, OwnerResolver.class})
public final class HeldbySessionAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    EditingSessions heldbyEditingSessions(LockManager locks, OwnerResolver owners) {
        return new EditingSessions(locks, owners);
    }

    @Bean
    @ConditionalOnMissingBean
    ReleaseOnSessionEnd heldbyReleaseOnSessionEnd(EditingSessions sessions) {
        return new ReleaseOnSessionEnd(sessions);
    }

    /** Spring Security applies such beans to every filter chain, the application's own included. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(LogoutConfigurer.class)
    static class OnSignOut {

        @Bean
        Customizer<LogoutConfigurer<HttpSecurity>> heldbyReleaseOnSignOut(EditingSessions sessions) {
            return logout -> logout.addLogoutHandler(new ReleaseOnSignOut(sessions));
        }
    }
}
