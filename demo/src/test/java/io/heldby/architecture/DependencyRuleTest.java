package io.heldby.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.heldby.demo.DemoApplication;
import io.heldby.hibernate.Versions;
import io.heldby.jdbc.lock.JdbcSchema;
import io.heldby.lock.LockKey;
import io.heldby.redis.RedisLockStore;
import io.heldby.spring.HeldbyAutoConfiguration;
import io.heldby.testkit.TestDatabase;
import io.heldby.version.Conflict;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DependencyRuleTest {

    private static final String PRODUCT = "io.heldby";
    private static final String FIXTURES = "io.heldby.architecture.fixtures";

    private static final JavaClasses PRODUCT_CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(PRODUCT);
    private static final JavaClasses FIXTURE_CLASSES = new ClassFileImporter().importPackages(FIXTURES);

    @ParameterizedTest
    @EnumSource
    void productKeepsTheRule(DependencyRule rule) {
        rule.in(PRODUCT).allowEmptyShould(true).check(PRODUCT_CLASSES);
    }

    /** Also: the fixture is the only one that does, so each rule is shown to notice its own kind of violation. */
    @ParameterizedTest
    @EnumSource
    void fixtureBreaksTheRule(DependencyRule rule) {
        List<String> violations = rule.in(FIXTURES)
                .allowEmptyShould(true)
                .evaluate(FIXTURE_CLASSES)
                .getFailureReport()
                .getDetails();

        assertThat(violations)
                .isNotEmpty()
                .allSatisfy(violation ->
                        assertThat(violation).contains(rule.breaker().getName()));
    }

    /** Rules about classes that were not found would all hold. */
    @Test
    void allModulesAreSeen() {
        assertThat(List.of(
                        LockKey.class,
                        Conflict.class,
                        JdbcSchema.class,
                        RedisLockStore.class,
                        HeldbyAutoConfiguration.class,
                        Versions.class,
                        TestDatabase.class,
                        DemoApplication.class))
                .allMatch(PRODUCT_CLASSES::contain);
        assertThat(PRODUCT_CLASSES).noneMatch(seen -> seen.getPackageName().startsWith(FIXTURES));
    }
}
