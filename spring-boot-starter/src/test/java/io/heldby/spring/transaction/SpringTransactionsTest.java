package io.heldby.spring.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heldby.jdbc.Retries;
import io.heldby.lock.LockStoreException;
import io.heldby.lock.OutcomeUnknownException;
import io.heldby.testkit.TestDatabase;
import io.heldby.version.Conflict;
import io.heldby.version.ConflictException;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.AbstractDataSource;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

class SpringTransactionsTest {

    private TestDatabase database;
    private JdbcTemplate sql;
    private PlatformTransactionManager manager;
    private SpringTransactions transactions;

    @BeforeEach
    void open() {
        database = TestDatabase.h2();
        sql = new JdbcTemplate(database.dataSource());
        sql.execute("CREATE TABLE note (text VARCHAR(100) UNIQUE)");
        manager = new JdbcTransactionManager(database.dataSource());
        transactions = new SpringTransactions(manager, database.dataSource());
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void workAndRepositoriesShareOneTransaction() throws SQLException {
        String result = transactions.run(connection -> {
            sql.update("INSERT INTO note VALUES ('by a repository')");
            connection.createStatement().executeUpdate("INSERT INTO note VALUES ('on the connection')");
            assertThat(transactions.active()).isTrue();
            return "done";
        });

        assertThat(result).isEqualTo("done");
        assertThat(transactions.active()).isFalse();
        assertThat(notes()).hasSize(2);
    }

    @Test
    void whateverTheWorkThrowsRollsBackAndLeavesUnchanged() {
        IOException checked = new IOException("disk full");

        assertThatThrownBy(() -> transactions.run(connection -> {
                    sql.update("INSERT INTO note VALUES ('never')");
                    throw checked;
                }))
                .isSameAs(checked);

        assertThat(notes()).isEmpty();
    }

    @Test
    void nestingIsRefusedAndSaysWhatToDo() {
        new TransactionTemplate(manager)
                .executeWithoutResult(status -> assertThatThrownBy(() -> transactions.run(connection -> null))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("@Transactional"));
    }

    @Test
    void repeatingInsideATransactionalMethodIsRefusedAndSaysWhatToDo() {
        Retries retries = Retries.in(transactions);

        new TransactionTemplate(manager)
                .executeWithoutResult(status -> assertThatThrownBy(
                                () -> retries.update(connection -> "record", (connection, loaded) -> loaded))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("call Retries.update outside"));
        assertThat(retries.<String, String, RuntimeException>update(
                        connection -> "record", (connection, loaded) -> loaded))
                .isEqualTo("record");
    }

    @Test
    void joiningTakesPartInTheCallersTransaction() {
        new TransactionTemplate(manager).executeWithoutResult(status -> {
            sql.update("INSERT INTO note VALUES ('by a repository')");
            assertThat(transactions.<Integer, RuntimeException>join(
                            connection -> sql.queryForObject("SELECT COUNT(*) FROM note", Integer.class)))
                    .isEqualTo(1);
            status.setRollbackOnly();
        });

        assertThat(notes()).isEmpty();
        assertThatThrownBy(() -> transactions.join(connection -> "never"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no transaction to join");
    }

    @Test
    void whatFailedInAJoinedPartCannotBeCommittedEvenIfTheCallerSwallowsIt() {
        ConflictException conflict = ConflictException.of(
                List.of(Conflict.unexplained("policy", "12345", 3).modified(4, "Luke Skywalker", null)));

        assertThatThrownBy(() -> new TransactionTemplate(manager).executeWithoutResult(status -> {
                    try {
                        transactions.join(connection -> {
                            sql.update("INSERT INTO note VALUES ('never')");
                            throw conflict;
                        });
                    } catch (ConflictException swallowed) {
                        assertThat(swallowed).isSameAs(conflict);
                    }
                }))
                .isSameAs(conflict);
        assertThat(notes()).isEmpty();

        assertThatThrownBy(() -> new TransactionTemplate(manager).executeWithoutResult(status -> {
                    try {
                        transactions.join(connection -> {
                            sql.update("INSERT INTO note VALUES ('never')");
                            throw new IOException("disk full");
                        });
                    } catch (IOException swallowed) {
                        assertThat(swallowed).hasMessage("disk full");
                    }
                }))
                .isInstanceOf(LockStoreException.class)
                .hasMessageContaining("disk full");
        assertThat(notes()).isEmpty();
    }

    @Test
    void aConflictIsExplainedOnAFreshConnectionAfterTheRollback() {
        AtomicReference<Connection> failedOn = new AtomicReference<>();

        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() -> transactions.run(connection -> {
                    failedOn.set(connection);
                    sql.update("INSERT INTO note VALUES ('never')");
                    throw ConflictException.unexplained(
                            Conflict.unexplained("policy", "12345", 3), (fresh, conflict) -> {
                                assertThat(fresh).isNotSameAs(failedOn.get());
                                assertThat(TransactionSynchronizationManager.isActualTransactionActive())
                                        .isFalse();
                                assertThat(notes()).isEmpty();
                                return List.of(conflict.get(0).modified(4, "Luke Skywalker", null));
                            });
                }))
                .satisfies(conflict -> {
                    assertThat(conflict.explained()).isTrue();
                    assertThat(conflict.conflicts().get(0).modifiedBy()).isEqualTo("Luke Skywalker");
                });
    }

    @Test
    void aConnectionLostDuringTheCommitIsNeitherSuccessNorFailure() {
        for (boolean translating : new boolean[] {true, false}) {
            DataSource dying = dyingAtCommit();
            PlatformTransactionManager itsManager =
                    translating ? new JdbcTransactionManager(dying) : new DataSourceTransactionManager(dying);

            assertThatThrownBy(() -> new SpringTransactions(itsManager, dying).run(connection -> null))
                    .isInstanceOf(OutcomeUnknownException.class);
        }
    }

    @Test
    void aCommitThatTheDatabaseRefusesIsAFailure() {
        DataSource refusing = failingAtCommit(new SQLException("deferred constraint", "23505"));

        assertThatThrownBy(() ->
                        new SpringTransactions(new JdbcTransactionManager(refusing), refusing).run(connection -> null))
                .isNotInstanceOf(LockStoreException.class);
    }

    @Test
    void aDatabaseThatCannotBeReachedIsAStoreFailure() {
        DataSource unreachable = new AbstractDataSource() {
            @Override
            public Connection getConnection() throws SQLException {
                throw new SQLNonTransientConnectionException("no route", "08001");
            }

            @Override
            public Connection getConnection(String user, String password) throws SQLException {
                return getConnection();
            }
        };

        assertThatThrownBy(() -> new SpringTransactions(new JdbcTransactionManager(unreachable), unreachable)
                        .run(connection -> null))
                .isInstanceOf(LockStoreException.class)
                .isNotInstanceOf(OutcomeUnknownException.class);
    }

    @Test
    void aTransactionManagerOfAnotherDatabaseIsNoticed() {
        try (TestDatabase other = TestDatabase.h2()) {
            PlatformTransactionManager wrong = new JdbcTransactionManager(other.dataSource());

            assertThatThrownBy(() -> new SpringTransactions(wrong, database.dataSource()).run(connection -> null))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("@Primary");
        }
    }

    private DataSource dyingAtCommit() {
        return failingAtCommit(new SQLNonTransientConnectionException("connection reset", "08006"));
    }

    /** A connection to the real database whose commit fails after it has happened, as a lost answer does. */
    private DataSource failingAtCommit(SQLException failure) {
        return new AbstractDataSource() {
            @Override
            public Connection getConnection() throws SQLException {
                Connection real = database.dataSource().getConnection();
                return (Connection) Proxy.newProxyInstance(
                        getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                            try {
                                Object result = method.invoke(real, arguments);
                                if (method.getName().equals("commit")) {
                                    throw failure;
                                }
                                return result;
                            } catch (InvocationTargetException failed) {
                                throw failed.getCause();
                            }
                        });
            }

            @Override
            public Connection getConnection(String user, String password) throws SQLException {
                return getConnection();
            }
        };
    }

    private List<String> notes() {
        return sql.queryForList("SELECT text FROM note", String.class);
    }
}
