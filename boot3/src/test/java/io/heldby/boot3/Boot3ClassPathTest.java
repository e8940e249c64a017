package io.heldby.boot3;

import static org.assertj.core.api.Assertions.assertThat;

import io.heldby.jdbc.Heldby;
import java.net.URL;
import org.h2.engine.Constants;
import org.hibernate.Version;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringBootVersion;
import org.springframework.core.SpringVersion;

/** What stands beside core and jdbc here. */
class Boot3ClassPathTest {

    @Test
    void springBoot3WithItsSpringAndHibernate() {
        assertThat(SpringBootVersion.getVersion()).startsWith("3.5.");
        assertThat(SpringVersion.getVersion()).startsWith("6.2.");
        assertThat(Version.getVersionString()).startsWith("6.6.");
    }

    /** Not that of Spring Boot 3.5. */
    @Test
    void h2ThatHeldbyNeeds() {
        assertThat(Constants.VERSION).startsWith("2.4.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"io/heldby/hibernate/Versions.class", "io/heldby/spring/HeldbyAutoConfiguration.class"})
    void nothingOfHeldbysThatNeedsNewerOnes(String ofAnotherModule) {
        ClassLoader classPath = Heldby.class.getClassLoader();
        URL itself = classPath.getResource("io/heldby/jdbc/Heldby.class");

        assertThat(itself).isNotNull();
        assertThat(classPath.getResource(ofAnotherModule)).isNull();
    }
}
