package io.heldby.spring.http;

import io.heldby.lock.Lease;
import java.util.List;

/** All that a batch asked for, in the order in which it asked. */
record BatchJson(List<LeaseJson> locks) {

    static BatchJson of(List<Lease> leases) {
        return new BatchJson(leases.stream().map(LeaseJson::of).toList());
    }
}
