package io.heldby.jdbc.unitofwork;

import io.heldby.version.ConflictException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Data Mapper: loads and stores objects of one kind on the caller's connection, and checks the version in every statement
 * that changes one. {@link VersionedMapper} is one; an application's own can be another, and {@link LockingMapper} goes
 * around either.
 *
 * @param <T> what it maps
 * @see <a href="https://martinfowler.com/eaaCatalog/dataMapper.html">Fowler, Data Mapper</a>
 */
public interface Mapper<T> {

    /** Reads one, with the version that a save of it must name. */
    Optional<Versioned<T>> find(Connection connection, Object id) throws SQLException;

    /**
     * Stores a new object.
     *
     * @param by who, as people know them
     * @return its version
     */
    long insert(Connection connection, T object, String by) throws SQLException;

    /**
     * Overwrites the object with that version.
     *
     * @return the new version
     * @throws ConflictException when the stored version is another, or when the object was deleted
     */
    long update(Connection connection, T object, long expectedVersion, String by) throws SQLException;

    /**
     * Deletes the object with that version.
     *
     * @param by who, as people know them
     * @throws ConflictException when the stored version is another, or when the object is gone already
     */
    void delete(Connection connection, Object id, long expectedVersion, String by) throws SQLException;
}
