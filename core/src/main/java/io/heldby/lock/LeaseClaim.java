package io.heldby.lock;

import java.util.UUID;

/**
 * "I hold that lock": what a caller shows to renew or release. All four must match the grant; a wrong one gets the same
 * answer as a lock that never was.
 *
 * @param tenant from the application, never from a request
 * @param user the signed-in user, never from a request
 */
public record LeaseClaim(String tenant, UUID lockId, Token token, String user) {

    public LeaseClaim {
        Text.checked("tenant", tenant, 0, 100);
        Text.checked("user", user, 1, 255);
    }
}
