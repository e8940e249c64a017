package io.heldby.lock;

import java.util.UUID;

/**
 * What a page carries from the GET that opened a form to the POST that saves it: {@code lockId}, {@code token} and
 * {@code owner.session} in hidden fields. Make it again with {@link Edits#handle}, so that user and tenant come from the
 * signed-in principal.
 */
public record EditHandle(LockKey key, UUID lockId, Token token, Owner owner) implements LeaseProof {

    @Override
    public LeaseClaim claim() {
        return new LeaseClaim(key.tenant(), lockId, token, owner.user());
    }
}
