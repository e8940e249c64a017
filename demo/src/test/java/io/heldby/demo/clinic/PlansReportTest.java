package io.heldby.demo.clinic;

import static org.assertj.core.api.Assertions.assertThat;

import io.heldby.lock.Fence;
import io.heldby.lock.LockId;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockMode;
import io.heldby.lock.LockView;
import io.heldby.lock.Owner;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlansReportTest {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    @Test
    void saysWhomItSkippedAndWhoIsEditingThem() {
        PlansReport report = new PlansReport(
                1,
                List.of("Turanga Leela", "Philip Fry"),
                List.of(
                        new PlansReport.Skipped("Amy Wong", heldBy("Dr Green")),
                        new PlansReport.Skipped("Hermes Conrad", heldBy("Dr White")),
                        new PlansReport.Skipped("Kif Kroker", heldBy("Dr Green")),
                        new PlansReport.Skipped("Zapp Brannigan", heldBy("Dr Green"))));

        assertThat(report.sentence())
                .isEqualTo("2 processed, 4 skipped: Dr Green is editing Amy Wong, Kif Kroker and Zapp Brannigan;"
                        + " Dr White is editing Hermes Conrad.");
    }

    @Test
    void saysSomebodyWhereALockWasJustBeingGivenBack() {
        PlansReport report = new PlansReport(1, List.of(), List.of(new PlansReport.Skipped("Amy Wong", null)));

        assertThat(report.sentence()).isEqualTo("0 processed, 1 skipped: Somebody is editing Amy Wong.");
    }

    @Test
    void saysThatNobodyWasSkipped() {
        assertThat(new PlansReport(1, List.of("Amy Wong"), List.of()).sentence())
                .isEqualTo("1 processed, nobody skipped.");
    }

    private static LockView heldBy(String displayName) {
        return new LockView(
                LockId.random(LockKey.of("patient", "1")),
                LockMode.EXCLUSIVE,
                Owner.of("dr", "page").named(displayName),
                "editing",
                new Fence(1),
                NOON,
                NOON,
                NOON,
                NOON,
                LockView.State.ACTIVE,
                NOON);
    }
}
