package io.heldby.demo.underwriting;

/** What can be insured, and what that costs: so many thousandths of the sum a year. */
public enum Peril {
    FIRE("Fire", 2),
    WATER("Water", 3),
    THEFT("Theft", 4),
    GLASS("Glass", 9);

    private final String label;
    private final int rate;

    Peril(String label, int rate) {
        this.label = label;
        this.rate = rate;
    }

    public String label() {
        return label;
    }

    public int rate() {
        return rate;
    }
}
