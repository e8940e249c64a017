package io.heldby.demo.contracts;

import java.time.Instant;

/** A contract in the list. */
public record ContractRow(
        long number,
        String title,
        String customer,
        String city,
        String taxedIn,
        Totals totals,
        long version,
        String modifiedBy,
        Instant modifiedAt) {}
