package io.heldby.testkit;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A PostgreSQL server of this JVM's own, unpacked from a jar, so that tests need neither Docker nor an installed server.
 * It also runs as root. It does not wait for the disk ({@code fsync} and {@code synchronous_commit} are off), so it says
 * nothing about what survives a crash.
 */
record EmbeddedPostgresServer(EmbeddedPostgres server) implements PostgresServer {

    private static final System.Logger LOG = System.getLogger(EmbeddedPostgresServer.class.getName());

    static EmbeddedPostgresServer start() {
        try {
            // A directory of its own: the library's default is shared, and two builds at once break each other.
            Path work = Files.createTempDirectory("heldby-postgres-");
            EmbeddedPostgres server = EmbeddedPostgres.builder()
                    .setOverrideWorkingDirectory(work.toFile())
                    // Ours also deletes the directory, which must come after stopping the server.
                    .setRegisterShutdownHook(false)
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, work), "stop-postgres"));
            return new EmbeddedPostgresServer(server);
        } catch (IOException | RuntimeException e) {
            throw new IllegalStateException(
                    "Cannot start the embedded PostgreSQL server. To use a server of your own, set TEST_PG_URL to"
                            + " its JDBC URL, user and password included.",
                    e);
        }
    }

    @Override
    public String create(String name) {
        Sql.execute(url("postgres"), "CREATE DATABASE " + name);
        return url(name);
    }

    @Override
    public void drop(String name) {
        Sql.execute(url("postgres"), "DROP DATABASE " + name + " WITH (FORCE)");
    }

    private String url(String database) {
        return server.getJdbcUrl("postgres", database);
    }

    private static void stop(EmbeddedPostgres server, Path work) {
        try {
            server.close();
            Directories.delete(work);
        } catch (IOException | UncheckedIOException e) {
            LOG.log(System.Logger.Level.WARNING, "The PostgreSQL server left files in " + work, e);
        }
    }
}
