package io.heldby.jdbc.unitofwork;

import static java.sql.Connection.TRANSACTION_READ_COMMITTED;
import static java.sql.Connection.TRANSACTION_REPEATABLE_READ;
import static java.sql.Connection.TRANSACTION_SERIALIZABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.heldby.jdbc.JdbcTransactions;
import io.heldby.lock.Transactions;
import io.heldby.testkit.TestDatabase;
import io.heldby.version.Conflict;
import io.heldby.version.ConflictException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a versioned mapper promises on every database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class VersionedMapperContract {

    private static final int WRITERS = 16;

    final TestDatabase database;
    final Transactions transactions;
    final CustomerMapper customers = new CustomerMapper();
    final Customer wong = new Customer(7, "Wong", "Leiden");

    VersionedMapperContract(TestDatabase database) {
        this.database = database;
        this.transactions = new JdbcTransactions(database.dataSource());
    }

    @BeforeAll
    void createTables() throws SQLException {
        execute("CREATE SEQUENCE customer_version");
        execute("CREATE TABLE customer (" + columns("id BIGINT PRIMARY KEY", "version BIGINT NOT NULL"));
        execute("CREATE TABLE narrow (" + columns("id BIGINT PRIMARY KEY", "version INTEGER NOT NULL"));
        execute("CREATE TABLE loose (" + columns("id BIGINT", "version BIGINT"));
    }

    @BeforeEach
    void storeOneCustomer() throws SQLException {
        execute("DELETE FROM customer");
        execute("DELETE FROM narrow");
        execute("DELETE FROM loose");
        inTransaction(connection -> customers.insert(connection, wong, "Alice"));
    }

    @AfterAll
    void dropDatabase() {
        database.close();
    }

    @Test
    void findTellsVersionAndWhoAndWhen() throws SQLException {
        Versioned<Customer> found = find();

        assertThat(found.value()).isEqualTo(wong);
        assertThat(found.version()).isZero();
        assertThat(found.modifiedBy()).isEqualTo("Alice");
        assertThat(found.modifiedAt()).isBetween(hourBefore(), hourBefore().plus(Duration.ofHours(2)));
    }

    @Test
    void findOfAnUnknownIdIsEmpty() throws SQLException {
        Optional<Versioned<Customer>> found = inTransaction(connection -> customers.find(connection, 8L));

        assertThat(found).isEmpty();
    }

    @Test
    void updateStoresTheObjectAndAnswersTheNewVersion() throws SQLException {
        Instant since = Instant.parse("2024-10-27T00:30:00Z"); // An hour that Berlin has twice.
        Customer moved = new Customer(7, "Wong", "Delft", since);

        long version = inTransaction(connection -> customers.update(connection, moved, 0, "Bob"));

        assertThat(version).isEqualTo(1);
        assertThat(find().value()).isEqualTo(moved);
        assertThat(find().version()).isEqualTo(1);
        assertThat(find().modifiedBy()).isEqualTo("Bob");
    }

    /** Race 19. */
    @ParameterizedTest
    @ValueSource(ints = {TRANSACTION_READ_COMMITTED, TRANSACTION_REPEATABLE_READ, TRANSACTION_SERIALIZABLE})
    void ofManySavesFromOneVersionExactlyOneCommits(int isolation) {
        try (SimultaneousWriters writers = new SimultaneousWriters(database, isolation, WRITERS)) {
            for (long version = 0; version < 200; version++) {
                long expected = version;
                var round = writers.race((connection, name) ->
                        customers.update(connection, new Customer(7, name, "Delft"), expected, name));

                assertThat(round.committed())
                        .as("who committed over version %d", version)
                        .hasSize(1);
                String winner = round.committed().get(0);
                assertThat(round.refused()).hasSize(WRITERS - 1).allSatisfy(conflict -> {
                    assertThat(conflict.kind()).isEqualTo(Conflict.Kind.MODIFIED);
                    assertThat(conflict.expectedVersion()).isEqualTo(expected);
                    assertThat(conflict.currentVersion()).isEqualTo(expected + 1);
                    assertThat(conflict.modifiedBy()).isEqualTo(winner);
                    assertThat(conflict.modifiedAt()).isAfter(hourBefore());
                });
            }
        }
    }

    @Test
    void oldVersionIsAConflictThatNamesWhoAndWhen() throws SQLException {
        inTransaction(connection -> customers.update(connection, new Customer(7, "Wong", "Delft"), 0, "Bob"));
        Versioned<Customer> bobs = find();

        Conflict conflict = conflictOf(connection -> customers.update(connection, wong, 0, "Carol"));

        assertThat(conflict.with(false, List.of()))
                .isEqualTo(Conflict.unexplained("customer", "7", 0).modified(1, bobs.modifiedBy(), bobs.modifiedAt()));
        assertThat(find()).isEqualTo(bobs);
    }

    @Test
    void insideItsTransactionAConflictIsUnexplained() throws SQLException {
        try (Connection connection = database.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            ConflictException conflict =
                    catchThrowableOfType(ConflictException.class, () -> customers.update(connection, wong, 5, "Carol"));

            assertThat(conflict.explained()).isFalse();
            assertThat(conflict.conflicts()).containsExactly(Conflict.unexplained("customer", "7", 5));
            connection.rollback();
        }
    }

    @Test
    void versionFromTheFutureIsAConflictToo() {
        assertThat(conflictOf(connection -> customers.update(connection, wong, 5, "Carol"))
                        .currentVersion())
                .isZero();
    }

    @Test
    @DisplayName("race 17: deleting against editing is a conflict that says so")
    void deletedIsToldApartFromModified() throws SQLException {
        deleteAtVersion(0);

        assertThat(conflictOf(connection -> customers.update(connection, wong, 0, "Carol")))
                .isEqualTo(Conflict.unexplained("customer", "7", 0).deleted());
    }

    @Test
    void deleteWithAnOldVersionDeletesNothing() throws SQLException {
        inTransaction(connection -> customers.update(connection, wong, 0, "Bob"));

        Conflict conflict = conflictOf(connection -> deleted(connection, 0));

        assertThat(conflict.kind()).isEqualTo(Conflict.Kind.MODIFIED);
        assertThat(conflict.modifiedBy()).isEqualTo("Bob");
        assertThat(find().version()).isEqualTo(1);
    }

    @Test
    void secondDeleteIsAConflict() throws SQLException {
        deleteAtVersion(0);

        assertThat(conflictOf(connection -> deleted(connection, 0)).kind()).isEqualTo(Conflict.Kind.DELETED);
    }

    @Test
    @DisplayName("race 17: a record that was deleted and made again is not overwritten by an old form")
    void recreatedRecordIsNotOverwrittenByAFormOpenedBefore() throws SQLException {
        CustomerMapper recreating = new CustomerMapper(CustomerMapper.TABLE.freshVersionsFrom("customer_version"));
        deleteAtVersion(0);
        long before = inTransaction(connection -> recreating.insert(connection, wong, "Alice"));
        deleteAtVersion(before);
        long now = inTransaction(connection -> recreating.insert(connection, wong, "Bob"));

        assertThat(conflictOf(connection -> recreating.update(connection, wong, 0, "Carol"))
                        .modifiedBy())
                .isEqualTo("Bob");
        assertThat(conflictOf(connection -> recreating.update(connection, wong, before, "Carol"))
                        .currentVersion())
                .isEqualTo(now);
        assertThat(find().version()).isEqualTo(now);
    }

    @Test
    @DisplayName("race 18: saving equal values is a write, and no conflict")
    void savingEqualValuesIsAWriteAndNoConflict() throws SQLException {
        long once = inTransaction(connection -> customers.update(connection, wong, 0, "Alice"));
        long twice = inTransaction(connection -> customers.update(connection, wong, once, "Alice"));

        assertThat(twice).isEqualTo(2);
        assertThat(conflictOf(connection -> customers.update(connection, wong, once, "Bob"))
                        .modifiedBy())
                .isEqualTo("Alice");
    }

    @Test
    void idThatIsNotUniqueIsNoticed() throws SQLException {
        CustomerMapper loose = in("loose");
        inTransaction(connection -> loose.insert(connection, wong, "Alice"));
        inTransaction(connection -> loose.insert(connection, wong, "Alice"));

        assertThatIllegalStateException()
                .isThrownBy(() -> inTransaction(connection -> loose.update(connection, wong, 0, "Bob")))
                .withMessageContaining("hit 2 rows")
                .withMessageContaining("not unique");
        assertThat(count("SELECT COUNT(*) FROM loose WHERE version = 0")).isEqualTo(2);
    }

    /** Race 18. A batching proxy or driver may answer so; nothing but the number can tell whether the update was lost. */
    @Test
    void driverThatCannotTellTheRowCountIsNoticed() {
        assertThatIllegalStateException()
                .isThrownBy(() -> inTransaction(connection -> customers.update(
                        ForgetfulDriver.answering(Statement.SUCCESS_NO_INFO, connection), wong, 0, "Bob")))
                .withMessageContaining("answered -2");
    }

    @Test
    void rowWithoutVersionIsNoticed() throws SQLException {
        CustomerMapper loose = in("loose");
        execute("INSERT INTO loose (id, name, city) VALUES (7, 'Wong', 'Leiden')");

        assertThatIllegalStateException()
                .isThrownBy(() -> inTransaction(connection -> loose.find(connection, 7L)))
                .withMessageContaining("NOT NULL DEFAULT 0");
        assertThatIllegalStateException()
                .isThrownBy(() -> inTransaction(connection -> loose.update(connection, wong, 0, "Bob")))
                .withMessageContaining("NOT NULL DEFAULT 0");
    }

    /** Race 30. */
    @Test
    void greatestVersionIsRefusedAndNothingIsWritten() throws SQLException {
        execute("UPDATE customer SET version = " + Long.MAX_VALUE);
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> inTransaction(connection -> customers.update(connection, wong, Long.MAX_VALUE, "Bob")))
                .withMessageContaining("is the greatest that column version of customer can hold");

        CustomerMapper narrow = in("narrow");
        inTransaction(connection -> narrow.insert(connection, wong, "Alice"));
        execute("UPDATE narrow SET version = " + Integer.MAX_VALUE);
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> inTransaction(connection -> narrow.update(connection, wong, Integer.MAX_VALUE, "Bob")))
                .withMessageContaining("is the greatest that column version of narrow can hold");
        assertThat(count("SELECT COUNT(*) FROM narrow WHERE modified_by = 'Alice'"))
                .isEqualTo(1);
    }

    /** Race 30. */
    @Test
    void negativeVersionIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> inTransaction(connection -> customers.update(connection, wong, -1, "Bob")))
                .withMessageContaining("-1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> inTransaction(connection -> deleted(connection, -1)))
                .withMessageContaining("-1");
    }

    @Test
    void whoSavesMustHaveAName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> inTransaction(connection -> customers.update(connection, wong, 0, " ")));
    }

    @Test
    void valuesAreStoredExactlyAndNeverRun() throws SQLException {
        Customer odd = new Customer(7, "O'Brien\"; DROP TABLE customer; -- %s ? \\", "\u202eZürich 🏔\r\n");

        inTransaction(connection -> customers.update(connection, odd, 0, "'; --"));

        assertThat(find().value()).isEqualTo(odd);
        assertThat(find().modifiedBy()).isEqualTo("'; --");
    }

    @Test
    void secondInsertOfAnIdFails() {
        assertThatThrownBy(() -> inTransaction(connection -> customers.insert(connection, wong, "Bob")))
                .isInstanceOf(SQLException.class);
    }

    /** A type whose values are instants. */
    String instantType() {
        return "TIMESTAMP WITH TIME ZONE";
    }

    private String columns(String id, String version) {
        return id + ", name VARCHAR(100), city VARCHAR(100), since " + instantType() + ", " + version
                + ", modified_by VARCHAR(255), modified_at " + instantType() + ")";
    }

    private static CustomerMapper in(String table) {
        return new CustomerMapper(VersionedTable.of(table, "id", Customer::id)
                .column("name", Customer::name)
                .column("city", Customer::city)
                .column("since", Customer::since));
    }

    private static Instant hourBefore() {
        return Instant.now().minus(Duration.ofHours(1));
    }

    Versioned<Customer> find() throws SQLException {
        return inTransaction(connection -> customers.find(connection, 7L)).orElseThrow();
    }

    void deleteAtVersion(long version) throws SQLException {
        inTransaction(connection -> deleted(connection, version));
    }

    private boolean deleted(Connection connection, long version) throws SQLException {
        customers.delete(connection, 7L, version, "Bob");
        return true;
    }

    Conflict conflictOf(Transactions.Work<?, SQLException> work) {
        return conflictFrom(() -> inTransaction(work));
    }

    static Conflict conflictFrom(ThrowingCallable save) {
        ConflictException thrown = catchThrowableOfType(ConflictException.class, save);
        assertThat(thrown).as("a conflict").isNotNull();
        return thrown.conflicts().get(0);
    }

    <T> T inTransaction(Transactions.Work<T, SQLException> work) throws SQLException {
        return transactions.run(work);
    }

    private long count(String query) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    void execute(String statement) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement run = connection.createStatement()) {
            run.execute(statement);
        }
    }
}
