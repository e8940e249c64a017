package io.heldby.office;

import static org.assertj.core.api.Assertions.assertThat;

import io.heldby.contradiction.Contradiction;
import io.heldby.lock.Enforcement;
import io.heldby.lock.Expiry;
import io.heldby.lock.LockManager;
import io.heldby.lock.LockPolicy;
import io.heldby.lock.OfflineLocked;
import io.heldby.lock.Protocol;
import io.heldby.spring.HeldbyAutoConfiguration;
import io.heldby.spring.HeldbyConfigurationException;
import io.heldby.spring.LockPolicyCustomizer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** What is written on classes, under what is configured, under what is said in code. */
class OfflineLockedTest {

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class, HeldbyAutoConfiguration.class));

    @AutoConfigurationPackage(basePackageClasses = Policy.class)
    static class Office {}

    @AutoConfigurationPackage(basePackageClasses = Contradiction.class)
    static class TwoMinds {}

    /** Found although it is no class that could be a bean. */
    @OfflineLocked(type = "endorsement", expiry = Expiry.STRICT)
    abstract static class Endorsement {}

    @Test
    void annotatedClassesOfTheApplicationsPackagesAreFound() {
        application.withUserConfiguration(Office.class).run(context -> {
            LockManager locks = context.getBean(LockManager.class);
            assertThat(locks.policyOf("policy").protocol()).isEqualTo(Protocol.EXCLUSIVE_READ);
            assertThat(locks.policyOf("policy").maximumHold()).isEqualTo(Duration.ofHours(2));
            assertThat(locks.policyOf("endorsement").expiry()).isEqualTo(Expiry.STRICT);
            assertThat(locks.policyOf("anything else")).isEqualTo(LockPolicy.DEFAULT);
        });
    }

    @Test
    void configurationGoesBeforeTheAnnotationPartByPart() {
        application
                .withUserConfiguration(Office.class)
                .withPropertyValues("heldby.policies.policy.enforcement=enforce", "heldby.policy.default.lease=1m")
                .run(context -> {
                    LockPolicy policy = context.getBean(LockManager.class).policyOf("policy");
                    assertThat(policy.enforcement()).isEqualTo(Enforcement.ENFORCE);
                    assertThat(policy.protocol()).isEqualTo(Protocol.EXCLUSIVE_READ);
                    assertThat(policy.lease()).isEqualTo(Duration.ofMinutes(5));
                });
    }

    @Test
    void codeHasTheLastWord() {
        application
                .withUserConfiguration(Office.class)
                .withPropertyValues("heldby.policies.policy.enforcement=enforce")
                .withBean(LockPolicyCustomizer.class, () -> policies -> policies.with("policy", LockPolicy.DEFAULT))
                .run(context -> assertThat(context.getBean(LockManager.class).policyOf("policy"))
                        .isEqualTo(LockPolicy.DEFAULT));
    }

    @Test
    void twoClassesThatSayDifferentThingsAboutOneTypeStopTheStart() {
        application
                .withUserConfiguration(TwoMinds.class)
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .isInstanceOf(HeldbyConfigurationException.class)
                        .hasMessageContaining("type = \"claim\"")
                        .hasMessageContaining("Contradiction$One")
                        .hasMessageContaining("Contradiction$Other"));
    }

    @Test
    void withoutPackagesThereIsNothingToFind() {
        application.run(context -> assertThat(context.getBean(LockManager.class).policyOf("policy"))
                .isEqualTo(LockPolicy.DEFAULT));
    }
}
