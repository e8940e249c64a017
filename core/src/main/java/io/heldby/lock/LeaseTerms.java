package io.heldby.lock;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a grant was given under. They are kept with the grant, so that a policy that changes meanwhile does not change
 * what a holder was told, and a store can renew without knowing policies.
 *
 * @param lease how far one heartbeat carries
 * @param handler the name of the {@link ExpiryHandler} that is told when it expires or is taken over; null when nobody is
 */
public record LeaseTerms(
        Duration lease,
        RenewalMode renewal,
        Expiry expiry,
        @Nullable String handler) {

    public LeaseTerms {
        LockPolicy.checkedTime("lease", lease);
        if (handler != null) {
            HandlerNames.checked(handler);
        }
    }

    /** When nobody is told that it expires. */
    public LeaseTerms(Duration lease, RenewalMode renewal, Expiry expiry) {
        this(lease, renewal, expiry, null);
    }

    LeaseTerms withHandler(@Nullable String newHandler) {
        return new LeaseTerms(lease, renewal, expiry, newHandler);
    }
}
