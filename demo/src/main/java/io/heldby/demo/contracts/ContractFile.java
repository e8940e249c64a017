package io.heldby.demo.contracts;

import java.util.List;

/** A contract and everything that its page shows, as it was loaded. */
public record ContractFile(Contract contract, List<Item> items, Customer customer, Basis basis) {

    public Totals totals() {
        return Totals.of(items, contract.taxPerMille());
    }
}
