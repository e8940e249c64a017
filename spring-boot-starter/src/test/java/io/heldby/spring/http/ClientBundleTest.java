package io.heldby.spring.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** The browser client as it is served is made from the sources that are in the repository, and is small. */
class ClientBundleTest {

    private static final Path CLIENT = Path.of("..", "client");

    @Test
    void isMadeFromTheSourcesAsTheyAre() throws Exception {
        MessageDigest hash = MessageDigest.getInstance("SHA-256");
        List<Path> sources = new ArrayList<>(List.of(CLIENT.resolve("client.js")));
        sources.addAll(scripts(CLIENT.resolve("lib")));
        for (Path source : sources) {
            hash.update(Files.readAllBytes(source));
        }
        String mark = "sha256 " + HexFormat.of().formatHex(hash.digest());

        for (Path script : scripts(CLIENT.resolve("dist"))) {
            assertThat(Files.readString(script).lines().findFirst().orElseThrow())
                    .as("%s is not made from these sources: run \"npm install && npm run build\" in client/", script)
                    .contains(mark);
        }
    }

    @Test
    void everyPageLoadsLessThanTwentyFiveKilobytes() throws IOException {
        long size = gzipped("client.js") + gzipped("heldby-chunk.js");

        assertThat(size).as("bytes of the client, gzipped").isLessThan(25_000);
    }

    @Test
    void isInTheJarWithAllItsParts() throws IOException {
        for (Path script : scripts(CLIENT.resolve("dist"))) {
            String name = Objects.requireNonNull(script.getFileName()).toString();
            assertThat(getClass().getResource("/io/heldby/spring/client/" + name))
                    .as(name)
                    .isNotNull();
        }
    }

    private static List<Path> scripts(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".js"))
                    .sorted()
                    .toList();
        }
    }

    private static long gzipped(String script) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            Files.copy(CLIENT.resolve("dist").resolve(script), out);
        }
        return packed.size();
    }
}
