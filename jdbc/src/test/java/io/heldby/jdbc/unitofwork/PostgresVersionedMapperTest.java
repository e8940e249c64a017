package io.heldby.jdbc.unitofwork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heldby.lock.Transactions;
import io.heldby.testkit.TestDatabase;
import io.heldby.version.Conflict;
import io.heldby.version.RetryableException;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresVersionedMapperTest extends VersionedMapperContract {

    PostgresVersionedMapperTest() {
        super(TestDatabase.postgres(20));
    }

    /** The failed transaction would still see the old row; only a fresh one knows who and when. */
    @ParameterizedTest
    @ValueSource(ints = {Connection.TRANSACTION_REPEATABLE_READ, Connection.TRANSACTION_SERIALIZABLE})
    void conflictBehindAnOldSnapshotIsExplained(int isolation) {
        Conflict conflict = conflictAt(isolation, connection -> {
            customers.find(connection, 7L);
            inTransaction(other -> customers.update(other, wong, 0, "Bob"));
            return customers.update(connection, wong, 0, "Carol");
        });

        assertThat(conflict.kind()).isEqualTo(Conflict.Kind.MODIFIED);
        assertThat(conflict.currentVersion()).isEqualTo(1);
        assertThat(conflict.modifiedBy()).isEqualTo("Bob");
    }

    @ParameterizedTest
    @ValueSource(ints = {Connection.TRANSACTION_REPEATABLE_READ, Connection.TRANSACTION_SERIALIZABLE})
    void deleteBehindAnOldSnapshotIsExplained(int isolation) {
        Conflict conflict = conflictAt(isolation, connection -> {
            customers.find(connection, 7L);
            deleteAtVersion(0);
            return customers.update(connection, wong, 0, "Carol");
        });

        assertThat(conflict.kind()).isEqualTo(Conflict.Kind.DELETED);
    }

    /** A write that went around the mapper: the row was locked and changed, but nobody saved the record. */
    @Test
    void serializationFailureWithoutANewVersionIsToBeRepeated() throws SQLException {
        assertThatThrownBy(() -> OwnTransaction.run(
                        database.dataSource(), Connection.TRANSACTION_REPEATABLE_READ, connection -> {
                            customers.find(connection, 7L);
                            execute("UPDATE customer SET city = 'Delft'");
                            return customers.update(connection, wong, 0, "Carol");
                        }))
                .isInstanceOf(RetryableException.class)
                .hasMessageContaining("still has version 0")
                .hasCauseInstanceOf(SQLException.class);
        assertThat(find().value().city()).isEqualTo("Delft");
    }

    @Test
    void triggerThatSwallowsTheUpdateIsNotCalledAConflict() throws SQLException {
        execute("CREATE FUNCTION swallow() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'");
        execute("CREATE TRIGGER swallow BEFORE UPDATE ON customer FOR EACH ROW EXECUTE FUNCTION swallow()");
        try {
            assertThatIllegalStateException()
                    .isThrownBy(() -> inTransaction(connection -> customers.update(connection, wong, 0, "Bob")))
                    .withMessageContaining("trigger");
        } finally {
            execute("DROP TRIGGER swallow ON customer");
        }
    }

    private Conflict conflictAt(int isolation, Transactions.Work<?, SQLException> work) {
        return conflictFrom(() -> OwnTransaction.run(database.dataSource(), isolation, work));
    }
}
