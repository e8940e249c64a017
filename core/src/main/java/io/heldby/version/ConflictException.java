package io.heldby.version;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A save came too late: the record has a newer version, or is gone. Nothing of the transaction may be committed.
 *
 * <p>Inside the transaction that failed it is {@linkplain Conflict.Kind#UNEXPLAINED unexplained}; whoever owns the
 * transaction rolls back and then has it {@linkplain #explain explained} on a fresh connection. Heldby's own
 * transactions do that before anybody sees it.
 */
public final class ConflictException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<Conflict> conflicts;
    private final transient @Nullable Explainer explainer;

    private ConflictException(List<Conflict> conflicts, @Nullable Explainer explainer) {
        super(conflicts.stream().map(Conflict::sentence).collect(Collectors.joining("; ")));
        this.conflicts = List.copyOf(conflicts);
        this.explainer = explainer;
    }

    /** Thrown where a statement failed. */
    public static ConflictException unexplained(Conflict conflict, Explainer explainer) {
        return unexplained(List.of(conflict), explainer);
    }

    /**
     * Thrown where a commit failed.
     *
     * @param conflicts what may have changed, as far as is known inside the transaction; not empty
     */
    public static ConflictException unexplained(List<Conflict> conflicts, Explainer explainer) {
        if (conflicts.isEmpty()) {
            throw new IllegalArgumentException(
                    "a conflict must be about something, but the list of conflicts is empty");
        }
        return new ConflictException(conflicts, explainer);
    }

    /** One that is known already, for who looks without a transaction that failed. */
    public static ConflictException of(List<Conflict> conflicts) {
        return new ConflictException(conflicts, null);
    }

    /**
     * The one that is behind an exception: itself, its cause, or what was suppressed in one of them. Frameworks wrap, and an ORM
     * throws its own, which carry ours along.
     */
    public static Optional<ConflictException> in(Throwable failed) {
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
            if (next.getCause() != null) {
                open.add(next.getCause());
            }
            open.addAll(List.of(next.getSuppressed()));
        }
        return Optional.empty();
    }

    /** Never empty. */
    public List<Conflict> conflicts() {
        return conflicts;
    }

    public boolean explained() {
        return explainer == null;
    }

    /**
     * The same with who and when, and only what really is a conflict.
     *
     * @param connection not the one that failed; it is only read
     * @throws RetryableException when nothing has changed after all, and the transaction was given up for other reasons
     */
    public ConflictException explain(Connection connection) throws SQLException {
        Explainer knows = explainer;
        if (knows == null) {
            return this;
        }
        ConflictException explained = new ConflictException(knows.explain(connection, conflicts), null);
        explained.setStackTrace(getStackTrace());
        explained.addSuppressed(this);
        return explained;
    }

    /** Looks up what has become of records. */
    @FunctionalInterface
    public interface Explainer {
        /**
         * Looks them up.
         *
         * @return what is known of those that did change; never empty
         * @throws RetryableException when none did
         */
        List<Conflict> explain(Connection connection, List<Conflict> unexplained) throws SQLException;
    }
}
