package io.heldby.spring.http;

import io.heldby.lock.LeaseClaim;
import io.heldby.lock.LockId;
import io.heldby.lock.LockKey;
import io.heldby.lock.Owner;
import io.heldby.lock.OwnerResolver;
import io.heldby.lock.Token;
import org.jspecify.annotations.Nullable;

/** Who asks: the signed-in user, in their tenant. Nothing in a request can make it somebody else. */
record Caller(OwnerResolver owners) {

    /** For calls that do not depend on the editing session, because a token proves the very grant. */
    private static final String ANY_SESSION = "http";

    static Refusal notSignedIn() {
        return notSignedInProblem().refusal();
    }

    static Problem notSignedInProblem() {
        return Problem.of(401, "not-signed-in", "Not signed in", "Sign in, then ask again.");
    }

    String tenant() {
        return owners.tenant();
    }

    Owner owner() {
        return owner(ANY_SESSION);
    }

    /**
     * The owner of what this request locks.
     *
     * @param session as the client chose it; it belongs to this user, and the same word from another user is another
     *     session
     */
    Owner owner(String session) {
        return Inputs.checked(() -> owners.owner(session)).orElseThrow(Caller::notSignedIn);
    }

    LockKey key(@Nullable String type, @Nullable String id) {
        String givenType = Inputs.required("type", type);
        String givenId = Inputs.required("id", id);
        return Inputs.checked(() -> new LockKey(tenant(), givenType, givenId));
    }

    /** In the caller's tenant, whatever tenant it comes from. */
    LockId lockId(String text) {
        return lockId("lockId", text);
    }

    private LockId lockId(String field, String text) {
        return Inputs.field(field, () -> LockId.parse(tenant(), text));
    }

    /** What the request says it holds. Whether it does, the store decides. */
    LeaseClaim claim(String lockId, String tokenField, @Nullable String token) {
        return claim("lockId", lockId, tokenField, token);
    }

    LeaseClaim claim(String lockIdField, String lockId, String tokenField, @Nullable String token) {
        Owner owner = owner();
        String given = Inputs.required(tokenField, token);
        return new LeaseClaim(
                lockId(lockIdField, lockId), Inputs.field(tokenField, () -> new Token(given)), owner.user());
    }
}
