package io.heldby.jdbc.unitofwork;

import static java.sql.Connection.TRANSACTION_REPEATABLE_READ;
import static java.sql.Connection.TRANSACTION_SERIALIZABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heldby.testkit.Racers;
import io.heldby.testkit.TestDatabase;
import io.heldby.version.Conflict;
import io.heldby.version.ConflictException;
import io.heldby.version.RetryableException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MariaDbVersionedMapperTest extends VersionedMapperContract {

    MariaDbVersionedMapperTest() {
        super(TestDatabase.mariadb(20, MariaDbUrl.IN_UTC));
    }

    @Override
    String instantType() {
        return MariaDbUrl.INSTANT;
    }

    /** Newer servers refuse the statement, with error 1020; older ones let it see that the version is gone. */
    @ParameterizedTest
    @CsvSource({"OFF", "ON"})
    void conflictBehindAnOldSnapshotIsExplained(String snapshotIsolation) {
        Conflict conflict = conflictFrom(() ->
                OwnTransaction.run(database.dataSource(), TRANSACTION_REPEATABLE_READ, connection -> {
                    set(connection, "innodb_snapshot_isolation = " + snapshotIsolation);
                    customers.find(connection, 7L);
                    inTransaction(other -> customers.update(other, wong, 0, "Bob"));
                    return customers.update(connection, wong, 0, "Carol");
                }));

        assertThat(conflict.kind()).isEqualTo(Conflict.Kind.MODIFIED);
        assertThat(conflict.currentVersion()).isEqualTo(1);
        assertThat(conflict.modifiedBy()).isEqualTo("Bob");
    }

    @ParameterizedTest
    @CsvSource({"OFF", "ON"})
    void deleteBehindAnOldSnapshotIsExplained(String snapshotIsolation) {
        Conflict conflict = conflictFrom(() ->
                OwnTransaction.run(database.dataSource(), TRANSACTION_REPEATABLE_READ, connection -> {
                    set(connection, "innodb_snapshot_isolation = " + snapshotIsolation);
                    customers.find(connection, 7L);
                    deleteAtVersion(0);
                    return customers.update(connection, wong, 0, "Carol");
                }));

        assertThat(conflict.kind()).isEqualTo(Conflict.Kind.DELETED);
    }

    /** A write that went around the mapper: the row was changed, but nobody saved the record. */
    @Test
    void refusalBehindAnOldSnapshotWithoutANewVersionIsToBeRepeated() throws SQLException {
        assertThatThrownBy(() -> OwnTransaction.run(database.dataSource(), TRANSACTION_REPEATABLE_READ, connection -> {
                    set(connection, "innodb_snapshot_isolation = ON");
                    customers.find(connection, 7L);
                    execute("UPDATE customer SET city = 'Delft'");
                    return customers.update(connection, wong, 0, "Carol");
                }))
                .isInstanceOf(RetryableException.class)
                .hasMessageContaining("still has version 0")
                .hasCauseInstanceOf(SQLException.class);
        assertThat(find().value().city()).isEqualTo("Delft");
    }

    /** Two that have read the same record keep each other from writing it; the server makes one of them give way. */
    @Test
    @DisplayName("race 21: who gives way in a deadlock is told of a conflict with the one who came through")
    void deadlockIsAConflictWithTheOneWhoCameThrough() throws Exception {
        try (Connection alice = reading();
                Connection bob = reading();
                Racers both = new Racers(2)) {
            List<Optional<ConflictException>> answers =
                    both.race(number -> number == 0 ? saves(alice, "Alice") : saves(bob, "Bob"));
            Optional<ConflictException> first = answers.get(0);
            Optional<ConflictException> second = answers.get(1);
            assertThat(first.isPresent()).isNotEqualTo(second.isPresent());
            ConflictException conflict = first.or(() -> second).orElseThrow();
            assertThat(conflict).hasCauseInstanceOf(SQLException.class);

            Conflict explained = inTransaction(conflict::explain).conflicts().get(0);
            assertThat(explained.kind()).isEqualTo(Conflict.Kind.MODIFIED);
            assertThat(explained.modifiedBy()).isEqualTo(first.isPresent() ? "Bob" : "Alice");
        }
    }

    private Connection reading() throws SQLException {
        Connection connection = database.openConnection();
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(TRANSACTION_SERIALIZABLE);
        customers.find(connection, 7L);
        return connection;
    }

    private Optional<ConflictException> saves(Connection connection, String by) {
        try {
            customers.update(connection, wong, 0, by);
            connection.commit();
            return Optional.empty();
        } catch (ConflictException conflict) {
            return Optional.of(conflict);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Test
    @DisplayName("race 18: a driver that counts only rows that really change makes no difference")
    void driverThatCountsOnlyChangedRowsMakesNoDifference() throws SQLException {
        try (Connection counting = DriverManager.getConnection(database.jdbcUrl() + "&useAffectedRows=true")) {
            assertThat(customers.update(counting, wong, 0, "Alice")).isEqualTo(1);
            assertThat(customers.update(counting, wong, 1, "Alice")).isEqualTo(2);
        }
    }

    private static void set(Connection connection, String variable) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET SESSION " + variable);
        }
    }
}
