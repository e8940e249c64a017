package io.heldby.demo;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.util.FileSystemUtils;

/** Profile {@code postgres} without {@code spring.datasource.url}: a PostgreSQL server of the demo's own. */
@Configuration(proxyBeanMethods = false)
@Profile("postgres")
@ConditionalOnExpression("'${spring.datasource.url:}'.isEmpty()")
class PostgresProfile {

    @Bean
    OwnServer ownServer() throws IOException {
        Path directory = Files.createTempDirectory("heldby-demo-postgres-");
        return new OwnServer(
                EmbeddedPostgres.builder()
                        .setOverrideWorkingDirectory(directory.toFile())
                        .setRegisterShutdownHook(false)
                        .start(),
                directory);
    }

    @Bean
    JdbcConnectionDetails connection(OwnServer own) {
        return new OwnConnection(own.server().getJdbcUrl("postgres", "postgres"), "postgres", "postgres");
    }

    /** Stops with the application and leaves no files. */
    record OwnServer(EmbeddedPostgres server, Path directory) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            server.close();
            FileSystemUtils.deleteRecursively(directory);
        }
    }
}
