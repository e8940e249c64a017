package io.heldby.demo.underwriting;

import java.util.List;

/**
 * A policy and everything that belongs to it, as it was loaded under its lock.
 *
 * @param version that all of it shares; the next save must name it
 */
public record PolicyFile(
        Policy policy,
        long version,
        List<Coverage> coverages,
        List<Endorsement> endorsements,
        List<NamedInsured> insureds) {

    /**
     * For a year. It is right only for exactly what was loaded, which is why nobody else may even look at a policy that is
     * being worked on.
     */
    public Euros premium() {
        return premium(coverages, endorsements);
    }

    static Euros premium(List<Coverage> coverages, List<Endorsement> endorsements) {
        Euros price = coverages.stream().map(Coverage::price).reduce(Euros.NOTHING, Euros::plus);
        long surcharge = endorsements.stream().mapToLong(Endorsement::surcharge).sum();
        return price.perMille(1_000 + 10 * surcharge);
    }
}
