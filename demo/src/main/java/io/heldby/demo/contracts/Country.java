package io.heldby.demo.contracts;

/** Where a customer may be, and what tax that makes. */
public enum Country {
    NL("Netherlands", 210),
    DE("Germany", 190),
    FR("France", 200),
    CH("Switzerland", 81);

    private final String label;
    private final int taxPerMille;

    Country(String label, int taxPerMille) {
        this.label = label;
        this.taxPerMille = taxPerMille;
    }

    public String label() {
        return label;
    }

    /** Of the net sum, in thousandths. */
    public int taxPerMille() {
        return taxPerMille;
    }
}
