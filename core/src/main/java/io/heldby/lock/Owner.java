package io.heldby.lock;

import java.util.UUID;

/**
 * Who locks. A lock belongs to {@code user} <em>and</em> {@code session}: the same user in a second tab is somebody
 * else as far as the lock is concerned, because two tabs overwrite each other just as two people do.
 *
 * @param user the stable id of the person or job, 1 to 255 chars; renaming a person does not change it
 * @param session one editing context (an HTTP session, one browser tab, one run of a job), 1 to 255 chars; never the
 *     id of an HTTP session, which is a secret
 * @param displayName what people read, 1 to 255 chars
 */
public record Owner(String user, String session, String displayName, ActorKind actorKind) {

    public Owner {
        Text.checked("user", user, 1, 255);
        Text.checked("session", session, 1, 255);
        Text.checked("displayName", displayName, 1, 255);
    }

    /** A person who is shown under their user id until {@link #named} says better. */
    public static Owner of(String user, String session) {
        return new Owner(user, session, user, ActorKind.PERSON);
    }

    /** One run of a job: every call makes an editing session of its own, so that two runs exclude each other. */
    public static Owner job(String name) {
        return new Owner("job:" + name, UUID.randomUUID().toString(), name, ActorKind.SYSTEM);
    }

    public Owner named(String newDisplayName) {
        return new Owner(user, session, newDisplayName, actorKind);
    }

    public boolean sameEditingSessionAs(Owner other) {
        return user.equals(other.user) && session.equals(other.session);
    }

    public boolean sameUserAs(Owner other) {
        return user.equals(other.user);
    }
}
