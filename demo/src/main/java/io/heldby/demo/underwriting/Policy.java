package io.heldby.demo.underwriting;

/**
 * The policy itself: one of the members of its family, and what people call the family by.
 *
 * @param number on the paper; also its id
 * @param versionId the row whose version the whole family shares, and which gives it its lock key
 * @param premium a year, as it was computed at the last save from everything that was loaded then
 */
public record Policy(long number, String versionId, String holder, Euros premium) {

    /** The family's lock is {@code version/policy-12345}. */
    static String versionIdOf(long number) {
        return "policy-" + number;
    }

    Policy withPremium(Euros newPremium) {
        return new Policy(number, versionId, holder, newPremium);
    }
}
