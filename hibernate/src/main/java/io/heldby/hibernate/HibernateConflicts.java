package io.heldby.hibernate;

import io.heldby.version.ConflictException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;

/** Finds what Heldby knows of a conflict in whatever exception has come of it. */
public final class HibernateConflicts {

    private HibernateConflicts() {}

    /**
     * The conflict in an exception of a transaction that failed, such as an {@code OptimisticLockException}, a {@code
     * RollbackException}, or Spring's {@code OptimisticLockingFailureException}. It is not explained yet; after the rollback, {@link
     * ConflictException#explain} does that on another connection.
     */
    public static Optional<ConflictException> of(Throwable failed) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Throwable> open = new ArrayDeque<>();
        open.add(failed);
        while (!open.isEmpty()) {
            Throwable next = open.remove();
            if (!seen.add(next)) {
                continue;
            }
            if (next instanceof ConflictException conflict) {
                return Optional.of(conflict);
            }
            open.addAll(java.util.List.of(next.getSuppressed()));
            if (next.getCause() != null) {
                open.add(next.getCause());
            }
        }
        return Optional.empty();
    }
}
