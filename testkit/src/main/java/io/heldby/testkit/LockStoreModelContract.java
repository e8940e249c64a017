package io.heldby.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Seeded random sequences of all operations by five owners in two tenants, played on the store and on the in-memory store,
 * which is the specification: both must give the same answers.
 *
 * <p>{@code -Dheldby.model.sequences=10000} plays more of them, {@code -Dheldby.model.seed=…} a certain one.
 */
interface LockStoreModelContract extends LockStoreUnderTest {

    /** How many are played in an ordinary build. */
    int SEQUENCES = 500;

    /** Long enough for grants to be made, to expire and to be fought over. */
    int STEPS = 20;

    @Test
    @DisplayName("random sequences of all operations get the same answers as from the specification")
    default void givesTheSameAnswersAsTheSpecification() {
        Long seed = Long.getLong("heldby.model.seed");
        if (seed != null) {
            play(seed);
            return;
        }
        long first = System.nanoTime();
        int sequences = Integer.getInteger("heldby.model.sequences", SEQUENCES);
        for (int i = 0; i < sequences; i++) {
            play(first + i);
        }
        System.out.printf("%d sequences of %d steps gave the same answers%n", sequences, STEPS);
    }

    private void play(long seed) {
        ModelPlayer player =
                new ModelPlayer(store(), backdoor(), new Random(seed), "m" + Long.toUnsignedString(seed, 36));
        for (int i = 0; i < STEPS; i++) {
            player.step();
            assertThat(player.difference())
                    .as(() -> "seed %d (-Dheldby.model.seed=%d) after%n%s".formatted(seed, seed, player.history()))
                    .isEmpty();
        }
        player.tidyUp();
    }
}
