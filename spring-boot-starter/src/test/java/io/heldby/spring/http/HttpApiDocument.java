package io.heldby.spring.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** docs/http-api.md, with the exchanges in it: each is a block under a comment with its name. */
record HttpApiDocument(Path file) {

    private static final Pattern EXCHANGE =
            Pattern.compile("<!-- exchange: ([\\w-]+) -->\n```\n(.*?)```\n", Pattern.DOTALL);

    static HttpApiDocument ofTheProject() {
        return of("docs/http-api.md");
    }

    /** Another document that shows exchanges in the same way. */
    static HttpApiDocument of(String path) {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.exists(directory.resolve("mvnw"))) {
            directory = directory.getParent();
        }
        return new HttpApiDocument(directory.resolve(path));
    }

    String text() {
        try {
            return Files.readString(file);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** By name, in the order of the document. */
    Map<String, String> exchanges() {
        Map<String, String> found = new LinkedHashMap<>();
        EXCHANGE.matcher(text()).results().forEach(block -> found.put(block.group(1), block.group(2)));
        return found;
    }

    /** Puts what was really said into the document. */
    void write(Map<String, String> exchanges) {
        List<String> unknown = new ArrayList<>(exchanges.keySet());
        String updated = EXCHANGE.matcher(text()).replaceAll((MatchResult block) -> {
            unknown.remove(block.group(1));
            return Matcher.quoteReplacement("<!-- exchange: %s -->\n```\n%s```\n"
                    .formatted(block.group(1), exchanges.getOrDefault(block.group(1), block.group(2))));
        });
        if (!unknown.isEmpty()) {
            throw new IllegalStateException("write <!-- exchange: NAME --> and an empty block for " + unknown);
        }
        try {
            Files.writeString(file, updated);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
