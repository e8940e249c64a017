package io.heldby.office;

import io.heldby.lock.Enforcement;
import io.heldby.lock.OfflineLocked;
import io.heldby.lock.Protocol;

/** An entity that says itself how it is locked. */
@OfflineLocked(
        type = "policy",
        protocol = Protocol.EXCLUSIVE_READ,
        lease = "PT5M",
        maximumHold = "PT2H",
        enforcement = Enforcement.OBSERVE)
public record Policy(String number, String holder) {}
