package io.heldby.hibernate;

import io.heldby.version.Conflict;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A write of one entity that a transaction has tried, from which its conflict can be told. */
final class Attempt {

    private final EntityModel model;
    private final Object id;
    private final long expected;
    private final @Nullable Object @Nullable [] base;
    private final @Nullable Object @Nullable [] mine;

    /**
     * An attempt.
     *
     * @param expected the version that it was based on
     * @param base the state of that version, in the order of the entity's properties; null when it is not known here
     * @param mine the state that was to be stored; null when the entity was to be deleted, or what was to be stored is not
     *     known
     */
    Attempt(
            EntityModel model,
            Object id,
            long expected,
            @Nullable Object @Nullable [] base,
            @Nullable Object @Nullable [] mine) {
        this.model = model;
        this.id = id;
        this.expected = expected;
        this.base = base;
        this.mine = mine;
    }

    EntityModel model() {
        return model;
    }

    Object id() {
        return id;
    }

    long expected() {
        return expected;
    }

    @Nullable
    Map<String, @Nullable Object> base() {
        return base == null ? null : EntityFields.of(model, base);
    }

    @Nullable
    Map<String, @Nullable Object> mine() {
        return mine == null ? null : EntityFields.of(model, mine);
    }

    /** The same, based on another version: of what was loaded since, nobody knows the base. */
    Attempt basedOn(long version) {
        return new Attempt(model, id, version, null, mine);
    }

    Conflict unexplained() {
        return Conflict.unexplained(model.type(), id.toString(), expected);
    }
}
