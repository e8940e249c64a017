package io.heldby.spring.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.heldby.lock.LockId;
import io.heldby.lock.LockKey;
import io.heldby.lock.Owner;
import io.heldby.lock.OwnerResolver;
import io.heldby.spring.LockPermissions;
import io.heldby.spring.http.Api.Answered;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.MethodParameter;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;
import tools.jackson.databind.PropertyNamingStrategies;

/**
 * An application that wraps every answer, handles every exception, names fields its own way, is mounted elsewhere and
 * knows its users without Spring Security: the API is the same in it, and it is the same with the API.
 */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "server.servlet.context-path=/office",
            "spring.mvc.servlet.path=/web",
            "heldby.http.prefix=/api/locking"
        })
class OpinionatedApplicationTest {

    static final String PREFIX = "/office/web/api/locking";

    @LocalServerPort
    int port;

    private final String id = UUID.randomUUID().toString();

    @Test
    void itsAdviceAndItsMapperDoNotChangeTheApi() {
        Answered granted = acquire("leia", "acme", "customer");
        assertThat(granted.status()).isEqualTo(201);
        assertThat(LockId.parse("acme", granted.at("/lockId")).key()).isEqualTo(new LockKey("acme", "customer", id));
        assertThat(granted.header("Location")).isEqualTo(PREFIX + "/locks/" + granted.at("/lockId"));
        assertThat(call("GET", "/locks/" + granted.at("/lockId"), null, "luke", "acme")
                        .at("/holder/displayName"))
                .isEqualTo("leia");

        assertThat(call("POST", "/locks", "{\"colour\":1}", "leia", "acme").at("/field"))
                .isEqualTo("colour");
        assertThat(call("GET", "/nowhere", null, "leia", "acme").problem()).isEqualTo("not-found");
        assertThat(call("PUT", "/locks", null, "leia", "acme").problem()).isEqualTo("method-not-allowed");
    }

    @Test
    void theDescriptionSaysWhereTheApiIsHere() {
        assertThat(call("GET", "/openapi.json", null, "leia", "acme").at("/servers/0/url"))
                .isEqualTo(PREFIX);
    }

    @Test
    void theApiDoesNotChangeItsMapperAndItsErrors() {
        Answered own = Api.on(port)
                .send(
                        "POST",
                        "/office/web/own",
                        "{\"full_name\":\"Leia\",\"unknown\":1}",
                        "Content-Type",
                        "application/json");
        assertThat(own.text()).isEqualTo("{\"wrapped\":{\"full_name\":\"Leia\"}}");

        Answered failed = Api.on(port).send("POST", "/office/web/own", "{", "Content-Type", "application/json");
        assertThat(failed.text()).isEqualTo("{\"wrapped\":{\"own\":\"error\"}}");
    }

