package io.heldby.demo.conflict;

import io.heldby.jdbc.unitofwork.Versioned;
import io.heldby.version.Conflict;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the records of one workplace are kept, and how they are written there. Each call is a transaction of its own; what
 * throws has written nothing. All but {@link #find} throw a {@link io.heldby.version.ConflictException} when somebody was
 * faster than the caller knew.
 *
 * <p>Safe for use by many threads.
 *
 * @param <T> the record
 */
public interface Records<T> {

    Optional<Versioned<T>> find(String id) throws SQLException;

    /**
     * Stores mine, if the version that it is based on is the one that is stored.
     *
     * @return what is in the way, with all fields; empty when it is stored
     */
    Optional<Conflict> save(NamedSave save, T mine, long base) throws SQLException;

    /**
     * Stores what both sides have changed.
     *
     * @param conflict as the person has seen it; only over its current version anything is written
     * @param decisions by field, at least of those that the conflict leaves open
     * @return what is stored now; empty when this very save was stored before
     */
    Optional<T> merge(NamedSave save, T mine, Conflict conflict, Map<String, @Nullable Object> decisions)
            throws SQLException;

    /**
     * Stores mine as it is over the conflict's current version.
     *
     * @return false when this very save was stored before
     */
    boolean force(NamedSave save, T mine, Conflict conflict) throws SQLException;

    /**
     * Stores mine again after it was deleted, above all versions that it has had.
     *
     * @throws SQLException also when it is there
     */
    void recreate(NamedSave save, T mine) throws SQLException;

    /**
     * Puts back what an overwriting has removed.
     *
     * @param version that the overwriting made
     * @return whether there was anything to be put back
     */
    boolean restore(String by, String id, long version) throws SQLException;

    /** Whether a conflict is with this very save, where only the stored record itself can tell. */
    default boolean isWith(NamedSave save, Conflict conflict) {
        return false;
    }
}
