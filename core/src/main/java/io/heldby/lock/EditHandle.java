package io.heldby.lock;

/**
 * What a page carries from the GET that opened a form to the POST that saves it: {@code lockId}, {@code token} and
 * {@code owner.session} in hidden fields. Make it again with {@link Edits#handle}, so that user and tenant come from the
 * signed-in principal.
 */
public record EditHandle(LockId lockId, Token token, Owner owner) implements LeaseProof {

    @Override
    public LockKey key() {
        return lockId.key();
    }

    @Override
    public LeaseClaim claim() {
        return new LeaseClaim(lockId, token, owner.user());
    }
}
