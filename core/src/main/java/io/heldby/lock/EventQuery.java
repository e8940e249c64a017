package io.heldby.lock;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which events to list, newest first.
 *
 * @param id only of this record; needs a type
 * @param user only of this holder, by id
 * @param from only what happened then or later
 * @param to only what happened before
 * @param before {@link EventPage#next()} of the page before, null for the first
 * @param limit 1 to 500
 */
public record EventQuery(
        String tenant,
        @Nullable String type,
        @Nullable String id,
        @Nullable String user,
        LockEvent.@Nullable Kind kind,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable Long before,
        int limit) {

    /**
     * Checks what is asked for.
     *
     * @throws IllegalArgumentException naming the part, its value and what would be right
     */
    public EventQuery {
        if (limit < 1 || limit > 500) {
            throw new IllegalArgumentException("limit must be 1 to 500, but is " + limit);
        }
        Text.checked("tenant", tenant, 0, 100);
        if (type != null) {
            Text.checked("type", type, 1, 100);
        }
        if (id != null) {
            Text.checked("id", id, 1, 255);
            if (type == null) {
                throw new IllegalArgumentException(
                        "id \"%s\" needs a type: ids of different types are different records"
                                .formatted(Text.shortened(id)));
            }
        }
        if (user != null) {
            Text.checked("user", user, 1, 255);
        }
        if (from != null && to != null && to.isBefore(from)) {
            throw new IllegalArgumentException("to must not be before from (%s), but is %s".formatted(from, to));
        }
    }

    /** The newest 100. */
    public static EventQuery all(String tenant) {
        return new EventQuery(tenant, null, null, null, null, null, null, null, 100);
    }

    public EventQuery of(LockKey key) {
        return of(key.type(), key.id());
    }

    public EventQuery ofType(@Nullable String newType) {
        return of(newType, null);
    }

    /** Of one record, of a type, or of all. */
    public EventQuery of(@Nullable String newType, @Nullable String newId) {
        return new EventQuery(tenant, newType, newId, user, kind, from, to, before, limit);
    }

    public EventQuery ofUser(@Nullable String newUser) {
        return new EventQuery(tenant, type, id, newUser, kind, from, to, before, limit);
    }

    public EventQuery ofKind(LockEvent.@Nullable Kind newKind) {
        return new EventQuery(tenant, type, id, user, newKind, from, to, before, limit);
    }

    public EventQuery between(@Nullable Instant newFrom, @Nullable Instant newTo) {
        return new EventQuery(tenant, type, id, user, kind, newFrom, newTo, before, limit);
    }

    public EventQuery before(@Nullable Long position) {
        return new EventQuery(tenant, type, id, user, kind, from, to, position, limit);
    }

    public EventQuery limit(int newLimit) {
        return new EventQuery(tenant, type, id, user, kind, from, to, before, newLimit);
    }
}
