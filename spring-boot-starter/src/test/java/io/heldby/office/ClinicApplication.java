package io.heldby.office;

import io.heldby.lock.LockKey;
import io.heldby.lock.Owner;
import io.heldby.lock.OwnerResolver;
import io.heldby.spring.LockPolicyCustomizer;
import io.heldby.spring.PageSessions;
import io.heldby.spring.transaction.SpringGuard;
import java.util.Optional;
import java.util.UUID;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;

/** Without a web: whoever is {@linkplain #signedIn signed in} works in a new editing session at every call. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EnableMethodSecurity
class ClinicApplication {

    static volatile String signedIn = "dr_green";
    static volatile String page;

    @Bean
    OwnerResolver whoIsSignedIn() {
        return session -> Optional.of(Owner.of(signedIn, session));
    }

    @Bean
    PageSessions pages() {
        return key -> page == null ? UUID.randomUUID().toString() : page;
    }

    /** An appointment {@code 7-3} is of patient 7. */
    @Bean
    LockPolicyCustomizer rooms() {
        return policies -> policies.withRoot(
                "appointment", member -> LockKey.of("patient", member.id().replaceFirst("-.*", "")));
    }

    @Bean
    Clinic.Pharmacy pharmacy(JdbcTemplate sql) {
        return new Clinic.Pharmacy(sql);
    }

    @Bean
    Clinic clinic(JdbcTemplate sql, SpringGuard guard, Clinic.Pharmacy pharmacy) {
        return new Clinic(sql, guard, pharmacy);
    }
}