    @Test
    void nobodyIsWhoeverItsResolverDoesNotKnow() {
        Answered refused = call("GET", "/locks", null, "", "acme");

        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.problem()).isEqualTo("not-signed-in");
    }

    @Test
    void tenantsNeverMeet() {
        Answered granted = acquire("leia", "acme", "customer");

        assertThat(acquire("luke", "emca", "customer").status()).isEqualTo(201);
        assertThat(call("GET", "/locks/" + granted.at("/lockId"), null, "leia", "emca")
                        .status())
                .isEqualTo(404);
        assertThat(call("GET", "/locks?q=" + id, null, "leia", "emca").at("/locks/0/holder/user"))
                .isEqualTo("luke");
        assertThat(call("POST", "/locks/" + granted.at("/lockId") + "/break", "{\"reason\":\"r\"}", "han", "emca")
                        .status())
                .isEqualTo(409);
    }

    @Test
    void itsPermissionsDecideWhoLocksSeesListsAndBreaks() {
        assertThat(acquire("leia", "acme", "secret").problem()).isEqualTo("not-permitted");
        assertThat(acquire("leia", "acme", "secret").status()).isEqualTo(403);
        assertThat(call("GET", "/resources/secret/1", null, "leia", "acme").status())
                .isEqualTo(403);
        assertThat(call("GET", "/locks", null, "nosy", "acme").status()).isEqualTo(403);

        Answered hidden = acquire("han", "acme", "secret");
        assertThat(hidden.status()).isEqualTo(201);
        assertThat(call("GET", "/locks/" + hidden.at("/lockId"), null, "leia", "acme")
                        .status())
                .isEqualTo(404);
        assertThat(call("GET", "/locks?q=" + id, null, "leia", "acme")
                        .json()
                        .at("/locks")
                        .size())
                .isZero();
        assertThat(call("GET", "/locks?q=" + id, null, "han", "acme")
                        .json()
                        .at("/locks")
                        .size())
                .isEqualTo(1);
        assertThat(call("POST", "/locks/" + hidden.at("/lockId") + "/break", "{\"reason\":\"r\"}", "leia", "acme")
                        .status())
                .isEqualTo(403);
        assertThat(call("POST", "/locks/" + hidden.at("/lockId") + "/break", "{\"reason\":\"r\"}", "han", "acme")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void whatBreaksInsideIsNotTold() {
        Answered broken = acquire("leia", "acme", "explosive");

        assertThat(broken.status()).isEqualTo(500);
        assertThat(broken.problem()).isEqualTo("internal-error");
        assertThat(broken.text()).doesNotContain("the password is", "Exception");
    }

    private Answered acquire(String user, String tenant, String type) {
        String body = "{\"type\":\"%s\",\"id\":\"%s\",\"session\":\"s1\"}".formatted(type, id);
        return call("POST", "/locks", body, user, tenant);
    }

    private Answered call(String method, String path, String body, String user, String tenant) {
        return Api.on(port)
                .send(
                        method,
                        PREFIX + path,
                        body,
                        "Content-Type",
                        "application/json",
                        "X-User",
                        user,
                        "X-Tenant",
                        tenant);
    }

    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import({OwnController.class, Wrapping.class})
    static class Application {

        @Bean
        SecurityFilterChain open(HttpSecurity http) {
            return http.authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                    .csrf(csrf -> csrf.disable())
                    .build();
        }

        @Bean
        JsonMapperBuilderCustomizer snakeCase() {
            return mapper -> mapper.propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);
        }

        @Bean
        OwnerResolver fromHeaders() {
            return new OwnerResolver() {
                @Override
                public Optional<Owner> owner(String session) {
                    String user = header("X-User");
                    return user.isEmpty() ? Optional.empty() : Optional.of(Owner.of(user, session));
                }

                @Override
                public String tenant() {
                    return header("X-Tenant");
                }
            };
        }

        @Bean
        LockPermissions permissions() {
            return new LockPermissions() {
                @Override
                public boolean mayLock(LockKey key) {
                    if (key.type().equals("explosive")) {
                        throw new IllegalStateException("the password is secret");
                    }
                    return maySee(key);
                }

                @Override
                public boolean maySee(LockKey key) {
                    return !key.type().equals("secret") || header("X-User").equals("han");
                }

                @Override
                public boolean mayList() {
                    return !header("X-User").equals("nosy");
                }

                @Override
                public boolean mayBreak(LockKey key) {
                    return header("X-User").equals("han");
                }
            };
        }

        private static String header(String name) {
            ServletRequestAttributes attributes =
                    (ServletRequestAttributes) RequestContextHolder.currentRequestAttributes();
            return attributes.getRequest().getHeader(name);
        }
    }

    @RestController
    static class OwnController {

        record Person(String fullName) {}

        @PostMapping("/own")
        Person own(@RequestBody Person person) {
            return person;
        }
    }

    @RestControllerAdvice
    @Order(Ordered.HIGHEST_PRECEDENCE)
    static class Wrapping implements ResponseBodyAdvice<Object> {

        @ExceptionHandler(Exception.class)
        Map<String, Object> everything() {
            return Map.of("own", "error");
        }

        @Override
        public boolean supports(MethodParameter returnType, Class<? extends HttpMessageConverter<?>> converterType) {
            return true;
        }

        @Override
        public Object beforeBodyWrite(
                @Nullable Object body,
                MethodParameter returnType,
                MediaType contentType,
                Class<? extends HttpMessageConverter<?>> converterType,
                ServerHttpRequest request,
                ServerHttpResponse response) {
            return Map.of("wrapped", body);
        }
    }
}
