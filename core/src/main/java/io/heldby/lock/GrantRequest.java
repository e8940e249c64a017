package io.heldby.lock;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A {@link LockRequest} with the policy applied, as a {@link LockStore} receives it: complete, checked, and with the
 * identity and the secret that a new grant is to have.
 *
 * @param lockId the id of the grant, if a new one is made
 * @param onceId see {@link Grant#onceId()}
 * @param token the secret to grant; the store keeps only its hash
 */
public record GrantRequest(
        LockId lockId,
        Token token,
        Owner owner,
        LockMode mode,
        @Nullable String reason,
        LeaseTerms terms,
        Duration firstLease,
        Duration maximumHold,
        boolean continueHere,
        @Nullable String onceId) {

    public LockKey key() {
        return lockId.key();
    }
}
