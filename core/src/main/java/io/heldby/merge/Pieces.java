package io.heldby.merge;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts texts into what is compared. Joined, the pieces are the text again, to the last character. */
final class Pieces {

    /**
     * A line end; a character of a script that writes without spaces; a word; white space; or one of anything else, such as a
     * comma, or an emoji with all that belongs to it.
     */
    private static final Pattern PIECE = Pattern.compile(
            "\\R|\\p{IsIdeographic}|[[\\p{L}\\p{N}\\p{M}_]&&[^\\p{IsIdeographic}]]+|[\\s&&[^\\r\\n]]+|\\X|.",
            Pattern.DOTALL);

    private Pieces() {}

    /** Lines with their ends; the last may have none. */
    static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        int start = 0;
        while (start < text.length()) {
            int end = text.indexOf('\n', start);
            int next = end < 0 ? text.length() : end + 1;
            lines.add(text.substring(start, next));
            start = next;
        }
        return lines;
    }

    static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        Matcher matcher = PIECE.matcher(text);
        while (matcher.find()) {
            words.add(matcher.group());
        }
        return words;
    }
}
