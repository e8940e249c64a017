package io.heldby.benchmarks;

import java.util.List;

/** What merging costs, in memory: no server, and one thread. */
record MergeProfile() implements Profile {

    private static final List<Integer> ONE_THREAD = List.of(1);

    @Override
    public String name() {
        return "merge";
    }

    @Override
    public Chapter measure(Options options) {
        try (Rounds rounds = new Rounds(options)) {
            RaceResult fields = rounds.run(MergeRaces.ofFields(), ONE_THREAD);
            RaceResult texts = rounds.run(MergeRaces.ofTexts(), ONE_THREAD);
            return new Chapter(
                    name(),
                    "No server, no input or output: values in memory",
                    List.of(fields, texts),
                    List.of(),
                    List.of(),
                    Bars.ofMerges(fields, texts));
        }
    }
}
