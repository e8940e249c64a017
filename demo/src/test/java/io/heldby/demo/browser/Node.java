package io.heldby.demo.browser;

import static java.util.concurrent.TimeUnit.SECONDS;

import com.zaxxer.hikari.HikariDataSource;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The demo once more, as it is delivered, in a JVM of its own, on a database that is there already. */
final class Node implements AutoCloseable {

    private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");

    private final Process process;
    private final CompletableFuture<Integer> port = new CompletableFuture<>();
    private final List<String> log = new ArrayList<>();

    private Node(Process process) {
        this.process = process;
        Thread reader = new Thread(this::read, "reads-a-node");
        reader.setDaemon(true);
        reader.start();
    }

    /** Started and ready; {@code settings} are Spring's, such as {@code demo.beat=1s}. */
    static Node start(HikariDataSource database, String... settings) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-jar",
                jar().toString(),
                "--server.port=0",
                "--spring.profiles.active=postgres",
                "--spring.datasource.url=" + database.getJdbcUrl(),
                "--spring.datasource.username=" + database.getUsername(),
                "--spring.datasource.password=" + database.getPassword()));
        Stream.of(settings).map(setting -> "--" + setting).forEach(command::add);
        Node node =
                new Node(new ProcessBuilder(command).redirectErrorStream(true).start());
        try {
            node.port.get(90, SECONDS);
            return node;
        } catch (Exception notStarted) {
            node.close();
            throw new IllegalStateException(
                    "the second node did not start:\n" + String.join("\n", node.log), notStarted);
        }
    }

    private static Path jar() throws IOException {
        try (Stream<Path> built = Files.list(Path.of("target"))) {
            return built.filter(
                            file -> file.getFileName().toString().matches("heldby-demo-.*(?<!sources|javadoc)\\.jar"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("there is no target/heldby-demo-*.jar; run verify"));
        }
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                log.add(line);
                Matcher started = PORT.matcher(line);
                if (started.find()) {
                    port.complete(Integer.valueOf(started.group(1)));
                }
            }
            port.completeExceptionally(new IllegalStateException("it ended"));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    String url() {
        return "http://localhost:" + port.join();
    }

    /** {@code kill -9}: nothing is released, said or closed. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
