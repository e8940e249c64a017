package io.heldby.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What readers may rely on: code that runs, links that lead somewhere, and a README that comes to the point. */
class DocumentationTest {

    private final Documents documents = Documents.ofTheProject();

    @Test
    void everyJavaBlockIsPartOfATest() {
        assertThat(documents.javaThatNoTestRuns()).isEmpty();
    }

    @Test
    void everyLinkToAFileLeadsToOne() {
        assertThat(documents.brokenLinks()).isEmpty();
    }

    @Test
    void readmeHasAtMost200Lines() {
        assertThat(documents.lines("README.md")).hasSizeLessThanOrEqualTo(200);
    }

    @Test
    void readmeShowsWorkingJavaWithin30LinesAndBothWaysOfUse() {
        List<String> readme = documents.lines("README.md");
        assertThat(readme.subList(0, 30)).contains("```java", "```").anyMatch(line -> line.contains("edits.save("));
        assertThat(readme.stream().filter("```java"::equals)).hasSize(2);
    }
}
