package io.heldby.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shows that each kind of mistake in a document is noticed. */
class DocumentsTest {

    @TempDir
    Path root;

    @BeforeEach
    void aTestWithATaggedRegion() throws IOException {
        write("GuideTest.java", """
                class GuideTest {
                    void test() {
                        // tag::two[]
                        first();

                        second();
                        // end::two[]
                    }
                }
                """);
    }

    @Test
    void codeThatIsTheRegionWithoutItsIndentationIsFine() throws IOException {
        write("guide.md", """
                <!-- snippet: GuideTest.java#two -->
                ```java
                first();

                second();
                ```
                """);
        assertThat(javaMistakes()).isEmpty();
    }

    @Test
    void codeThatDiffersIsNoticed() throws IOException {
        write("guide.md", """
                <!-- snippet: GuideTest.java#two -->
                ```java
                first();
                third();
                ```
                """);
        assertThat(javaMistakes()).singleElement().asString().contains("guide.md:2", "GuideTest.java");
    }

    @Test
    void codeThatNamesNoTestIsNoticedUnlessItIsOneLine() throws IOException {
        write("guide.md", """
                ```java
                oneLine();
                ```
                ```java
                first();
                second();
                ```
                """);
        assertThat(javaMistakes()).singleElement().asString().contains("guide.md:4", "names no snippet");
    }

    @Test
    void tagsAndFilesThatAreNotThereAreNoticed() throws IOException {
        write("a.md", """
                <!-- snippet: GuideTest.java#three -->
                ```java
                first();
                second();
                ```
                """);
        write("b.md", """
                <!-- snippet: OtherTest.java#two -->
                ```java
                first();
                second();
                ```
                """);
        assertThat(javaMistakes())
                .hasSize(2)
                .anyMatch(mistake -> mistake.contains("no such tag"))
                .anyMatch(mistake -> mistake.contains("OtherTest.java, which is not there"));
    }

    @Test
    void linksToMissingFilesAreNoticedAndOthersAreFine() throws IOException {
        Files.createDirectory(root.resolve("docs"));
        write("docs/guide.md", """
                [here](#part), [test](../GuideTest.java), [web](https://example.org), [part](guide.md#part)
                [gone](gone.md#part)
                """);
        assertThat(new Documents(root).brokenLinks()).singleElement().asString().contains("guide.md:2", "gone.md");
    }

    private List<String> javaMistakes() {
        return new Documents(root).javaThatNoTestRuns();
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(root.resolve(file), text);
    }
}
