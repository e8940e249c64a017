package io.heldby.demo.people;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;

/**
 * Who may see what. People use a login form, programs {@code curl -u leia:leia}. What Heldby's HTTP API needs beyond that
 * (problem details instead of a login page, no CSRF token for programs) the starter adds to this chain.
 */
@Configuration(proxyBeanMethods = false)
class SignIn {

    /** No inline script or style anywhere, so none is allowed. */
    private static final String CONTENT_SECURITY_POLICY =
            "default-src 'self'; object-src 'none'; base-uri 'none';" + " form-action 'self'; frame-ancestors 'none'";

    @Bean
    SecurityFilterChain pages(HttpSecurity http) {
        return http.authorizeHttpRequests(
                        requests -> requests.requestMatchers("/demo.css", "/favicon.svg", "/js/**", "/login", "/error")
                                .permitAll()
                                .requestMatchers("/locks/**", "/admin/**")
                                .hasRole("HELDBY_OPERATOR")
                                .anyRequest()
                                .authenticated())
                .formLogin(form -> form.loginPage("/login"))
                .httpBasic(Customizer.withDefaults())
                .logout(logout -> logout.logoutRequestMatcher(
                                PathPatternRequestMatcher.pathPattern(HttpMethod.POST, "/logout"))
                        .logoutSuccessUrl("/login?signedOut"))
                .requestCache(cache -> cache.disable())
                .csrf(csrf -> csrf.ignoringRequestMatchers(SignIn::isOfAProgram))
                .headers(SignIn::strict)
                .build();
    }

    /**
     * A program that signs each request has no page and no CSRF token. What another site makes a browser send has a cookie
     * in place of that header, or no JSON, which is all that is read under these paths.
     */
    private static boolean isOfAProgram(HttpServletRequest request) {
        String path = request.getRequestURI();
        return (path.startsWith("/api/") || path.startsWith("/care/api/"))
                && request.getHeader(HttpHeaders.AUTHORIZATION) != null
                && request.getRequestedSessionId() == null;
    }

    private static void strict(HeadersConfigurer<HttpSecurity> headers) {
        headers.contentSecurityPolicy(policy -> policy.policyDirectives(CONTENT_SECURITY_POLICY))
                .frameOptions(HeadersConfigurer.FrameOptionsConfig::deny);
    }
}
