package io.heldby.merge;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Two versions of a text, put together by what both were made from: line by line, and within lines that both changed word by
 * word. What both changed next to each other, each to something else, is a conflict.
 *
 * <p>Where one side has other line ends (CR LF or LF) throughout, as a text has that comes from a browser, this is no change
 * of every line: the ends are merged on their own.
 *
 * <p>Needs {@code org.eclipse.jgit} on the class path.
 *
 * @param parts one after the other they are the text
 */
public record TextMerge(List<Part> parts) {

    /** A piece of the text. */
    public sealed interface Part {}

    /** What nobody changed, or only one side, or both alike. */
    public record Settled(String text) implements Part {}

    /** What both sides changed; any of the three may be empty. */
    public record Conflict(String base, String mine, String theirs) implements Part {}

    public TextMerge {
        parts = List.copyOf(parts);
    }

    /**
     * Merges.
     *
     * @param base what both sides were made from
     * @throws IllegalStateException when {@code org.eclipse.jgit} is missing
     */
    public static TextMerge of(String base, String mine, String theirs) {
        if (mine.equals(theirs) || base.equals(theirs)) {
            return new TextMerge(List.of(new Settled(mine)));
        }
        if (base.equals(mine)) {
            return new TextMerge(List.of(new Settled(theirs)));
        }
        requireJGit("a text");
        LineEnds ends = LineEnds.merged(base, mine, theirs);
        List<Part> parts = new ArrayList<>();
        for (Part part : JGitMerge.merge(
                Pieces.lines(ends.plain(base)), Pieces.lines(ends.plain(mine)), Pieces.lines(ends.plain(theirs)))) {
            if (part instanceof Conflict conflict) {
                parts.addAll(JGitMerge.merge(
                        Pieces.words(conflict.base), Pieces.words(conflict.mine), Pieces.words(conflict.theirs)));
            } else {
                parts.add(part);
            }
        }
        return new TextMerge(joined(parts, ends));
    }

    /** Whether there is no conflict. */
    public boolean complete() {
        return conflicts().isEmpty();
    }

    /** What a person must decide. */
    public List<Conflict> conflicts() {
        return parts.stream()
                .filter(Conflict.class::isInstance)
                .map(Conflict.class::cast)
                .toList();
    }

    /**
     * The merged text.
     *
     * @throws IllegalStateException when there are conflicts
     */
    public String text() {
        return parts.stream().map(TextMerge::settled).collect(Collectors.joining());
    }

    private static String settled(Part part) {
        if (part instanceof Settled settled) {
            return settled.text;
        }
        throw new IllegalStateException(
                "both sides changed the same words, and a person must choose first; see conflicts(): " + part);
    }

    /** Neighbours that are settled as one, with their line ends. */
    private static List<Part> joined(List<Part> parts, LineEnds ends) {
        List<Part> joined = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (Part part : parts) {
            if (part instanceof Conflict conflict) {
                addSettled(joined, text);
                joined.add(new Conflict(
                        ends.restored(conflict.base), ends.restored(conflict.mine), ends.restored(conflict.theirs)));
            } else {
                text.append(ends.restored(settled(part)));
            }
        }
        addSettled(joined, text);
        return joined;
    }

    private static void addSettled(List<Part> parts, StringBuilder text) {
        if (!text.isEmpty()) {
            parts.add(new Settled(text.toString()));
            text.setLength(0);
        }
    }

    /** @throws IllegalStateException when it is not on the class path */
    static void requireJGit(String what) {
        try {
            Class.forName("org.eclipse.jgit.merge.MergeAlgorithm", false, TextMerge.class.getClassLoader());
        } catch (ClassNotFoundException missing) {
            throw new IllegalStateException(
                    "%s merges as TEXT, which needs org.eclipse.jgit: add the dependency org.eclipse.jgit:org.eclipse.jgit, or choose another policy"
                            .formatted(what),
                    missing);
        }
    }
}
