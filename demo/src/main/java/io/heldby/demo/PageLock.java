package io.heldby.demo;

import io.heldby.lock.EditHandle;
import io.heldby.lock.Edits;
import io.heldby.lock.Lease;

/** What a page carries in hidden fields from the GET that opened a record to the POST that saves it or gives it back. */
public record PageLock(String lockId, String token, String session) {

    public static PageLock of(Lease lease) {
        return of(lease.handle());
    }

    public static PageLock of(EditHandle handle) {
        return new PageLock(
                handle.lockId().toString(),
                handle.token().value(),
                handle.owner().session());
    }

    /** The handle again, in the name of whoever is signed in now. */
    public EditHandle handle(Edits edits, String type, String id) {
        return edits.handle(type, id, lockId, token, session);
    }
}
