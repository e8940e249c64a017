package io.heldby.jdbc.unitofwork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.heldby.jdbc.JdbcTransactions;
import io.heldby.lock.EditHandle;
import io.heldby.lock.Edits;
import io.heldby.lock.Fence;
import io.heldby.lock.Guard;
import io.heldby.lock.InMemoryLockStore;
import io.heldby.lock.Lease;
import io.heldby.lock.LeaseProof;
import io.heldby.lock.LockId;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockLostException;
import io.heldby.lock.LockManager;
import io.heldby.lock.LockPolicies;
import io.heldby.lock.Loss;
import io.heldby.lock.LossCause;
import io.heldby.lock.Owner;
import io.heldby.lock.OwnerResolver;
import io.heldby.lock.Token;
import io.heldby.lock.Transactions;
import io.heldby.testkit.MutableClock;
import io.heldby.testkit.TestDatabase;
import io.heldby.version.ConflictException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Records whose locks are kept elsewhere: the save itself notices that its lock has been overtaken. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class FencedTableContract {

    private static final Fence EARLIER = new Fence(1_000_000_000_000_000L);
    private static final Fence LATER = EARLIER.next();

    private final TestDatabase database;
    private final Transactions transactions;
    private final CustomerMapper customers = new CustomerMapper(CustomerMapper.TABLE.fenceColumn("fence"));
    private final Customer wong = new Customer(7, "Wong", "Leiden");
    private final Customer moved = new Customer(7, "Wong", "Delft");

    FencedTableContract(TestDatabase database) {
        this.database = database;
        this.transactions = new JdbcTransactions(database.dataSource());
    }

    /** A type whose values are instants. */
    String instantType() {
        return "TIMESTAMP WITH TIME ZONE";
    }

    @BeforeAll
    void createTable() throws SQLException {
        execute("""
                CREATE TABLE customer (
                    id          BIGINT PRIMARY KEY,
                    name        VARCHAR(100),
                    city        VARCHAR(100),
                    since       %1$s,
                    version     BIGINT NOT NULL,
                    modified_by VARCHAR(255),
                    modified_at %1$s,
                    fence       BIGINT NOT NULL DEFAULT 0)""".formatted(instantType()));
    }

    @BeforeEach
    void storeOneCustomer() throws SQLException {
        execute("DELETE FROM customer");
        inTransaction(connection -> customers.insert(connection, wong, "Alice"));
    }

    @AfterAll
    void dropDatabase() {
        database.close();
    }

    @Test
    void holderSavesAgainAndAgainUnderTheSameFence() throws SQLException {
        inTransaction(connection -> customers.update(connection, moved, 0, EARLIER, "Alice"));
        inTransaction(connection -> customers.update(connection, wong, 1, EARLIER, "Alice"));

        assertThat(find().version()).isEqualTo(2);
    }

    @Test
    void laterHolderSavesAfterAnEarlierOne() throws SQLException {
        inTransaction(connection -> customers.update(connection, moved, 0, EARLIER, "Alice"));
        inTransaction(connection -> customers.update(connection, wong, 1, LATER, "Bob"));

        assertThat(find().modifiedBy()).isEqualTo("Bob");
    }

    @Test
    void whoWasOvertakenCannotSaveEvenOverTheNewestVersion() throws SQLException {
        inTransaction(connection -> customers.update(connection, moved, 0, LATER, "Bob"));

        LockLostException lost = lostBy(connection -> customers.update(connection, wong, 1, EARLIER, "Alice"));

        assertThat(lost.key()).isEqualTo(LockKey.of("customer", "7"));
        assertThat(lost.loss().cause()).isEqualTo(LossCause.TAKEN_OVER);
        assertThat(lost.loss().by()).isEqualTo("Bob");
        assertThat(lost.loss().at()).isEqualTo(find().modifiedAt());
        assertThat(lost).hasMessageContaining("customer 7").hasMessageContaining("nothing was saved");
        assertThat(find().value()).isEqualTo(moved);
        assertThat(find().version()).isEqualTo(1);
    }

    @Test
    void whoWasOvertakenCannotDeleteEither() throws SQLException {
        inTransaction(connection -> customers.update(connection, moved, 0, LATER, "Bob"));

        LockLostException lost = lostBy(connection -> {
            customers.delete(connection, 7L, 1, EARLIER, "Bob");
            return null;
        });

        assertThat(lost.loss().by()).isEqualTo("Bob");
        assertThat(find().value()).isEqualTo(moved);
    }

    @Test
    void oldVersionIsAConflictWhateverTheFence() throws SQLException {
        inTransaction(connection -> customers.update(connection, moved, 0, EARLIER, "Alice"));

        for (Fence fence : new Fence[] {EARLIER, LATER}) {
            ConflictException conflict = catchThrowableOfType(
                    ConflictException.class,
                    () -> inTransaction(connection -> customers.update(connection, wong, 0, fence, "Bob")));

            assertThat(conflict.conflicts().get(0).modifiedBy()).isEqualTo("Alice");
        }
    }

    @Test
    void saveThatForgetsTheFenceIsRefused() {
        assertThatIllegalStateException()
                .isThrownBy(() -> inTransaction(connection -> customers.update(connection, moved, 0, "Alice")))
                .withMessageContaining("fence");
        assertThatIllegalStateException()
                .isThrownBy(() -> inTransaction(connection -> {
                    customers.delete(connection, 7L, 0, "Bob");
                    return null;
                }))
                .withMessageContaining("fence");
    }

    @Test
    void fenceForATableThatComparesNoneIsRefusedAndTheMessageNamesTheFix() {
        assertThatIllegalStateException()
                .isThrownBy(() -> inTransaction(
                        connection -> new CustomerMapper().update(connection, moved, 0, EARLIER, "Alice")))
                .withMessageContaining("fenceColumn");
    }

    @Test
    void saveOfAFormTakesVersionFenceAndNameFromTheSave() throws SQLException {
        edits(Optional.of(LATER)).<SQLException>save(handle(), 0, save -> customers.update(save, moved));
        assertThat(find().modifiedBy()).isEqualTo("Alice Ng");

        LockLostException lost = catchThrowableOfType(
                LockLostException.class,
                () -> edits(Optional.of(EARLIER)).<SQLException>save(handle(), 1, save -> customers.delete(save, 7L)));

        assertThat(lost.key()).isEqualTo(handle().key());
        assertThat(find().value()).isEqualTo(moved);
    }

    @Test
    void saveWithoutAFenceComparesNoneWhereThePolicyDoesNotEnforce() throws SQLException {
        inTransaction(connection -> customers.update(connection, moved, 0, LATER, "Bob"));

        edits(Optional.empty()).<SQLException>save(handle(), 1, save -> customers.update(save, wong));

        assertThat(find().value()).isEqualTo(wong);
        lostBy(connection -> customers.update(connection, moved, 2, EARLIER, "Alice"));
    }

    private static EditHandle handle() {
        return new EditHandle(
                LockId.random(LockKey.of("customer-record", "7")),
                new Token("A".repeat(22)),
                Owner.of("alice", "tab").named("Alice Ng"));
    }

    private Edits edits(Optional<Fence> fence) {
        LockManager locks = new LockManager(new InMemoryLockStore(MutableClock.atTenOClock()), LockPolicies.defaults());
        OwnerResolver nobody = session -> Optional.empty();
        return new Edits(locks, new Answering(fence), transactions, nobody);
    }

    private Versioned<Customer> find() throws SQLException {
        return inTransaction(connection -> customers.find(connection, 7L)).orElseThrow();
    }

    private LockLostException lostBy(Transactions.Work<?, SQLException> work) {
        LockLostException lost = catchThrowableOfType(LockLostException.class, () -> inTransaction(work));
        assertThat(lost).as("the lost lock").isNotNull();
        return lost;
    }

    private <T> T inTransaction(Transactions.Work<T, SQLException> work) throws SQLException {
        return transactions.run(work);
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.openConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** A guard that knows the fence already, as one that has asked another store. */
    private record Answering(Optional<Fence> fence) implements Guard {

        @Override
        public Optional<Fence> verify(Connection connection, LeaseProof proof) {
            return fence;
        }

        @Override
        public Optional<Fence> verifyWrite(Connection connection, LockKey key, Owner writer) {
            return fence;
        }

        @Override
        public Optional<Lease> recover(Connection connection, EditHandle lost, Loss loss) {
            return Optional.empty();
        }
    }
}
