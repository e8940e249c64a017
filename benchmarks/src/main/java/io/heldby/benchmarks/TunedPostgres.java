package io.heldby.benchmarks;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * An embedded PostgreSQL with the settings of a small production server instead of the library's. Without fsync a commit
 * does not wait for the disk, which shows what the statements themselves cost.
 */
record TunedPostgres(EmbeddedPostgres server, Path directory) implements AutoCloseable {

    static TunedPostgres start(boolean fsync) throws IOException {
        String onOrOff = fsync ? "on" : "off";
        Path directory = Files.createTempDirectory("heldby-benchmark-postgres-");
        EmbeddedPostgres server = EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(directory.toFile())
                .setRegisterShutdownHook(false)
                .setServerConfig("fsync", onOrOff)
                .setServerConfig("synchronous_commit", onOrOff)
                .setServerConfig("full_page_writes", onOrOff)
                .setServerConfig("shared_buffers", "2GB")
                .setServerConfig("work_mem", "32MB")
                .setServerConfig("max_wal_size", "8GB")
                .setServerConfig("checkpoint_timeout", "30min")
                .setServerConfig("autovacuum_naptime", "15s")
                .setServerConfig("random_page_cost", "1.1")
                .start();
        TunedPostgres tuned = new TunedPostgres(server, directory);
        Runtime.getRuntime().addShutdownHook(new Thread(tuned::close, "stop-postgres"));
        return tuned;
    }

    String jdbcUrl() {
        return server.getJdbcUrl("postgres", "postgres");
    }

    @Override
    public void close() {
        try {
            server.close();
            if (Files.exists(directory)) {
                delete();
            }
        } catch (IOException left) {
            Progress.say("files are left in %s: %s".formatted(directory, left.getMessage()));
        }
    }

    private void delete() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        }
    }
}
