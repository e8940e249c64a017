package io.heldby.lock;

import java.util.Optional;

/** Says who is asking: from the signed-in principal, never from something that the request claims. */
@FunctionalInterface
public interface OwnerResolver {

    /**
     * The owner of a lock that is taken now.
     *
     * @param session the editing session in which they ask
     * @return empty when nobody is signed in
     */
    Optional<Owner> owner(String session);

    /** Whose data they work on; empty where there are no tenants. */
    default String tenant() {
        return "";
    }
}
