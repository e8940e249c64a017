package io.heldby.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.heldby.lock.LockManager;
import io.heldby.lock.Owner;
import io.heldby.lock.OwnerResolver;
import io.heldby.spring.http.HeldbyHttpAutoConfiguration;
import io.heldby.spring.http.HeldbyHttpSecurityAutoConfiguration;
import io.heldby.spring.http.HeldbyProblemsAutoConfiguration;
import io.heldby.spring.http.HeldbyVersionsAutoConfiguration;
import io.heldby.spring.security.DisplayNames;
import io.heldby.spring.security.HeldbySecurityAutoConfiguration;
import io.heldby.spring.session.EditingSessions;
import io.heldby.spring.session.HeldbySessionAutoConfiguration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContextHolder;

/** Which parts are there in which kind of application. */
class WebTypesTest {

    private static final AutoConfigurations ALL = AutoConfigurations.of(
            DataSourceAutoConfiguration.class,
            HeldbyAutoConfiguration.class,
            LockedAutoConfiguration.class,
            HeldbyMetricsAutoConfiguration.class,
            HeldbyReactiveAutoConfiguration.class,
            HeldbySecurityAutoConfiguration.class,
            HeldbySessionAutoConfiguration.class,
            HeldbyHttpAutoConfiguration.class,
            HeldbyHttpSecurityAutoConfiguration.class,
            HeldbyProblemsAutoConfiguration.class,
            HeldbyVersionsAutoConfiguration.class);

    private final WebApplicationContextRunner servlet = new WebApplicationContextRunner().withConfiguration(ALL);

    @Test
    void withSpringSecurityTheHttpApiIsThere() {
        servlet.run(context -> assertThat(context)
                .hasSingleBean(OwnerResolver.class)
                .hasSingleBean(EditingSessions.class)
                .hasBean("heldbyLocksController")
                .hasBean("heldbyCsrf"));
    }

    @Test
    void withoutSpringSecurityTheHttpApiIsOff() {
        withoutSecurity()
                .run(context -> assertThat(context)
                        .hasSingleBean(LockManager.class)
                        .doesNotHaveBean(OwnerResolver.class)
                        .doesNotHaveBean("heldbyLocksController"));
    }

    @Test
    void withoutSpringSecurityAnOwnerResolverTurnsItOnAndNobodyBreaksLocks() {
        withoutSecurity()
                .withBean(OwnerResolver.class, () -> session -> Optional.of(Owner.of("leia", session)))
                .run(context -> {
                    assertThat(context).hasBean("heldbyLocksController").hasSingleBean(EditingSessions.class);
                    assertThat(context.getBean(LockPermissions.class).mayBreak(null))
                            .isFalse();
                });
    }

    @Test
    void theHttpApiCanBeTurnedOff() {
        servlet.withPropertyValues("heldby.http.enabled=false")
                .run(context -> assertThat(context)
                        .hasSingleBean(EditingSessions.class)
                        .doesNotHaveBean("heldbyLocksController")
                        .doesNotHaveBean("heldbyCsrf"));
    }

    @Test
    void answersForTheApplicationsOwnControllersDoNotNeedTheHttpApiAndCanBeTurnedOff() {
        servlet.withPropertyValues("heldby.http.enabled=false")
                .run(context -> assertThat(context).hasBean("heldbyProblemsForPrograms"));
        servlet.withPropertyValues("heldby.http.problems=false")
                .run(context -> assertThat(context)
                        .hasBean("heldbyLocksController")
                        .doesNotHaveBean("heldbyProblemsForPrograms"));
    }

    @Test
    void withoutMetricsNothingIsCounted() {
        servlet.withClassLoader(new FilteredClassLoader("io.micrometer"))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(ObservedWriteListener.class));
    }

    @Test
    void withoutAWebThereAreNoHttpSessions() {
        new ApplicationContextRunner()
                .withConfiguration(ALL)
                .run(context -> assertThat(context)
                        .hasSingleBean(LockManager.class)
                        .doesNotHaveBean("heldbyExpectedVersions")
                        .doesNotHaveBean(EditingSessions.class)
                        .doesNotHaveBean("heldbyLocksController"));
    }

    @Test
    void aWebFluxApplicationIsToldWhatItDoesNotGet() {
        List<LogRecord> logged = new ArrayList<>();
        Handler collecting = new StreamHandler() {
            @Override
            public synchronized void publish(LogRecord entry) {
                logged.add(entry);
            }
        };
        Logger logger = Logger.getLogger(HeldbyReactiveAutoConfiguration.class.getName());
        logger.addHandler(collecting);
        try {
            new ReactiveWebApplicationContextRunner()
                    .withConfiguration(ALL)
                    .run(context -> assertThat(context)
                            .hasNotFailed()
                            .hasSingleBean(LockManager.class)
                            .doesNotHaveBean("heldbyLocksController"));
        } finally {
            logger.removeHandler(collecting);
        }
        assertThat(logged)
                .singleElement()
                .satisfies(entry -> assertThat(entry.getMessage()).contains("this is a WebFlux application"));
    }

    @Test
    void theOwnerIsThePrincipalUnderTheirDisplayName() {
        servlet.withBean(DisplayNames.class, () -> user -> "The " + user).run(context -> {
            OwnerResolver owners = context.getBean(OwnerResolver.class);
            try {
                assertThat(owners.owner("s1")).isEmpty();
                SecurityContextHolder.getContext()
                        .setAuthentication(new AnonymousAuthenticationToken(
                                "key", "anonymous", AuthorityUtils.createAuthorityList("ROLE_ANONYMOUS")));
                assertThat(owners.owner("s1")).isEmpty();
                SecurityContextHolder.getContext()
                        .setAuthentication(new TestingAuthenticationToken("leia", "secret", "ROLE_USER"));
                assertThat(owners.owner("s1")).contains(Owner.of("leia", "s1").named("The leia"));
            } finally {
                SecurityContextHolder.clearContext();
            }
        });
    }

    private WebApplicationContextRunner withoutSecurity() {
        return servlet.withClassLoader(new FilteredClassLoader("org.springframework.security"));
    }
}
