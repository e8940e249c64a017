package io.heldby.demo.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import io.heldby.merge.MergedField;
import io.heldby.merge.MergedField.Outcome;
import io.heldby.version.Conflict;
import io.heldby.version.ConflictField;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TaxMoveTest {

    private static final Instant MOVED = Instant.parse("2026-11-26T09:52:00Z");
    private static final Instant RENAMED = Instant.parse("2026-11-26T09:58:00Z");
    private static final Address DELFT = new Address("Delft", Country.NL);
    private static final Address ZURICH = new Address("Zürich", Country.CH);
    private static final List<Item> ITEMS = List.of(
            new Item(11, 4711, "Desk", 2, new BigDecimal("400.00")),
            new Item(12, 4711, "Pencil", 3, new BigDecimal("0.33")));

    private final Conflict readChanged = Conflict.unexplained("contract_customer", "301", 3)
            .modified(5, "Kim Park", RENAMED)
            .onlyRead();

    /** Not whoever saved last, who may have corrected the name. */
    @Test
    void whoMovedIsWhoChangedTheAddress() {
        Conflict explained = readChanged.with(
                true,
                List.of(
                        field("name", "Planet Express", "Planet Express Inc.", "Kim Park", RENAMED),
                        field("city", "Delft", "Zürich", "Bob Smith", MOVED)));

        TaxMove move = TaxMove.of(explained, DELFT, ZURICH, ITEMS);

        assertThat(move.who()).isEqualTo("Bob Smith");
        assertThat(move.at()).isEqualTo(MOVED);
        assertThat(move.changesTheTax()).isTrue();
    }

    @Test
    void withoutALogItIsWhoeverSavedLast() {
        TaxMove move = TaxMove.of(readChanged, DELFT, ZURICH, ITEMS);

        assertThat(move.who()).isEqualTo("Kim Park");
        assertThat(move.at()).isEqualTo(RENAMED);
    }

    @Test
    void bothTaxesAreOfTheSameItemsAndRoundedToTheCent() {
        TaxMove move = TaxMove.of(readChanged, DELFT, ZURICH, ITEMS);

        assertThat(move.before().net()).isEqualByComparingTo("800.99");
        assertThat(move.before().tax()).isEqualByComparingTo("168.21");
        assertThat(move.after().tax()).isEqualByComparingTo("64.88");
        assertThat(move.after().rate()).isEqualTo("8.1\u00a0%");
        assertThat(move.before().rate()).isEqualTo("21\u00a0%");
    }

    @Test
    void moveWithinACountryDoesNotChangeTheTax() {
        assertThat(TaxMove.of(readChanged, DELFT, new Address("Leiden", Country.NL), ITEMS)
                        .changesTheTax())
                .isFalse();
    }

    private static ConflictField field(String name, String before, String now, String by, Instant at) {
        return new ConflictField(new MergedField(name, before, before, now, now, Outcome.THEIRS), by, at);
    }
}
