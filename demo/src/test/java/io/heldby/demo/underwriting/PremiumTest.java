package io.heldby.demo.underwriting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PremiumTest {

    private static final Coverage FIRE = new Coverage("1", "policy-1", Peril.FIRE, Euros.whole(150_000));
    private static final Coverage GLASS = new Coverage("2", "policy-1", Peril.GLASS, Euros.whole(5_000));

    @Test
    void premiumIsThePriceOfAllCoveragesAndTheSurchargesOnIt() {
        Euros premium = PolicyFile.premium(
                List.of(FIRE, GLASS),
                List.of(new Endorsement("1", "policy-1", "Fireworks", 10), new Endorsement("2", "policy-1", "Dog", 5)));

        assertThat(FIRE.price()).hasToString("300.00 €");
        assertThat(GLASS.price()).hasToString("45.00 €");
        assertThat(premium).hasToString("396.75 €");
        assertThat(Euros.whole(1_234_567)).hasToString("1,234,567.00 €");
    }

    @Test
    void amountBelowNothingIsRefused() {
        assertThatThrownBy(() -> new Euros(-1)).hasMessageContaining("-1 cents");
    }

    @Test
    void formIsReadWithAllItsMistakes() {
        PolicyChange change = PolicyChange.read(
                Map.of("sum.FIRE.1", "a lot", "newSum", "5000", "newSurcharge", "7", "newInsured", " Rome "));

        assertThat(change.problems()).containsOnlyKeys("sum.FIRE.1", "newPeril", "newClause");
        assertThat(change.newInsured()).hasValue("Rome");
        assertThat(change.lines()).containsEntry("Fire", "a lot").containsEntry("New insured", " Rome ");
    }

    @Test
    void sumsMayBeWrittenWithCommas() {
        PolicyChange change =
                PolicyChange.read(Map.of("sum.FIRE.1", "250,000", "newPeril", "GLASS", "newSum", "5 000"));

        assertThat(change.problems()).isEmpty();
        assertThat(change.sums()).containsEntry("1", Euros.whole(250_000));
        assertThat(change.newSum()).isEqualTo(Euros.whole(5_000));
    }
}
