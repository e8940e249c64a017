package io.heldby.lock;

/**
 * "I hold that lock": what a caller shows to renew or release. All of it must match the grant; a wrong one gets the same
 * answer as a lock that never was.
 *
 * @param user the signed-in user, never from a request
 */
public record LeaseClaim(LockId lockId, Token token, String user) {

    public LeaseClaim {
        Text.checked("user", user, 1, 255);
    }

    public LockKey key() {
        return lockId.key();
    }
}
