package io.heldby.demo.care;

import io.heldby.demo.conflict.MergingSaves;
import io.heldby.demo.people.People;
import io.heldby.hibernate.HeldbyHibernate;
import io.heldby.jdbc.changelog.ChangeLog;
import io.heldby.lock.Transactions;
import io.heldby.merge.MergePolicy;
import io.heldby.merge.MergeRules;
import java.time.Clock;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.springframework.boot.hibernate.autoconfigure.HibernatePropertiesCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.auditing.DateTimeProvider;
import org.springframework.data.domain.AuditorAware;
import org.springframework.data.jpa.repository.config.EnableJpaAuditing;
import org.springframework.security.core.context.SecurityContextHolder;

/** What customer care is made of. */
@Configuration(proxyBeanMethods = false)
@EnableJpaAuditing(auditorAwareRef = "careAuditor", dateTimeProviderRef = "careTime")
class CareDesk {

    /** Notes of two people are both kept; of two addresses it is one. */
    private static final MergeRules RULES = MergeRules.ask()
            .field(CustomerForm.NOTES, MergePolicy.TEXT)
            .group(CustomerForm.STREET, CustomerForm.POSTCODE, CustomerForm.CITY);

    private final Clock clock = Clock.system(ZoneId.systemDefault());

    /** To what the starter has set up the rules for customers are added. */
    @Bean
    HibernatePropertiesCustomizer careRules(HeldbyHibernate settings) {
        return properties -> properties.put(HeldbyHibernate.SETTING, settings.mergeRules(CareCustomer.class, RULES));
    }

    @Bean
    AuditorAware<String> careAuditor(People people) {
        return () -> Optional.ofNullable(SecurityContextHolder.getContext().getAuthentication())
                .map(signedIn -> people.displayName(signedIn.getName()))
                .or(() -> Optional.of("system"));
    }

    /** As exactly as the column keeps it, so that a save is answered as it will be read. */
    @Bean
    DateTimeProvider careTime() {
        return () -> Optional.of(clock.instant().truncatedTo(ChronoUnit.MICROS));
    }

    @Bean
    MergingSaves<Customer> careSaves(CustomerCare care, ChangeLog log, Transactions transactions) {
        CustomerForm form = new CustomerForm();
        return new MergingSaves<>(new CareRecords(care, form, log, transactions), form, log, transactions);
    }
}
