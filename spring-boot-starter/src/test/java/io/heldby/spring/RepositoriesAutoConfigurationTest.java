package io.heldby.spring;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Repositories are looked after where Spring Data JPA is, and nobody needs it. */
class RepositoriesAutoConfigurationTest {

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(HeldbyHibernateAutoConfiguration.class));

    @Test
    void thereWithSpringData() {
        application.run(context ->
                assertThat(context).hasNotFailed().hasBean("heldbyRepositories").hasBean("heldbyHibernateProperties"));
    }

    @Test
    void notThereWithoutSpringData() {
        application
                .withClassLoader(new FilteredClassLoader("org.springframework.data"))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean("heldbyRepositories")
                        .hasBean("heldbyHibernateProperties"));
    }

    @Test
    void notThereWithoutHeldbyHibernate() {
        application
                .withClassLoader(new FilteredClassLoader("io.heldby.hibernate"))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("heldbyRepositories"));
    }
}
