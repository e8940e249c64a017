package io.heldby.jdbc;

import static java.sql.Connection.TRANSACTION_READ_COMMITTED;
import static java.sql.Connection.TRANSACTION_REPEATABLE_READ;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.heldby.jdbc.unitofwork.Versioned;
import io.heldby.jdbc.unitofwork.VersionedMapper;
import io.heldby.jdbc.unitofwork.VersionedTable;
import io.heldby.lock.Transactions;
import io.heldby.testkit.Racers;
import io.heldby.testkit.TestDatabase;
import io.heldby.version.ConflictException;
import io.heldby.version.RetryableException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What repeating a change promises on every database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RetriesContract {

    private static final int WRITERS = 8;
    private static final int INCREMENTS = 200;

    private final TestDatabase database;
    private final Transactions transactions;
    private final Retries retries;
    private final StockMapper stocks = new StockMapper();

    RetriesContract(TestDatabase database) {
        this.database = database;
        this.transactions = new JdbcTransactions(database.dataSource());
        this.retries = Retries.in(transactions);
    }

    record Stock(String article, long pieces) {

        Stock plus(long more) {
            return new Stock(article, pieces + more);
        }
    }

    static final class StockMapper extends VersionedMapper<Stock> {

        StockMapper() {
            super(VersionedTable.of("stock", "article", Stock::article).column("pieces", Stock::pieces));
        }

        @Override
        protected Stock read(ResultSet row) throws SQLException {
            return new Stock(row.getString("article"), row.getLong("pieces"));
        }
    }

    @BeforeAll
    void createTable() throws SQLException {
        execute("CREATE TABLE stock (article VARCHAR(20) PRIMARY KEY, pieces BIGINT, version BIGINT NOT NULL,"
                + " modified_by VARCHAR(255), modified_at TIMESTAMP "
                + (database.jdbcUrl().contains("mariadb") ? "NULL)" : "WITH TIME ZONE)"));
    }

    @BeforeEach
    void storeNone() throws SQLException {
        execute("DELETE FROM stock");
        transactions.run(connection -> stocks.insert(connection, new Stock("bolt", 0), "Alice"));
    }

    @AfterAll
    void dropDatabase() {
        database.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {TRANSACTION_READ_COMMITTED, TRANSACTION_REPEATABLE_READ})
    void incrementsOfManyThreadsAreAllThere(int isolation) throws SQLException {
        Retries patient = retries.attempts(1000);
        try (Racers writers = new Racers(WRITERS)) {
            writers.race(number -> {
                for (int i = 0; i < INCREMENTS; i++) {
                    patient.update(
                            connection -> {
                                connection.setTransactionIsolation(isolation);
                                return load(connection);
                            },
                            (connection, stock) -> save(connection, stock, 1));
                }
                return number;
            });
        }

        assertThat(stored().value().pieces()).isEqualTo(WRITERS * INCREMENTS);
        assertThat(stored().version()).isEqualTo(WRITERS * INCREMENTS);
    }

    @ParameterizedTest
    @ValueSource(ints = {TRANSACTION_READ_COMMITTED, TRANSACTION_REPEATABLE_READ})
    void eachAttemptLoadsAgainInANewTransaction(int isolation) throws SQLException {
        List<Long> loaded = new ArrayList<>();

        long version = retries.update(
                connection -> {
                    connection.setTransactionIsolation(isolation);
                    return load(connection);
                },
                (connection, stock) -> {
                    loaded.add(stock.value().pieces());
                    if (loaded.size() == 1) {
                        somebodyAdds(100);
                    }
                    return save(connection, stock, 5);
                });

        assertThat(loaded).containsExactly(0L, 100L);
        assertThat(version).isEqualTo(2);
        assertThat(stored().value().pieces()).isEqualTo(105);
    }

    @Test
    void whatAFailedAttemptWroteIsNotThere() throws SQLException {
        AtomicInteger attempts = new AtomicInteger();

        retries.update(this::load, (connection, stock) -> {
            stocks.insert(connection, new Stock("nut " + attempts.incrementAndGet(), 1), "Bob");
            if (attempts.get() == 1) {
                somebodyAdds(100);
            }
            return save(connection, stock, 5);
        });

        assertThat(attempts).hasValue(2);
        assertThat(transactions.<List<Boolean>, SQLException>run(connection -> List.of(
                        stocks.find(connection, "nut 1").isPresent(),
                        stocks.find(connection, "nut 2").isPresent())))
                .containsExactly(false, true);
    }

    @Test
    void afterTheLastAttemptTheConflictIsThrownAndSaysWho() throws SQLException {
        AtomicInteger attempts = new AtomicInteger();

        ConflictException conflict = catchThrowableOfType(
                ConflictException.class,
                () -> retries.update(this::load, (connection, stock) -> {
                    attempts.incrementAndGet();
                    somebodyAdds(100);
                    return save(connection, stock, 5);
                }));

        assertThat(attempts).hasValue(3);
        assertThat(conflict.conflicts().get(0).modifiedBy()).isEqualTo("somebody");
        assertThat(stored().value().pieces()).isEqualTo(300);
    }

    @Test
    void retryableIsRepeatedAndEverythingElseIsNot() throws SQLException {
        AtomicInteger attempts = new AtomicInteger();
        RetryableException deadlock = new RetryableException("deadlock", new SQLException());

        assertThatThrownBy(() -> retries.update(this::load, (connection, stock) -> {
                    attempts.incrementAndGet();
                    throw deadlock;
                }))
                .isSameAs(deadlock);
        assertThat(attempts).hasValue(3);

        IllegalArgumentException mistake = new IllegalArgumentException("no");
        assertThatThrownBy(() -> retries.update(this::load, (connection, stock) -> {
                    attempts.incrementAndGet();
                    throw mistake;
                }))
                .isSameAs(mistake);
        assertThat(attempts).hasValue(4);
    }

    /** quarkus 28286, spring-framework 33410. */
    @Test
    void insideATransactionItIsRefusedAndSaysWhatToDo() throws SQLException {
        transactions.run(outer -> {
            assertThatThrownBy(() -> retries.update(this::load, (connection, stock) -> save(connection, stock, 5)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("call Retries.update outside")
                    .hasMessageContaining("@Transactional");
            return true;
        });

        assertThat(stored().value().pieces()).isZero();
    }

    @Test
    void objectThatWasLoadedBeforeIsNotSavedAgain() throws SQLException {
        Versioned<Stock> before = stored();
        somebodyAdds(100);

        assertThatThrownBy(
                        () -> retries.update(connection -> before, (connection, stock) -> save(connection, stock, 5)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("load gave the same Versioned")
                .hasMessageContaining("read the record inside load");
        assertThat(stored().value().pieces()).isEqualTo(100);
    }

    @Test
    void changeIsSavedAndItsResultGivenBack() throws SQLException {
        // tag::retries[]
        long version = Retries.in(transactions)
                .update(
                        connection -> stocks.find(connection, "bolt").orElseThrow(),
                        (connection, stock) ->
                                stocks.update(connection, stock.value().plus(5), stock.version(), "goods received"));
        // end::retries[]

        assertThat(version).isEqualTo(1);
        assertThat(stored().value().pieces()).isEqualTo(5);
        assertThat(stored().modifiedBy()).isEqualTo("goods received");
    }

    @Test
    void valuesOfTheJdkMayBeTheSameObject() throws SQLException {
        AtomicInteger attempts = new AtomicInteger();

        String saved = retries.update(connection -> "bolt", (connection, article) -> {
            if (attempts.incrementAndGet() == 1) {
                throw new RetryableException("deadlock", new SQLException());
            }
            return article;
        });

        assertThat(saved).isEqualTo("bolt");
    }

    @Test
    void interruptEndsTheAttempts() {
        AtomicInteger attempts = new AtomicInteger();
        try {
            assertThatThrownBy(() -> retries.update(connection -> "bolt", (connection, article) -> {
                        attempts.incrementAndGet();
                        Thread.currentThread().interrupt();
                        throw new RetryableException("deadlock", new SQLException());
                    }))
                    .isInstanceOf(RetryableException.class);
            assertThat(attempts).hasValue(1);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void attemptsAreOneOrMore() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> retries.attempts(0))
                .withMessageContaining("0 attempts");
    }

    private Versioned<Stock> load(Connection connection) throws SQLException {
        return stocks.find(connection, "bolt").orElseThrow();
    }

    private long save(Connection connection, Versioned<Stock> loaded, long more) throws SQLException {
        return stocks.update(connection, loaded.value().plus(more), loaded.version(), "Bob");
    }

    /** In a transaction of their own, beside ours. */
    private void somebodyAdds(long more) throws SQLException {
        execute("UPDATE stock SET pieces = pieces + %d, version = version + 1, modified_by = 'somebody'".formatted(more)
                + " WHERE article = 'bolt'");
    }

    private Versioned<Stock> stored() throws SQLException {
        return transactions.run(this::load);
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.openConnection()) {
            execute(connection, sql);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
