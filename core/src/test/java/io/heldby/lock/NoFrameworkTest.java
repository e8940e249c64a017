package io.heldby.lock;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The core is tested where no framework is. */
class NoFrameworkTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "org/hibernate/Session.class",
                "jakarta/persistence/EntityManager.class",
                "org/springframework/core/SpringVersion.class"
            })
    void isNotThere(String framework) {
        assertThat(LockManager.class.getClassLoader().getResource(framework)).isNull();
    }
}
