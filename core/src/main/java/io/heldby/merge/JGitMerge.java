package io.heldby.merge;

import io.heldby.merge.TextMerge.Conflict;
import io.heldby.merge.TextMerge.Part;
import io.heldby.merge.TextMerge.Settled;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.diff.HistogramDiff;
import org.eclipse.jgit.diff.Sequence;
import org.eclipse.jgit.diff.SequenceComparator;
import org.eclipse.jgit.merge.MergeAlgorithm;
import org.eclipse.jgit.merge.MergeChunk;
import org.eclipse.jgit.merge.MergeChunk.ConflictState;

/**
 * Git's three-way merge, as JGit has it, of texts that are cut into pieces: lines or words. The only class of the core that
 * knows a library besides the JDK.
 */
final class JGitMerge {

    private static final int BASE = 0;

    private JGitMerge() {}

    static List<Part> merge(List<String> base, List<String> mine, List<String> theirs) {
        List<List<String>> sides = List.of(base, mine, theirs);
        List<MergeChunk> chunks = new ArrayList<>();
        new MergeAlgorithm(differences())
                .merge(new SamePiece(), new Pieces(base), new Pieces(mine), new Pieces(theirs))
                .forEach(chunks::add);
        List<Part> parts = new ArrayList<>();
        String myPart = "";
        int kept = 0;
        for (int i = 0; i < chunks.size(); i++) {
            MergeChunk chunk = chunks.get(i);
            switch (chunk.getConflictState()) {
                case NO_CONFLICT -> {
                    parts.add(new Settled(text(chunk, sides)));
                    kept = chunk.getSequenceIndex() == BASE ? chunk.getEnd() : kept;
                }
                case FIRST_CONFLICTING_RANGE -> myPart = text(chunk, sides);
                case NEXT_CONFLICTING_RANGE -> {
                    String basePart = String.join("", base.subList(kept, keptAgain(chunks, i, base.size())));
                    parts.add(new Conflict(basePart, myPart, text(chunk, sides)));
                }
                // Not what it says when both sides begin or end with the same: it may even end before it begins.
                case BASE_CONFLICTING_RANGE -> {}
            }
        }
        return parts;
    }

    /** Where every piece is there too often, all of it counts as changed: JGit's fallback can take a minute for 150 kB. */
    private static HistogramDiff differences() {
        HistogramDiff differences = new HistogramDiff();
        differences.setFallbackAlgorithm(null);
        return differences;
    }

    private static String text(MergeChunk chunk, List<List<String>> sides) {
        return String.join("", sides.get(chunk.getSequenceIndex()).subList(chunk.getBegin(), chunk.getEnd()));
    }

    /** Where the base goes on after a conflict. */
    private static int keptAgain(List<MergeChunk> chunks, int conflict, int end) {
        return chunks.subList(conflict, chunks.size()).stream()
                .filter(chunk ->
                        chunk.getConflictState() == ConflictState.NO_CONFLICT && chunk.getSequenceIndex() == BASE)
                .mapToInt(MergeChunk::getBegin)
                .findFirst()
                .orElse(end);
    }

    private static final class Pieces extends Sequence {

        private final List<String> texts;

        Pieces(List<String> texts) {
            this.texts = texts;
        }

        @Override
        public int size() {
            return texts.size();
        }
    }

    private static final class SamePiece extends SequenceComparator<Pieces> {

        @Override
        public boolean equals(Pieces one, int oneIndex, Pieces other, int otherIndex) {
            return one.texts.get(oneIndex).equals(other.texts.get(otherIndex));
        }

        @Override
        public int hash(Pieces pieces, int index) {
            return pieces.texts.get(index).hashCode();
        }
    }
}
