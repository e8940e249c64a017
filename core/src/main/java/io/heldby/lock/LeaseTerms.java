package io.heldby.lock;

import java.time.Duration;

/**
 * What a grant was given under. They are kept with the grant, so that a policy that changes meanwhile does not change
 * what a holder was told, and a store can renew without knowing policies.
 *
 * @param lease how far one heartbeat carries
 */
public record LeaseTerms(Duration lease, RenewalMode renewal, Expiry expiry) {

    public LeaseTerms {
        LockPolicy.checkedTime("lease", lease);
    }
}
