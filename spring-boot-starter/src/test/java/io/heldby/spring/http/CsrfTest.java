package io.heldby.spring.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.heldby.lock.LockId;
import io.heldby.lock.LockKey;
import io.heldby.spring.http.Api.Answered;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

/** Who needs a CSRF token and what somebody who is not signed in reads, under default and own filter chains. */
class CsrfTest {

    abstract static class UnderAnyFilterChain {

        @LocalServerPort
        int port;

        private final String id = UUID.randomUUID().toString();

        @Test
        void anAuthorizationHeaderWithoutASessionCookieNeedsNoToken() {
            assertThat(Api.on(port).as("leia").acquire("customer", id, "s1").status())
                    .isEqualTo(201);
        }

        @Test
        void aCookieSessionNeedsTheToken() {
            Browser leia = Browser.on(port).signIn("leia");
            String body = "{\"type\":\"customer\",\"id\":\"%s\",\"session\":\"s1\"}".formatted(id);

            Answered refused = leia.send("POST", "/heldby/v1/locks", body, "Content-Type", "application/json");
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.problem()).isEqualTo("csrf-token");
            assertThat(refused.header("Cache-Control")).isEqualTo("no-store");

            assertThat(leia.acquire("customer", id, "s1").status()).isEqualTo(201);
        }

        /** So goes on a page whose user has signed in again in another window. */
        @Test
        void whoAsksIsToldTheTokenOfTheSessionOfNow() {
            Browser leia = Browser.on(port).signIn("leia");

            Answered me = leia.get("/heldby/v1/me", "Accept", "application/json");

            assertThat(me.at("/user")).isEqualTo("leia");
            String body = "{\"type\":\"customer\",\"id\":\"%s\",\"session\":\"s1\"}".formatted(id);
            Answered granted = leia.send(
                    "POST",
                    "/heldby/v1/locks",
                    body,
                    "Content-Type",
                    "application/json",
                    me.at("/csrf/header"),
                    me.at("/csrf/token"));
            assertThat(granted.status()).isEqualTo(201);
            assertThat(me.at("/csrf/parameter")).isEqualTo("_csrf");
        }

        @Test
        void theClientIsServedAndAskedForAgainOnlyWhenItHasChanged() {
            Browser leia = Browser.on(port).signIn("leia");

            Answered first = leia.get("/heldby/client.js");
            Answered again = leia.get("/heldby/client.js", "If-None-Match", first.header("ETag"));

            assertThat(first.status()).isEqualTo(200);
            assertThat(first.text()).contains("edit-lock");
            assertThat(first.header("Content-Type")).contains("javascript");
            assertThat(first.header("Cache-Control")).isEqualTo("no-cache");
            assertThat(again.status()).isEqualTo(304);
        }

        @Test
        void anAuthorizationHeaderBesideASessionCookieExemptsNothing() {
            Browser leia = Browser.on(port).signIn("leia");

            assertThat(leia.send("DELETE", "/heldby/v1/sessions/s1", null, "Authorization", "Bearer x")
                            .status())
                    .isEqualTo(403);
        }

        @Test
        void theExemptionEndsWithThePrefix() {
            Answered refused =
                    Api.on(port).as("leia").send("POST", "/change", "{}", "Content-Type", "application/json");

            assertThat(refused.status()).isGreaterThanOrEqualTo(400);
            assertThat(refused.text()).doesNotContain("changed");
        }

        @Test
        void aWrongPasswordReads401WithTheChallenge() {
            String wrong = Base64.getEncoder().encodeToString("leia:wrong".getBytes(StandardCharsets.UTF_8));
            Answered refused = Api.on(port).send("GET", "/heldby/v1/locks", null, "Authorization", "Basic " + wrong);

            assertThat(refused.status()).isEqualTo(401);
            assertThat(refused.problem()).isEqualTo("not-signed-in");
            assertThat(refused.header("WWW-Authenticate")).startsWith("Basic");
        }

        @Test
        void whoIsNotSignedInReads401WhateverTheyAsk() {
            Api nobody = Api.on(port);
            for (Answered refused : new Answered[] {
                nobody.get("/locks"),
                nobody.get("/locks/" + LockId.random(LockKey.of("customer", id))),
                nobody.get("/resources/customer/42"),
                nobody.acquire("customer", id, "s1"),
                nobody.delete("/sessions/s1"),
                nobody.send("GET", "/heldby/v1/locks", null, "Accept", "text/html,*/*")
            }) {
                assertThat(refused.status()).isEqualTo(401);
                assertThat(refused.problem()).isEqualTo("not-signed-in");
                assertThat(refused.header("Cache-Control")).isEqualTo("no-store");
            }
        }

        @Test
        void otherPathsAreAnsweredAsBefore() {
            Answered login = Browser.on(port).get("/edit/42", "Accept", "text/html");

            assertThat(login.status()).isEqualTo(302);
            assertThat(login.header("Location")).endsWith("/login");
        }
    }

    @Nested
    @SpringBootTest(
            classes = {People.class, Pages.class},
            webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
    class WithSpringBootsChain extends UnderAnyFilterChain {}

    @Nested
    @SpringBootTest(
            classes = {People.class, Pages.class, OwnChain.class},
            webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
    class WithAChainOfTheApplication extends UnderAnyFilterChain {}

    @Nested
    @SpringBootTest(
            classes = {People.class, Pages.class, OpenChain.class},
            webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
    class WithAChainThatLetsEverybodyIn {

        @LocalServerPort
        int port;

        @Test
        void whoIsNotSignedInStillReads401() {
            Api nobody = Api.on(port);

            assertThat(nobody.get("/locks").problem()).isEqualTo("not-signed-in");
            assertThat(nobody.acquire("customer", "42", "s1").problem()).isEqualTo("not-signed-in");
            assertThat(nobody.delete("/sessions/s1").problem()).isEqualTo("not-signed-in");
        }
    }

    @Configuration(proxyBeanMethods = false)
    @Import(Pages.class)
    static class OwnChain {

        @Bean
        SecurityFilterChain own(HttpSecurity http) {
            return http.authorizeHttpRequests(requests -> requests.requestMatchers("/public")
                            .permitAll()
                            .anyRequest()
                            .hasAnyRole("USER", "HELDBY_OPERATOR"))
                    .formLogin(Customizer.withDefaults())
                    .httpBasic(Customizer.withDefaults())
                    .csrf(csrf -> csrf.ignoringRequestMatchers("/public"))
                    .build();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OpenChain {

        @Bean
        SecurityFilterChain open(HttpSecurity http) {
            return http.authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                    .build();
        }
    }
}
