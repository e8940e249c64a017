package io.heldby.spring.session;

import io.heldby.lock.Owner;
import java.io.Serializable;

/** One editing session of one user, as an HTTP session remembers it; serializable, because HTTP sessions are stored. */
record EditingSession(String tenant, String user, String session) implements Serializable {

    static EditingSession of(String tenant, Owner owner) {
        return new EditingSession(tenant, owner.user(), owner.session());
    }

    Owner owner() {
        return Owner.of(user, session);
    }
}
