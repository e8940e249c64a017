package io.heldby.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LockKeyTest {

    @Test
    void partsHaveTheirLimits() {
        new LockKey("t".repeat(100), "y".repeat(100), "i".repeat(255));

        assertThatThrownBy(() -> new LockKey("t".repeat(101), "policy", "1")).hasMessageContaining("tenant");
        assertThatThrownBy(() -> LockKey.of("y".repeat(101), "1")).hasMessageContaining("type");
        assertThatThrownBy(() -> LockKey.of("policy", "i".repeat(256)))
                .hasMessageContaining("id")
                .hasMessageContaining("256");
    }

    @Test
    void typeAndIdMayNotBeEmptyButTheTenantMay() {
        assertThat(LockKey.of("policy", "1").tenant()).isEmpty();
        assertThatThrownBy(() -> LockKey.of("", "1")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> LockKey.of("policy", "")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void missingPartIsNamed() {
        assertThatThrownBy(() -> LockKey.of("policy", null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("id is missing: give 1 to 255 characters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\u0000b", "a\nb", "a\rb", "a\u007fb", "a\u0085b", "a\ud800b", "\udc00", "a\ud83d"})
    void controlAndHalfCharactersAreRefusedWithoutBreakingTheLogLine(String bad) {
        assertThatThrownBy(() -> LockKey.of("policy", bad))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .startsWith("id must")
                .doesNotContain("\n", "\r", "\u0000");
    }

    @Test
    void wholeCharactersOutsideTheBasicPlaneAreWelcome() {
        assertThat(LockKey.of("policy", "\uD83D\uDE00").id()).hasSize(2);
    }

    @Test
    void veryLongValueIsShortenedInTheMessage() {
        assertThatThrownBy(() -> LockKey.of("policy", "x".repeat(100_000)))
                .message()
                .hasSizeLessThan(200);
    }

    @Test
    void keysThatLookAlikeAreDifferent() {
        assertThat(Stream.of("wong", "Wong", "wong ", "é", "e\u0301").map(id -> LockKey.of("policy", id)))
                .doesNotHaveDuplicates();
    }

    @Test
    void keysAreOrderedByBytesAsDatabasesDoIt() {
        // As UTF-16 the emoji would come before the private-use character; as UTF-8 it comes after.
        List<LockKey> ordered = List.of(
                LockKey.of("a", "Z"),
                LockKey.of("a", "a"),
                LockKey.of("a", "é"),
                LockKey.of("a", "\uE000"),
                LockKey.of("a", "\uD83D\uDE00"),
                LockKey.of("b", "A"),
                LockKey.of("a", "A").inTenant("west"));
        List<LockKey> shuffled = new ArrayList<>(ordered);
        Collections.reverse(shuffled);

        assertThat(shuffled.stream().sorted()).containsExactlyElementsOf(ordered);
    }
}
