package io.heldby.spring.http;

import java.util.Optional;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.security.concurrent.DelegatingSecurityContextRunnable;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.CsrfConfigurer;
import org.springframework.security.config.annotation.web.configurers.ExceptionHandlingConfigurer;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.csrf.CsrfToken;

/**
 * Fits the API into Spring Security. Its customizer beans are applied to every filter chain, Spring Boot's default one and
 * the application's own alike; each of these looks at requests under the prefix only.
 */
@AutoConfiguration(after = HeldbyHttpAutoConfiguration.class)
@ConditionalOnClass(HttpSecurity.class)
@ConditionalOnBean(HttpPrefix.class)
public final class HeldbyHttpSecurityAutoConfiguration {

    @Bean
    Customizer<CsrfConfigurer<HttpSecurity>> heldbyCsrf(HttpPrefix prefix) {
        return csrf -> csrf.ignoringRequestMatchers(new NeedsNoCsrfToken(prefix));
    }

    @Bean
    Customizer<ExceptionHandlingConfigurer<HttpSecurity>> heldbyAccessDenied(HttpPrefix prefix, Json json) {
        return handling ->
                handling.defaultAccessDeniedHandlerFor(new AccessDeniedProblem(prefix, json), prefix::covers);
    }

    @Bean
    FormToken heldbyFormToken() {
        return request -> request.getAttribute(CsrfToken.class.getName()) instanceof CsrfToken csrf
                ? Optional.of(new FormToken.Csrf(csrf.getHeaderName(), csrf.getParameterName(), csrf.getToken()))
                : Optional.empty();
    }

    /** So that permissions may look at the security context when an event is to be shown later. */
    @Bean
    AsCaller heldbyAsCaller() {
        return DelegatingSecurityContextRunnable::new;
    }

    @Bean
    Customizer<HttpSecurity> heldbyNotSignedIn(HttpPrefix prefix, Json json) {
        return http -> http.addFilterBefore(new NotSignedInProblem(prefix, json), AuthorizationFilter.class);
    }

    @Bean
    Customizer<HttpSecurity> heldbyKeepsWhoAsked(HttpPrefix prefix) {
        return http -> http.addFilterBefore(new KeepsWhoAsked(prefix), AuthorizationFilter.class);
    }
}
