package io.heldby.benchmarks;

/** One server's tables. */
record ChapterMarkdown(Chapter chapter) {

    String text() {
        StringBuilder text = new StringBuilder("## %s\n\n%s.\n\n".formatted(chapter.profile(), chapter.server()));
        chapter.races().forEach(race -> text.append(race(race)));
        if (!chapter.roundTrips().isEmpty()) {
            text.append(roundTrips());
        }
        if (!chapter.figures().isEmpty()) {
            text.append(figures());
        }
        return text.toString();
    }

    private static String race(RaceResult result) {
        StringBuilder text =
                new StringBuilder("### %s\n\n".formatted(result.race().title()));
        text.append("Per second, median (least to most).\n\n");
        text.append(table(result, (contestant, threads) -> {
            Samples samples = result.of(contestant, threads);
            return "%,.0f (%,.0f–%,.0f)".formatted(samples.median(), samples.min(), samples.max());
        }));
        text.append("\nRelative to *%s*.\n\n".formatted(result.race().base()));
        text.append(table(result, (contestant, threads) -> {
            Samples ratios = result.ratio(contestant, result.race().base(), threads);
            return "%.2f (%.2f–%.2f)".formatted(ratios.median(), ratios.min(), ratios.max());
        }));
        return text.append('\n').toString();
    }

    private static String table(RaceResult result, Cell cell) {
        StringBuilder head = new StringBuilder("| |");
        StringBuilder line = new StringBuilder("|---|");
        for (int threads : result.threads()) {
            head.append(" %d %s |".formatted(threads, threads == 1 ? "thread" : "threads"));
            line.append("---:|");
        }
        StringBuilder table = new StringBuilder(head).append('\n').append(line).append('\n');
        for (Contestant contestant : result.race().contestants()) {
            table.append("| ").append(contestant.name()).append(" |");
            result.threads().forEach(threads -> table.append(" %s |".formatted(cell.of(contestant.name(), threads))));
            table.append('\n');
        }
        return table.toString();
    }

    private String roundTrips() {
        StringBuilder text = new StringBuilder("### Round trips\n\nCounted between driver and server.\n\n");
        text.append("| | acquire | release | refused |\n|---|---:|---:|---:|\n");
        for (Chapter.RoundTrips trips : chapter.roundTrips()) {
            text.append("| %s | %.1f | %.1f | %.1f |\n"
                    .formatted(trips.contestant(), trips.acquire(), trips.release(), trips.refuse()));
        }
        return text.append('\n').toString();
    }

    private String figures() {
        StringBuilder text = new StringBuilder("### Further figures\n\n| | |\n|---|---:|\n");
        chapter.figures().forEach(figure -> text.append("| %s | %s |\n".formatted(figure.what(), figure.value())));
        return text.append('\n').toString();
    }

    private interface Cell {
        String of(String contestant, int threads);
    }
}
