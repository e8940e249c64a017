package io.heldby.documentation;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A part of a test that a document shows: the lines between {@code // tag::x[]} and {@code // end::x[]}. */
record Snippet(String path, String tag) {

    private static final Pattern NAME = Pattern.compile("<!-- snippet: (\\S+)#(\\S+) -->");

    /** What a document's line says that the code below it is. */
    static Optional<Snippet> namedIn(String line) {
        Matcher name = NAME.matcher(line.strip());
        return name.matches() ? Optional.of(new Snippet(name.group(1), name.group(2))) : Optional.empty();
    }

    /** In which way the shown code is not this snippet; empty when it is. */
    String difference(Path root, List<String> shown) {
        Path source = root.resolve(path);
        if (!Files.exists(source)) {
            return "names a snippet of " + path + ", which is not there";
        }
        List<String> lines =
                Documents.linesOf(source).stream().map(String::stripTrailing).toList();
        int start = indexOf(lines, "// tag::" + tag + "[]");
        int end = indexOf(lines, "// end::" + tag + "[]");
        if (start < 0 || end < start) {
            return "names the snippet %s, but %s has no such tag".formatted(tag, path);
        }
        String code = String.join("\n", lines.subList(start + 1, end)).stripIndent();
        return code.equals(String.join("\n", shown).stripIndent())
                ? ""
                : "is not what %s has between its tags".formatted(path);
    }

    private static int indexOf(List<String> lines, String comment) {
        return lines.stream().map(String::strip).toList().indexOf(comment);
    }
}
