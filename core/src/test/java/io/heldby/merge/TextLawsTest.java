package io.heldby.merge;

import static io.heldby.merge.MergeDefinition.require;

import io.heldby.merge.TextMerge.Conflict;
import io.heldby.merge.TextMerge.Part;
import io.heldby.merge.TextMerge.Settled;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** What holds for every merge of texts, on random ones; repeated as {@link MergeLawsTest} is. */
class TextLawsTest {

    private static final String[] PIECES = {"a", "b", "c", " ", ",", "\n", "\n", "\r\n", "é", "👩‍👧", "\uD83D"};

    @Test
    void oneSidesTextIsTheResultWhereOnlyThatSideChangedIt() {
        MergeLawsTest.forEachSeed(1, random -> {
            String base = text(random);
            String changed = changed(random, base);
            require(TextMerge.of(base, changed, base).text().equals(changed), "only I changed it", base, changed);
            require(TextMerge.of(base, base, changed).text().equals(changed), "only they changed it", base, changed);
            require(TextMerge.of(base, changed, changed).text().equals(changed), "both made that", base, changed);
        });
    }

    @Test
    void whoWasFirstDoesNotMatter() {
        MergeLawsTest.forEachSeed(1, random -> {
            String base = text(random);
            String one = changed(random, base);
            String other = changed(random, base);
            List<Part> swapped = TextMerge.of(base, other, one).parts().stream()
                    .map(part -> part instanceof Conflict conflict
                            ? new Conflict(
                                    conflict.base(), /* mine= */ conflict.theirs(), /* theirs= */ conflict.mine())
                            : part)
                    .toList();
            List<Part> parts = TextMerge.of(base, one, other).parts();
            require(parts.equals(swapped), "one way and the other", base, one, other, parts, swapped);
        });
    }

    @Test
    void conflictsAreMadeOfWhatTheSidesHave() {
        MergeLawsTest.forEachSeed(1, random -> {
            String base = text(random);
            String mine = changed(random, base);
            String theirs = changed(random, base);
            TextMerge merge = TextMerge.of(base, mine, theirs);
            int[] at = new int[3];
            for (Conflict conflict : merge.conflicts()) {
                at[0] = after(base, conflict.base(), at[0], merge);
                at[1] = after(mine, conflict.mine(), at[1], merge);
                at[2] = after(theirs, conflict.theirs(), at[2], merge);
                require(!conflict.mine().equals(conflict.theirs()), "no conflict", merge);
            }
        });
    }

    /** Whatever its line ends are. */
    private static int after(String text, String part, int from, TextMerge merge) {
        String plain = text.replace("\r", "");
        int found = plain.indexOf(part.replace("\r", ""), from);
        require(found >= 0, "not in the text", text, part, merge);
        return found + part.replace("\r", "").length();
    }

    /** Lines that differ from all others, of which each side changes some that are not next to the other's. */
    @Test
    void changesThatDoNotTouchAreAllKept() {
        MergeLawsTest.forEachSeed(1, random -> {
            StringBuilder base = new StringBuilder();
            StringBuilder mine = new StringBuilder();
            StringBuilder theirs = new StringBuilder();
            StringBuilder both = new StringBuilder();
            for (int line = 0; line < 12; line++) {
                String old = "line " + line + "\n";
                String changed = random.nextBoolean() ? "" : "changed " + line + "\n";
                int who = line % 2 == 0 ? 0 : random.nextInt(3);
                base.append(old);
                mine.append(who == 1 ? changed : old);
                theirs.append(who == 2 ? changed : old);
                both.append(who == 0 ? old : changed);
            }
            TextMerge merge = TextMerge.of(base.toString(), mine.toString(), theirs.toString());
            require(merge.parts().equals(List.of(new Settled(both.toString()))), "not both", merge, mine, theirs, both);
        });
    }

    private static String text(RandomGenerator random) {
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(12); length > 0; length--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString();
    }

    private static String changed(RandomGenerator random, String text) {
        List<String> words = new ArrayList<>(Pieces.words(text));
        for (int changes = 1 + random.nextInt(2); changes > 0; changes--) {
            int place = random.nextInt(words.size() + 1);
            if (place < words.size() && random.nextBoolean()) {
                words.remove(place);
            }
            if (random.nextBoolean()) {
                words.add(place < words.size() ? place : words.size(), PIECES[random.nextInt(PIECES.length)]);
            }
        }
        return String.join("", words);
    }
}
