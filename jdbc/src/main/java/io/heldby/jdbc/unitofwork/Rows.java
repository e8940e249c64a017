package io.heldby.jdbc.unitofwork;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/**
 * Writes the records of one mapper for a unit of work. All lists are in the order of their keys.
 *
 * <p>What is found to have another version than was expected is reported to the {@link Outcome}, never thrown.
 */
interface Rows<T> {

    /** How rows are looked at. */
    enum Look {
        WITHOUT_LOCK,
        FOR_READER,
        FOR_WRITER
    }

    /** The versions that the rows have now, by their ids as text; of those that are there. */
    Map<String, Long> versions(Connection connection, List<Object> ids, Look look) throws SQLException;

    /** Whether {@link #update} locks its rows in the order of their keys by itself. */
    boolean updatesInOrder();

    void insert(Connection connection, List<Registered<T>> records, String by, Outcome outcome) throws SQLException;

    void delete(Connection connection, List<Registered<T>> records, Outcome outcome) throws SQLException;

    void update(Connection connection, List<Registered<T>> records, String by, Outcome outcome) throws SQLException;

    /** Raises the version and nothing else. */
    void touch(Connection connection, List<Registered<T>> records, String by, Outcome outcome) throws SQLException;
}
