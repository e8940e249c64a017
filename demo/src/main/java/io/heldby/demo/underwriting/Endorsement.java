package io.heldby.demo.underwriting;

/**
 * A clause that was added later.
 *
 * @param surcharge on the price of all coverages, in per cent
 */
public record Endorsement(String id, String versionId, String clause, int surcharge) {}
