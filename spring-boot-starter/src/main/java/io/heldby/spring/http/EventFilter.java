package io.heldby.spring.http;

import io.heldby.lock.LockEvent;
import io.heldby.spring.LockPermissions;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which events somebody is shown: of their own tenant, of the records that they ask for, and of those only what they may
 * see.
 *
 * @param type null for all types
 * @param id null for all records of the type
 */
record EventFilter(
        String tenant, @Nullable String type, @Nullable String id, LockPermissions permissions) {

    /** Whether it is about what was asked for. */
    boolean concerns(LockEvent event) {
        return event.tenant().equals(tenant)
                && (type == null || event.type().equals(type))
                && (id == null || event.id().equals(id));
    }

    boolean shows(LockEvent event) {
        return concerns(event) && event.key().map(permissions::maySee).orElse(true);
    }

    static EventFilter of(Caller caller, Parameters given, LockPermissions permissions) {
        String type = given.text("type");
        String id = given.text("id");
        if (id != null && type == null) {
            throw Problem.badField("id", "id needs a type: ids of different types are different records.")
                    .refusal();
        }
        Optional<Problem> forbidden = type != null && id != null && !permissions.maySee(caller.key(type, id))
                ? Optional.of(Problems.notPermitted("You may not see who edits " + caller.key(type, id) + "."))
                : Optional.empty();
        if (forbidden.isPresent()) {
            throw forbidden.get().refusal();
        }
        return new EventFilter(caller.tenant(), type, id, permissions);
    }
}
