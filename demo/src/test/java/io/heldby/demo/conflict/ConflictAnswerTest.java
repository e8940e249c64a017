package io.heldby.demo.conflict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ConflictAnswerTest {

    @Test
    void whatThePageSentIsReadBack() {
        ConflictAnswer answer = ConflictAnswer.read(Map.of(
                "saveId", "f1",
                "base", "7",
                "shown", "8",
                "mine.name", "Bolt M10",
                "mine.item[11].price", "0.40",
                "choice.name", "EDIT",
                "edit.name", "one\r\ntwo\0 ",
                "seen.name", "Bolt M8",
                "_csrf", "x"));

        assertThat(answer)
                .isEqualTo(new ConflictAnswer(
                        "f1",
                        7,
                        8L,
                        Map.of("name", "Bolt M10", "item[11].price", "0.40"),
                        Map.of("name", Choice.EDIT),
                        Map.of("name", "one\ntwo"),
                        Map.of("name", "Bolt M8")));
    }

    @Test
    void formThatIsNotOursIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConflictAnswer.read(Map.of("base", "7")))
                .withMessageContaining("no field saveId");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConflictAnswer.read(Map.of("saveId", "f1", "base", "seven")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConflictAnswer.read(Map.of("saveId", "f1", "base", "7", "choice.name", "OURS")));
    }

    @Test
    void saveHasAnotherNameWhenSomethingElseIsTypedIntoTheSameForm() {
        ConflictAnswer first = ConflictAnswer.first("f1", 7, Map.of("name", "Bolt", "shelf", "A"));
        String name = SaveIds.of(first, "save");

        assertThat(SaveIds.of(ConflictAnswer.first("f1", 7, Map.of("shelf", "A", "name", "Bolt")), "save"))
                .isEqualTo(name);
        assertThat(SaveIds.of(ConflictAnswer.first("f1", 7, Map.of("name", "Bolt", "shelf", "B")), "save"))
                .isNotEqualTo(name)
                .startsWith("f1:");
        assertThat(SaveIds.of(first, "force")).isNotEqualTo(name).startsWith("f1:");
        assertThat(SaveIds.of(ConflictAnswer.first("f".repeat(500), 7, Map.of()), "save"))
                .hasSizeLessThanOrEqualTo(100);
    }
}
