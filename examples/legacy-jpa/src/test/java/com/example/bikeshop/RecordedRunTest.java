package com.example.bikeshop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.LocalTime;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordedRunTest {

    @Test
    void stepsAreReadWithoutCommentsAndEmptyLines() {
        RecordedRun run = RecordedRun.parse("run.txt", """
                # At the desk

                09:02 ana   opens  /customers/1/edit
                09:05 ana   saves  street=Dam 1, rear, lines[0].price=2, city=
                09:06 ben   saves
                """);

        assertThat(run.steps())
                .containsExactly(
                        new Step.Opens(LocalTime.of(9, 2), "ana", "/customers/1/edit"),
                        new Step.Saves(
                                LocalTime.of(9, 5),
                                "ana",
                                Map.of("street", "Dam 1, rear", "lines[0].price", "2", "city", "")),
                        new Step.Saves(LocalTime.of(9, 6), "ben", Map.of()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            9:05 ana saves               | the time must be like 09:05, not 9:05
            09:05 ana                    | a line is TIME WHO opens PATH
            09:05 ana closes /customers  | one opens or saves, nobody closes
            09:05 ana opens              | opens what? A path such as /customers is expected
            09:05 ana opens customers    | opens what? A path such as /customers is expected
            09:05 ana saves city         | saves what? field=value is expected, not "city"
            09:05 ana saves a=1, b=2, a=3 | types a twice
            09:01 ana saves              | is not later than the step before, at 09:01
            """)
    void badLineIsNamedWithItsNumber(String line, String mistake) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RecordedRun.parse("run.txt", "# Today\n09:01 ana opens /customers\n" + line))
                .withMessageStartingWith("run.txt:3: " + line + ": ")
                .withMessageContaining(mistake);
    }

    @Test
    void runThatIsNotThereIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RecordedRun.read("an-evening.txt"))
                .withMessageContaining("an-evening.txt");
    }
}
