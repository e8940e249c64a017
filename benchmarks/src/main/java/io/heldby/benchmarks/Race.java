package io.heldby.benchmarks;

import java.util.List;

/**
 * Contestants that do the same thing in turns.
 *
 * @param contestants the first is what the others are compared with
 */
record Race(String title, List<Contestant> contestants) {

    Race {
        contestants = List.copyOf(contestants);
        if (contestants.isEmpty()) {
            throw new IllegalArgumentException("nobody takes part in \"" + title + "\"");
        }
    }

    String base() {
        return contestants.get(0).name();
    }
}
