package io.heldby.demo.people;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;

/** Accounts whose password is the user name: fit for a demo on one's own machine and nothing else. */
@Configuration(proxyBeanMethods = false)
class DemoUsers {

    @Bean
    UserDetailsService users(People people) {
        return new InMemoryUserDetailsManager(
                people.all().stream().map(DemoUsers::account).toList());
    }

    private static UserDetails account(Person person) {
        String[] roles = person.operator() ? new String[] {"USER", "HELDBY_OPERATOR"} : new String[] {"USER"};
        return User.withUsername(person.user())
                .password("{noop}" + person.user())
                .roles(roles)
                .build();
    }
}
