package io.heldby.demo.underwriting;

/** What is insured, and for how much. */
public record Coverage(String id, String versionId, Peril peril, Euros sum) {

    /** For a year. */
    public Euros price() {
        return sum.perMille(peril.rate());
    }

    Coverage withSum(Euros newSum) {
        return new Coverage(id, versionId, peril, newSum);
    }
}
