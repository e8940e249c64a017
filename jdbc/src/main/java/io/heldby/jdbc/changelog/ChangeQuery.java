package io.heldby.jdbc.changelog;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which changes to list, newest first: those of one record in the order of its versions, else by time.
 *
 * @param id only of this record; needs an entity
 * @param by only by this person, as people know them
 * @param from only what was written then or later
 * @param to only what was written before
 * @param cursor {@link ChangePage#next()} of the page before, with the same filters; null for the first
 * @param limit 1 to 500
 */
public record ChangeQuery(
        @Nullable String entity,
        @Nullable String id,
        @Nullable String by,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable String cursor,
        int limit) {

    /**
     * Checks what is asked for.
     *
     * @throws IllegalArgumentException naming the part, its value and what would be right
     */
    public ChangeQuery {
        if (limit < 1 || limit > 500) {
            throw new IllegalArgumentException("limit must be 1 to 500, but is " + limit);
        }
        if (id != null && entity == null) {
            throw new IllegalArgumentException(
                    "id \"%s\" needs an entity: ids of different entities are different records".formatted(id));
        }
        if (from != null && to != null && to.isBefore(from)) {
            throw new IllegalArgumentException("to must not be before from (%s), but is %s".formatted(from, to));
        }
        if (cursor != null) {
            ChangeCursor unused = ChangeCursor.decoded(cursor);
        }
    }

    /** The newest 100. */
    public static ChangeQuery all() {
        return new ChangeQuery(null, null, null, null, null, null, 100);
    }

    public static ChangeQuery of(String entity, String id) {
        return all().ofRecord(entity, id);
    }

    public ChangeQuery ofEntity(@Nullable String newEntity) {
        return ofRecord(newEntity, null);
    }

    /** Of one record, of an entity, or of all. */
    public ChangeQuery ofRecord(@Nullable String newEntity, @Nullable String newId) {
        return new ChangeQuery(newEntity, newId, by, from, to, cursor, limit);
    }

    public ChangeQuery by(@Nullable String newBy) {
        return new ChangeQuery(entity, id, newBy, from, to, cursor, limit);
    }

    public ChangeQuery between(@Nullable Instant newFrom, @Nullable Instant newTo) {
        return new ChangeQuery(entity, id, by, newFrom, newTo, cursor, limit);
    }

    public ChangeQuery after(@Nullable String newCursor) {
        return new ChangeQuery(entity, id, by, from, to, newCursor, limit);
    }

    public ChangeQuery limit(int newLimit) {
        return new ChangeQuery(entity, id, by, from, to, cursor, newLimit);
    }
}
