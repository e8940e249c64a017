package io.heldby.demo.underwriting;

import java.util.Locale;

/**
 * An amount of money.
 *
 * @param cents 0 or more
 */
public record Euros(long cents) {

    static final Euros NOTHING = new Euros(0);

    public Euros {
        if (cents < 0) {
            throw new IllegalArgumentException("an amount must be 0 or more, but is %d cents".formatted(cents));
        }
    }

    static Euros whole(long euros) {
        return new Euros(Math.multiplyExact(euros, 100L));
    }

    public long wholeEuros() {
        return cents / 100;
    }

    Euros plus(Euros other) {
        return new Euros(Math.addExact(cents, other.cents));
    }

    /** So many thousandths of it, to the cent below. */
    Euros perMille(long thousandths) {
        return new Euros(Math.multiplyExact(cents, thousandths) / 1_000);
    }

    /** Such as {@code 1,234.50 €}. */
    @Override
    public String toString() {
        return String.format(Locale.ENGLISH, "%,d.%02d €", cents / 100, cents % 100);
    }
}
