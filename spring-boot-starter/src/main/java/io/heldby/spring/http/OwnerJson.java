package io.heldby.spring.http;

import io.heldby.lock.ActorKind;
import io.heldby.lock.Owner;

/** Who, without the editing session: with that, another tab of the same user could act as this one. */
record OwnerJson(String user, String displayName, ActorKind actorKind) {

    static OwnerJson of(Owner owner) {
        return new OwnerJson(owner.user(), owner.displayName(), owner.actorKind());
    }
}
