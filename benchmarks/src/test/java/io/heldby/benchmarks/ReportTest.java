package io.heldby.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {

    private static final Step NOTHING = () -> {};
    private static final Contestant FLOOR = new Contestant("floor", thread -> NOTHING);
    private static final Contestant OURS = new Contestant("Heldby", thread -> NOTHING);

    private final RaceResult result = new RaceResult(
            new Race("Acquire and release", List.of(FLOOR, OURS)),
            Map.of(
                    1, Map.of("floor", Samples.of(1000, 2000, 1500), "Heldby", Samples.of(900, 1600, 1500)),
                    4, Map.of("floor", Samples.of(4000, 4000, 4000), "Heldby", Samples.of(2000, 2400, 2800))));

    @Test
    void ratioIsTakenBetweenNeighboursAndItsMedianCounts() {
        Samples ratio = result.ratio("Heldby", "floor", 1);
        assertThat(ratio.values()).containsExactly(0.9, 0.8, 1.0);
        assertThat(ratio.median()).isEqualTo(0.9);
    }

    @Test
    void barLooksAtTheNumberOfThreadsWithTheWorstRatio() {
        assertThat(result.worstRatio("Heldby", "floor")).isEqualTo(0.6);
    }

    @Test
    void tablesShowMediansSpreadAndRatios() {
        assertThat(report(Bar.atLeast("x", "speed", 0.5, 0.6)))
                .contains("| | 1 thread | 4 threads |")
                .contains("| Heldby | 1,500 (900–1,600) | 2,400 (2,000–2,800) |")
                .contains("| Heldby | 0.90 (0.80–1.00) | 0.60 (0.50–0.70) |")
                .contains("| a-server | speed | ≥ 0.50 | 0.60 | met |")
                .contains("Every bar was met")
                .doesNotContain("{");
    }

    @Test
    void missedBarIsListedAsNotMet() {
        assertThat(report(Bar.atMost("x", "time", 15, 19.3, " s")))
                .contains("| a-server | time | ≤ 15 s | 19.30 s | **not met** |")
                .contains("- **a-server, time**: ≤ 15 s wanted, 19.30 s measured.");
    }

    @Test
    void wholeMeasurementRuns() {
        Options options = Options.parse(List.of("seconds=0.01", "repetitions=2"), List.of("a-server"));
        try (Rounds rounds = new Rounds(options)) {
            RaceResult measured = rounds.run(result.race(), List.of(1, 2));
            assertThat(measured.of("Heldby", 2).values()).hasSize(2).allMatch(perSecond -> perSecond > 0);
        }
    }

    private String report(Bar bar) {
        Options options = Options.parse(List.of(), List.of("a-server"));
        Chapter chapter = new Chapter(
                "a-server",
                "A server",
                List.of(result),
                List.of(new Chapter.RoundTrips("Heldby", 1, 1, 1)),
                List.of(new Chapter.Figure("one lease renewed", "70 µs")),
                List.of(bar));
        return new Report(LocalDate.of(2026, 1, 2), Machine.here(), options, List.of(chapter)).markdown();
    }
}
