package io.heldby.version;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

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
    private final transient List<Explainer> explainers;

    private ConflictException(List<Conflict> conflicts, List<Explainer> explainers) {
        super(conflicts.stream().map(Conflict::sentence).collect(Collectors.joining("; ")));
        this.conflicts = List.copyOf(conflicts);
        this.explainers = List.copyOf(explainers);
    }

    /** Thrown where the statement failed. */
    public static ConflictException unexplained(Conflict conflict, Explainer explainer) {
        return new ConflictException(List.of(conflict), List.of(explainer));
    }

    /** Never empty. */
    public List<Conflict> conflicts() {
        return conflicts;
    }

    public boolean explained() {
        return explainers.isEmpty();
    }

    /**
     * The same with who and when.
     *
     * @param connection not the one that failed; it is only read
     */
    public ConflictException explain(Connection connection) throws SQLException {
        if (explained()) {
            return this;
        }
        List<Conflict> known = new ArrayList<>();
        for (int i = 0; i < conflicts.size(); i++) {
            known.add(explainers.get(i).explain(connection, conflicts.get(i)));
        }
        ConflictException explained = new ConflictException(known, List.of());
        explained.setStackTrace(getStackTrace());
        explained.addSuppressed(this);
        return explained;
    }

    /** Looks up what has become of a record. */
    @FunctionalInterface
    public interface Explainer {
        Conflict explain(Connection connection, Conflict unexplained) throws SQLException;
    }
}
