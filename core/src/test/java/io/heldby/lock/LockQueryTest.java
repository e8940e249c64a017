package io.heldby.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LockQueryTest {

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 501, Integer.MAX_VALUE})
    void limitOutOfRangeIsRefusedByValue(int limit) {
        assertThatThrownBy(() -> LockQuery.all("").limit(limit))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("limit must be 1 to 500, but is " + limit);
    }

    @Test
    void filtersAreCheckedAndNamed() {
        LockQuery all = LockQuery.all("");

        assertThatThrownBy(() -> LockQuery.all("t\n")).hasMessageContaining("tenant");
        assertThatThrownBy(() -> all.ofType("")).hasMessageContaining("type");
        assertThatThrownBy(() -> all.heldBy("u".repeat(256))).hasMessageContaining("holder");
        assertThatThrownBy(() -> all.containing("q".repeat(256))).hasMessageContaining("q must");
    }

    @Test
    void withoutFiltersEverythingIsAskedForOldestFirst() {
        LockQuery all = LockQuery.all("west");

        assertThat(all)
                .isEqualTo(new LockQuery("west", null, null, null, null, LockQuery.Sort.OLDEST_FIRST, null, 100));
        assertThat(all.limit(1).limit()).isEqualTo(1);
        assertThat(all.limit(500).limit()).isEqualTo(500);
    }
}
