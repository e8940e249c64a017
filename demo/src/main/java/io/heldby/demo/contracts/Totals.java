package io.heldby.demo.contracts;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;

/** What items come to, with the tax on them. */
public record Totals(BigDecimal net, int taxPerMille) {

    static Totals of(List<Item> items, int taxPerMille) {
        return new Totals(items.stream().map(Item::total).reduce(BigDecimal.ZERO, BigDecimal::add), taxPerMille);
    }

    /** Rounded to the cent. */
    BigDecimal tax() {
        return net.multiply(BigDecimal.valueOf(taxPerMille, 3)).setScale(2, RoundingMode.HALF_UP);
    }

    public String netText() {
        return euros(net);
    }

    public String taxText() {
        return euros(tax());
    }

    public String grossText() {
        return euros(net.add(tax()));
    }

    /** Such as {@code 8.1 %}. */
    public String rate() {
        return rate(taxPerMille);
    }

    static String rate(int perMille) {
        return BigDecimal.valueOf(perMille, 1).stripTrailingZeros().toPlainString() + "\u00a0%";
    }

    private static String euros(BigDecimal amount) {
        return String.format(Locale.ENGLISH, "%,.2f\u00a0€", amount);
    }
}
