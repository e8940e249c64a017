package io.heldby.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * On Java 21 a virtual thread that waits for the database inside {@code synchronized} holds its carrier thread. The
 * methods are found in the class files; the blocks only here, in the sources.
 */
class SynchronizedBlocksTest {

    /** But for the one that Spring prescribes for changing an HTTP session's attribute, which waits for nothing. */
    private static final Pattern BLOCK = Pattern.compile("\\bsynchronized\\s*\\((?!WebUtils\\.getSessionMutex\\()");

    private static final Pattern COMMENT = Pattern.compile("/\\*.*?\\*/|//[^\\n]*", Pattern.DOTALL);

    /** Tests run in their module's directory. */
    private static final Path REPOSITORY = Path.of("..");

    @Test
    void productHasNone() throws IOException {
        List<Path> sources = sourcesBelow(REPOSITORY, "src/main/java");

        assertThat(sources).as("the sources of all modules").hasSizeGreaterThan(50);
        assertThat(sources.stream().filter(SynchronizedBlocksTest::hasBlock)).isEmpty();
    }

    @Test
    void fixtureIsFound() throws IOException {
        assertThat(sourcesBelow(Path.of(""), "io/heldby/architecture/fixtures").stream()
                        .filter(SynchronizedBlocksTest::hasBlock))
                .singleElement()
                .asString()
                .endsWith("HasASynchronizedBlock.java");
    }

    private static List<Path> sourcesBelow(Path directory, String part) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> file.toString().replace('\\', '/').contains(part + "/"))
                    .toList();
        }
    }

    private static boolean hasBlock(Path source) {
        try {
            return BLOCK.matcher(COMMENT.matcher(Files.readString(source)).replaceAll(""))
                    .find();
        } catch (IOException e) {
            throw new IllegalStateException("cannot read " + source, e);
        }
    }
}
