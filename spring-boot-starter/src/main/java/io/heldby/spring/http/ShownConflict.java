package io.heldby.spring.http;

import io.heldby.lock.LockKey;
import io.heldby.lock.OwnerResolver;
import io.heldby.spring.LockPermissions;
import io.heldby.version.Conflict;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What the caller may know of a conflict: that it is one, always; who saved, when and what, as the application's
 * {@link LockPermissions} say. Where nothing knows who asks, there is nobody to ask about, and the application itself lets
 * in whom it wants.
 *
 * @param owners who asks; null where nothing knows
 */
record ShownConflict(@Nullable OwnerResolver owners, LockPermissions permissions) implements UnaryOperator<Conflict> {

    @Override
    public Conflict apply(Conflict conflict) {
        if (owners == null) {
            return conflict;
        }
        LockKey key = key(owners.tenant(), conflict);
        if (key == null || owners.owner("http").isEmpty() || !permissions.maySee(key)) {
            return bare(conflict);
        }
        return conflict.with(
                conflict.baseKnown(),
                conflict.fields().stream()
                        .filter(field -> permissions.maySeeField(key, field.field()))
                        .toList());
    }

    /** Null for what no lock could be about, such as an id of a thousand characters. */
    private static @Nullable LockKey key(String tenant, Conflict conflict) {
        try {
            return new LockKey(tenant, conflict.entity(), conflict.id());
        } catch (IllegalArgumentException tooLong) {
            return null;
        }
    }

    private static Conflict bare(Conflict conflict) {
        return new Conflict(
                conflict.entity(),
                conflict.id(),
                conflict.kind(),
                conflict.expectedVersion(),
                conflict.currentVersion(),
                null,
                null,
                false,
                List.of());
    }
}
