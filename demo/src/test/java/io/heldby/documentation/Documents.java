package io.heldby.documentation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The Markdown files below a directory, and what is wrong with them: one sentence for each mistake. */
record Documents(Path root) {

    private static final Set<String> NOT_OURS = Set.of(".git", "target", "node_modules");
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");

    /** Those of the project that this class is compiled in. */
    static Documents ofTheProject() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.exists(directory.resolve("mvnw"))) {
            directory = directory.getParent();
        }
        return new Documents(directory);
    }

    List<String> lines(String document) {
        return linesOf(root.resolve(document));
    }

    /** Java longer than a line that is not, word for word, part of a test. */
    List<String> javaThatNoTestRuns() {
        return mistakes(this::javaThatNoTestRuns);
    }

    List<String> brokenLinks() {
        return mistakes(this::brokenLinks);
    }

    private Stream<String> javaThatNoTestRuns(Path document) {
        List<String> lines = linesOf(document);
        List<String> mistakes = new ArrayList<>();
        for (int start = 0; start < lines.size(); start++) {
            if (!lines.get(start).strip().equals("```java")) {
                continue;
            }
            int end = endOfBlock(lines, start);
            List<String> code = lines.subList(start + 1, end);
            if (code.size() > 1) {
                String place = root.relativize(document) + ":" + (start + 1);
                Snippet.namedIn(start == 0 ? "" : lines.get(start - 1))
                        .map(snippet -> snippet.difference(root, code))
                        .orElse("names no snippet: write <!-- snippet: PATH#TAG --> on the line above it")
                        .lines()
                        .map(mistake -> place + " " + mistake)
                        .forEach(mistakes::add);
            }
        }
        return mistakes.stream();
    }

    private static int endOfBlock(List<String> lines, int start) {
        int end = start + 1;
        while (end < lines.size() && !lines.get(end).strip().equals("```")) {
            end++;
        }
        return end;
    }

    private Stream<String> brokenLinks(Path document) {
        List<String> lines = linesOf(document);
        List<String> mistakes = new ArrayList<>();
        for (int line = 0; line < lines.size(); line++) {
            Matcher link = LINK.matcher(lines.get(line));
            while (link.find()) {
                String target = link.group(1).replaceFirst("#.*", "");
                boolean elsewhere = target.isEmpty() || target.matches("[a-z]+:.*");
                if (!elsewhere && !Files.exists(document.resolveSibling(target))) {
                    mistakes.add("%s:%d links to %s, which is not there"
                            .formatted(root.relativize(document), line + 1, target));
                }
            }
        }
        return mistakes.stream();
    }

    private List<String> mistakes(Function<Path, Stream<String>> search) {
        return all().stream().flatMap(search).toList();
    }

    private List<Path> all() {
        List<Path> documents = new ArrayList<>();
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                    return NOT_OURS.contains(directory.getFileName().toString())
                            ? FileVisitResult.SKIP_SUBTREE
                            : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (file.toString().endsWith(".md")) {
                        documents.add(file);
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return documents;
    }

    static List<String> linesOf(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
