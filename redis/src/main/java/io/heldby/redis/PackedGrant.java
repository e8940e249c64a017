package io.heldby.redis;

import io.heldby.lock.GrantRequest;
import io.heldby.lock.LeaseClaim;
import java.util.List;

/**
 * What is known of a grant before it is granted, as MessagePack, in the order of the places in grants.lua. The server only
 * puts its times and the fence in between: that is what makes an acquire cheap.
 */
final class PackedGrant {

    private static final int PLACES = 20;

    private PackedGrant() {}

    /** A list of one grant, in two parts: up to the name, and from the mode on. */
    static List<byte[]> of(GrantRequest request, String lockId) {
        Packer head =
                claimed(request.token().hash().hex(), lockId, request.owner().user());
        head.text(request.owner().displayName());
        Packer rest = new Packer();
        rest.text(request.mode().name());
        rest.text(request.owner().session());
        rest.text(request.owner().actorKind().name());
        rest.text(request.reason());
        rest.number(request.terms().lease().toNanos() / 1000);
        rest.text(request.terms().renewal().name());
        rest.text(request.terms().expiry().name());
        rest.no(); // Nobody has logged that it expired.
        rest.text(request.onceId());
        rest.no(); // It is not a batch that is coming.
        return List.of(head.bytes(), rest.bytes());
    }

    /** How the list begins when the claim is true and the key has no other grant and this one no other token. */
    static byte[] headOf(LeaseClaim claim, String lockId) {
        return claimed(claim.token().hash().hex(), lockId, claim.user()).bytes();
    }

    private static Packer claimed(String tokenHash, String lockId, String user) {
        Packer packer = new Packer();
        packer.list(1);
        packer.list(PLACES);
        packer.text(tokenHash);
        packer.text(lockId);
        packer.text(user);
        return packer;
    }
}
