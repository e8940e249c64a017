package io.heldby.demo.contracts;

/**
 * A contract without its items.
 *
 * @param taxedIn where its customer was when the tax was computed
 * @param taxPerMille the tax that this made, in thousandths of the net sum
 */
public record Contract(long number, long customerId, String title, String taxedIn, int taxPerMille) {}
