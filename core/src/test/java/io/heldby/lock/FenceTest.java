package io.heldby.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class FenceTest {

    @Test
    void nextIsGreater() {
        assertThat(new Fence(7).next()).isEqualTo(new Fence(8)).isGreaterThan(new Fence(7));
    }

    @Test
    @DisplayName("race 30: after the greatest fence comes an error, not a small one")
    void greatestFenceHasNoNext() {
        assertThatThrownBy(() -> new Fence(Long.MAX_VALUE).next()).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void fenceBelowOneIsRefusedByValue() {
        assertThatThrownBy(() -> new Fence(0)).hasMessageContaining("0");
        assertThatThrownBy(() -> new Fence(-3)).hasMessageContaining("-3");
    }
}
