package io.heldby.benchmarks;

import io.heldby.merge.Merge;
import io.heldby.merge.MergePolicy;
import io.heldby.merge.MergeRules;
import io.heldby.merge.ObjectMerge;
import io.heldby.merge.TextMerge;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.IntPredicate;
import org.eclipse.jgit.diff.HistogramDiff;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.diff.RawTextComparator;
import org.eclipse.jgit.merge.MergeAlgorithm;
import org.eclipse.jgit.merge.MergeResult;

/** A record of 30 fields, of which each side has changed ten, five of them both; and a long text. */
final class MergeRaces {

    static final String MAPS = "Heldby, maps";
    static final String RECORDS = "Heldby, records read and built";
    static final String TEXT = "Heldby, lines and words";

    private static final MergeRules RULES = MergeRules.ask()
            .field("stock", MergePolicy.ADD)
            .field("reserved", MergePolicy.ADD)
            .field("tags", MergePolicy.UNION)
            .field("responsible", MergePolicy.THEIRS)
            .group(MergePolicy.MINE, "price", "currency")
            .exclude("views");

    private MergeRaces() {}

    static Race ofFields() {
        WideRecord base = WideRecord.stored();
        WideRecord mine = base.editedByMe();
        WideRecord theirs = base.editedByThem();
        Map<String, Object> baseMap = base.toMap();
        Map<String, Object> mineMap = mine.toMap();
        Map<String, Object> theirsMap = theirs.toMap();
        return new Race(
                "Three-way merge of 30 fields",
                List.of(
                        contestant(
                                "floor: compare and put, no rules", () -> compareAndPut(baseMap, mineMap, theirsMap)),
                        contestant(MAPS, () -> {
                            Merge merge = RULES.merge(baseMap, mineMap, theirsMap);
                            require(merge.complete());
                            return merge.values();
                        }),
                        contestant(RECORDS, () -> {
                            ObjectMerge<WideRecord> merge = RULES.merge(base, mine, theirs);
                            return merge.value();
                        })));
    }

    private static Map<String, Object> compareAndPut(
            Map<String, Object> base, Map<String, Object> mine, Map<String, Object> theirs) {
        Map<String, Object> merged = new LinkedHashMap<>();
        theirs.forEach(
                (field, value) -> merged.put(field, Objects.equals(base.get(field), value) ? mine.get(field) : value));
        return merged;
    }

    /** 1,250 lines of 80 characters, of which each side edited 50, and five of these both, each another word. */
    static Race ofTexts() {
        String base = text(line -> false, line -> false);
        String mine = text(line -> line % 25 == 3, line -> false);
        String theirs = text(line -> false, line -> line % 250 == 3 || (line % 25 == 13 && line % 250 != 13));
        RawText baseBytes = raw(base);
        RawText mineBytes = raw(mine);
        RawText theirsBytes = raw(theirs);
        return new Race(
                "Three-way merge of a text of 100 kB with 50 edits on each side",
                List.of(
                        contestant("JGit, lines of bytes, not joined", () -> {
                            MergeResult<RawText> merge = new MergeAlgorithm(new HistogramDiff())
                                    .merge(RawTextComparator.DEFAULT, baseBytes, mineBytes, theirsBytes);
                            return merge.containsConflicts();
                        }),
                        contestant(TEXT, () -> TextMerge.of(base, mine, theirs).text())));
    }

    private static String text(IntPredicate slow, IntPredicate busy) {
        StringBuilder text = new StringBuilder();
        for (int line = 0; line < 1250; line++) {
            text.append("%04d The %s brown fox jumps over the %s dog, and nobody knows why it does so.%n"
                    .formatted(line, slow.test(line) ? "slow" : "quick", busy.test(line) ? "busy" : "lazy"));
        }
        return text.toString();
    }

    private static Contestant contestant(String name, Callable<?> merge) {
        return new Contestant(name, thread -> () -> require(merge.call() != null));
    }

    private static void require(boolean complete) {
        if (!complete) {
            throw new IllegalStateException("the merge that is measured leaves something open");
        }
    }

    private static RawText raw(String text) {
        return new RawText(text.getBytes(StandardCharsets.UTF_8));
    }
}
