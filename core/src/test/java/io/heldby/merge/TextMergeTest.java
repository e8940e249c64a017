package io.heldby.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.heldby.merge.TextMerge.Conflict;
import io.heldby.merge.TextMerge.Settled;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TextMergeTest {

    @Test
    void changesOfDifferentLinesAreBothKept() {
        assertThat(merged("a\nb\nc\nd\ne\n", "A\nb\nc\nd\ne\n", "a\nb\nc\nd\nE\nf\n"))
                .isEqualTo("A\nb\nc\nd\nE\nf\n");
    }

    @Test
    void changesOfDifferentWordsInOneLineAreBothKept() {
        assertThat(merged("The quick brown fox.", "The slow brown fox.", "The quick brown dog!"))
                .isEqualTo("The slow brown dog!");
    }

    @Test
    void changesOfNeighbouringLinesAreMergedByWords() {
        assertThat(merged(
                        "one fine line\ntwo fine lines\n",
                        "one bad line\ntwo fine lines\n",
                        "one fine line\ntwo bad lines\n"))
                .isEqualTo("one bad line\ntwo bad lines\n");
    }

    @Test
    void changesOfTheSameWordAreAConflict() {
        TextMerge merge = TextMerge.of("Call at noon, please.\n", "Call at one, please.\n", "Call at two, please.\n");

        assertThat(merge.parts())
                .containsExactly(
                        new Settled("Call at "), new Conflict("noon", "one", "two"), new Settled(", please.\n"));
        assertThat(merge.complete()).isFalse();
        assertThatThrownBy(merge::text)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("both sides changed the same words")
                .hasMessageContaining("noon");
    }

    @Test
    void theSameChangeOfBothIsThereOnce() {
        assertThat(merged("a\nb\nc\n", "a\nx\nb\nc\nmine\n", "theirs\na\nx\nb\nc\n"))
                .isEqualTo("theirs\na\nx\nb\nc\nmine\n");
    }

    @Test
    void whatOneDeletedAndTheOtherChangedIsAConflict() {
        assertThat(TextMerge.of("a\nb\nc\n", "a\nc\n", "a\nB\nc\n").conflicts())
                .containsExactly(new Conflict("b\n", "", "B\n"));
        assertThat(TextMerge.of("all of it", "", "all of them").conflicts())
                .containsExactly(new Conflict("all of it", "", "all of them"));
    }

    @Test
    void lineEndsAndAMissingLastOneAreKept() {
        assertThat(merged("a\r\nb\r\nc", "A\r\nb\r\nc", "a\r\nb\r\nC")).isEqualTo("A\r\nb\r\nC");
        assertThat(merged("a\nb\nc\n", "A\nb\nc\n", "a\nb\nc")).isEqualTo("A\nb\nc");
        assertThat(merged("a\r\nb\nc\n", "A\r\nb\nc\n", "a\r\nb\nC\n")).isEqualTo("A\r\nb\nC\n");
    }

    @Test
    void lineEndsOfABrowserAreNotAChangeOfEveryLine() {
        String base = "one\ntwo\nthree\n";

        assertThat(merged(base, "ONE\r\ntwo\r\nthree\r\n", "one\ntwo\nTHREE\n")).isEqualTo("ONE\r\ntwo\r\nTHREE\r\n");
        assertThat(merged(base, "ONE\ntwo\nthree\n", "one\r\ntwo\r\nTHREE\r\n")).isEqualTo("ONE\r\ntwo\r\nTHREE\r\n");
        assertThat(TextMerge.of(base, "1\r\ntwo\r\nthree\r\n", "uno\ntwo\nthree\n")
                        .conflicts())
                .containsExactly(new Conflict("one", "1", "uno"));
    }

    @Test
    void wordsAreThoseOfAllScripts() {
        assertThat(merged("東京へ行きます", "京都へ行きます", "東京へ帰ります").replace("京都", "")).isEqualTo("へ帰ります");
        assertThat(merged("größer als 5 €, naïve", "kleiner als 5 €, naïve", "größer als 5 €, naïf"))
                .isEqualTo("kleiner als 5 €, naïf");
        assertThat(TextMerge.of("so 👩‍👩‍👧 it", "so 👩‍👩‍👦 it", "so 👨‍👩‍👧 it")
                        .conflicts())
                .containsExactly(new Conflict("👩‍👩‍👧", "👩‍👩‍👦", "👨‍👩‍👧"));
    }

    @Test
    void halfACharacterIsNotLost() {
        assertThat(merged("\uD83D a\nb\nc\n", "\uD83D a\nb\nC\n", "\uD83D A\nb\nc\n"))
                .isEqualTo("\uD83D A\nb\nC\n");
    }

    /** JGit's usual way takes most of a minute here. */
    @Test
    void longTextOfFewDifferentLinesDoesNotHoldUpTheServer() {
        Random random = new Random(1);
        List<String> sides = Stream.generate(() -> random.ints(50_000, 0, 4)
                        .mapToObj(line -> "line " + line + "\n")
                        .collect(Collectors.joining()))
                .limit(3)
                .toList();

        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> TextMerge.of(sides.get(0), sides.get(1), sides.get(2)));
    }

    @Test
    void fieldWithTextIsMergedOrOpen() {
        MergeRules rules = MergeRules.ask().field("it", MergePolicy.TEXT);

        assertThat(field(rules, "Call at noon.", "Call Ada at noon.", "Call at one."))
                .isEqualTo(new MergedField(
                        "it",
                        "Call at noon.",
                        "Call Ada at noon.",
                        "Call at one.",
                        "Call Ada at one.",
                        MergedField.Outcome.COMBINED));
        assertThat(field(rules, "Call at noon.", "Call at two.", "Call at one.").open())
                .isTrue();
        assertThat(field(rules, null, "Call at two.", "Call at one.").open()).isTrue();
        assertThat(field(rules, "Call at noon.", null, "Call at one.").open()).isTrue();
        assertThat(field(rules, "Call at noon.", null, null).outcome()).isEqualTo(MergedField.Outcome.SAME);
    }

    @Test
    void withoutTheLibraryOnlyTextIsRefusedAndSaysWhatIsMissing() throws Exception {
        URL core = MergeRules.class.getProtectionDomain().getCodeSource().getLocation();
        try (URLClassLoader alone = new URLClassLoader(new URL[] {core}, ClassLoader.getPlatformClassLoader())) {
            Object rules =
                    alone.loadClass(MergeRules.class.getName()).getMethod("ask").invoke(null);
            Class<?> policies = alone.loadClass(MergePolicy.class.getName());
            Object text = policies.getField("TEXT").get(null);
            Object add = policies.getField("ADD").get(null);

            assertThat(rules.getClass()
                            .getMethod("field", String.class, policies)
                            .invoke(rules, "stock", add))
                    .isNotNull();
            assertThatThrownBy(() -> rules.getClass()
                            .getMethod("field", String.class, policies)
                            .invoke(rules, "notes", text))
                    .cause()
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(
                            "field notes merges as TEXT, which needs org.eclipse.jgit: add the dependency org.eclipse.jgit:org.eclipse.jgit, or choose another policy");
        }
    }

    private static String merged(String base, String mine, String theirs) {
        return TextMerge.of(base, mine, theirs).text();
    }

    private static MergedField field(MergeRules rules, String base, String mine, String theirs) {
        return rules.merge(
                        MergeRulesTest.record("it", base),
                        MergeRulesTest.record("it", mine),
                        MergeRulesTest.record("it", theirs))
                .fields()
                .get(0);
    }
}
