package io.heldby.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;

/** The Markdown page: a template with the words, and tables from what was measured. */
record Report(LocalDate date, Machine machine, Options options, List<Chapter> chapters) {

    String markdown() {
        return resource("benchmarks.md")
                .replace("{date}", date.toString())
                .replace("{machine}", machine.toString())
                .replace("{repetitions}", String.valueOf(options.repetitions()))
                .replace("{seconds}", String.valueOf(options.round().toMillis() / 1000.0))
                .replace("{versions}", Versions.line())
                .replace("{bars}", bars())
                .replace("{notmet}", notMet())
                .replace("{chapters}", tables());
    }

    private String bars() {
        StringBuilder table = new StringBuilder("| server | what | bar | measured | |\n|---|---|---:|---:|---|\n");
        for (Chapter chapter : chapters) {
            for (Bar bar : chapter.bars()) {
                table.append("| %s | %s | %s | %s | %s |%n"
                        .formatted(
                                chapter.profile(),
                                bar.what(),
                                bar.wanted(),
                                bar.measured(),
                                bar.met() ? "met" : "**not met**"));
            }
        }
        return table.toString().trim();
    }

    private String notMet() {
        StringBuilder text = new StringBuilder();
        for (Chapter chapter : chapters) {
            for (Bar bar : chapter.bars()) {
                if (!bar.met()) {
                    text.append("- **%s, %s**: %s wanted, %s measured. %s%n"
                            .formatted(
                                    chapter.profile(),
                                    bar.what(),
                                    bar.wanted(),
                                    bar.measured(),
                                    Notes.on(chapter.profile(), bar.id())));
                }
            }
        }
        return text.isEmpty()
                ? "Every bar was met in this run."
                : text.toString().trim();
    }

    private String tables() {
        StringBuilder text = new StringBuilder();
        chapters.forEach(chapter -> text.append(new ChapterMarkdown(chapter).text()));
        return text.toString().trim();
    }

    static String resource(String name) {
        try (InputStream in = Report.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the benchmarks jar lacks its file " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
