package io.heldby.spring.http;

import io.heldby.spring.security.DisplayNames;
import java.util.Map;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;

/** An application with nothing configured but its people: leia, luke, lando, and han, who may break locks. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class People {

    /** Not Spring's in-memory manager: it would hash the passwords at the first sign-in, which makes every other slow. */
    @Bean
    UserDetailsService users() {
        Map<String, String> roles = Map.of("leia", "USER", "luke", "USER", "han", "HELDBY_OPERATOR", "lando", "USER");
        return name -> {
            if (!roles.containsKey(name)) {
                throw new UsernameNotFoundException(name);
            }
            return User.withUsername(name)
                    .password("{noop}secret")
                    .roles(roles.get(name))
                    .build();
        };
    }

    @Bean
    DisplayNames names() {
        Map<String, String> names =
                Map.of("leia", "Leia Organa", "luke", "Luke Skywalker", "han", "Han Solo", "lando", "Lando Calrissian");
        return names::get;
    }
}
