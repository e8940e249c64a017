package io.heldby.spring.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heldby.jdbc.lock.InitializeSchema;
import io.heldby.jdbc.lock.JdbcGuard;
import io.heldby.jdbc.lock.JdbcLockStore;
import io.heldby.jdbc.lock.JdbcSchema;
import io.heldby.jdbc.lock.JdbcSettings;
import io.heldby.lock.Guard;
import io.heldby.lock.Lease;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockLostException;
import io.heldby.lock.LockManager;
import io.heldby.lock.LockPolicies;
import io.heldby.lock.LockRequest;
import io.heldby.lock.LossCause;
import io.heldby.lock.Owner;
import io.heldby.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** The guard inside Spring's transactions, on a real database. */
abstract class SpringGuardContract {

    private final LockKey key = LockKey.of("policy", UUID.randomUUID().toString());
    private TestDatabase database;
    private LockManager locks;
    private JdbcTemplate sql;
    private SpringGuard guard;
    private TransactionTemplate transaction;
    private TransactionTemplate nested;
    private final List<String> verified = new ArrayList<>();

    abstract TestDatabase database();

    @BeforeEach
    void open() {
        database = database();
        JdbcSettings settings = JdbcSettings.defaults();
        JdbcSchema.prepare(database.dataSource(), settings, InitializeSchema.ALWAYS);
        LockPolicies policies = LockPolicies.defaults();
        locks = new LockManager(new JdbcLockStore(database.dataSource(), settings), policies);
        Guard jdbc = new JdbcGuard(database.dataSource(), settings, policies);
        guard = new SpringGuard(new CountingGuard(jdbc, verified), database.dataSource(), policies);
        sql = new JdbcTemplate(database.dataSource());
        sql.execute("CREATE TABLE note (id INT PRIMARY KEY, text VARCHAR(100))");
        JdbcTransactionManager manager = new JdbcTransactionManager(database.dataSource());
        transaction = new TransactionTemplate(manager);
        nested = new TransactionTemplate(manager);
        nested.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
    }

    @AfterEach
    void close() {
        locks.close();
        database.close();
    }

    @Test
    void aSaveUnderTheCurrentLeaseCommits() {
        Lease lease = acquire("leia");

        transaction.executeWithoutResult(status -> {
            assertThat(guard.verify(lease)).contains(lease.fence());
            write("by leia");
        });

        assertThat(notes()).containsExactly("by leia");
    }

    @Test
    void aSaveUnderALostLeaseWritesNothing() {
        Lease lease = acquire("leia");
        locks.forceRelease(lease.lockId(), "Han Solo", "gone home");

        assertThatExceptionOfType(LockLostException.class)
                .isThrownBy(() -> transaction.executeWithoutResult(status -> {
                    write("by leia");
                    guard.verify(lease);
                }))
                .satisfies(lost -> assertThat(lost.loss().cause()).isEqualTo(LossCause.BROKEN));

        assertThat(notes()).isEmpty();
    }

    /** Race 33: the rollback to the savepoint drops the row lock that the guard took after it. */
    @Test
    void aRollbackToASavepointAfterTheGuardCannotCommitUnderALostLease() {
        Lease lease = acquire("leia");

        assertThatExceptionOfType(LockLostException.class)
                .isThrownBy(() -> transaction.executeWithoutResult(outer -> {
                    write("by leia");
                    nested.executeWithoutResult(inner -> {
                        guard.verify(lease);
                        inner.setRollbackOnly();
                    });
                    elsewhere(this::takeOver);
                }))
                .satisfies(lost -> {
                    assertThat(lost.loss().cause()).isEqualTo(LossCause.TAKEN_OVER);
                    assertThat(lost.loss().by()).isEqualTo("luke");
                });

        assertThat(notes()).isEmpty();
    }

    @Test
    void aRollbackToASavepointDoesNoHarmWhileTheLeaseIsGood() {
        Lease lease = acquire("leia");

        transaction.executeWithoutResult(outer -> {
            write("by leia");
            nested.executeWithoutResult(inner -> {
                guard.verify(lease);
                inner.setRollbackOnly();
            });
        });

        assertThat(notes()).containsExactly("by leia");
    }

    @Test
    void eachProofIsVerifiedOnceMoreHoweverOftenItWasShown() {
        Lease lease = acquire("leia");

        transaction.executeWithoutResult(status -> {
            guard.verify(lease);
            guard.verify(lease.handle());
            guard.verify(DataSourceUtils.getConnection(database.dataSource()), lease);
            assertThat(verified).hasSize(3);
        });

        assertThat(verified).hasSize(4);
    }

    @Test
    void everyProofIsVerifiedAgain() {
        Lease first = acquire("leia");
        Lease second = locks.acquireOrThrow(
                LockRequest.of(LockKey.of("policy", "another-" + key.id()), Owner.of("leia", "s1")));

        transaction.executeWithoutResult(status -> {
            guard.verify(first);
            guard.verify(second);
        });

        assertThat(verified)
                .containsExactly(
                        key.id(), second.key().id(), key.id(), second.key().id());
    }

    @Test
    void anInnerTransactionOfItsOwnVerifiesItsOwn() {
        Lease lease = acquire("leia");
        TransactionTemplate separate = new TransactionTemplate(transaction.getTransactionManager());
        separate.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);

        transaction.executeWithoutResult(outer -> {
            separate.executeWithoutResult(inner -> guard.verify(lease));
            assertThat(verified).hasSize(2);
        });

        assertThat(verified).hasSize(2);
    }

    @Test
    void aReadOnlyTransactionIsNotVerifiedAgain() {
        Lease lease = acquire("leia");
        transaction.setReadOnly(true);

        transaction.executeWithoutResult(status -> guard.verify(lease));

        assertThat(verified).hasSize(1);
    }

    @Test
    void outsideATransactionThereIsNothingToGuard() {
        Lease lease = acquire("leia");

        assertThatThrownBy(() -> guard.verify(lease))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("@Transactional");
    }

    private Lease acquire(String user) {
        return locks.acquireOrThrow(LockRequest.of(key, Owner.of(user, "session of " + user)));
    }

    private void takeOver() {
        try (Connection connection = database.openConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("UPDATE heldby_lock SET expires_at = CURRENT_TIMESTAMP - INTERVAL '1' HOUR,"
                    + " acquired_at = CURRENT_TIMESTAMP - INTERVAL '2' HOUR");
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
        acquire("luke");
    }

    /** On a thread that has no transaction. */
    private static void elsewhere(Runnable work) {
        CompletableFuture.runAsync(work).join();
    }

    private void write(String text) {
        sql.update("INSERT INTO note VALUES (1, ?)", text);
    }

    private List<String> notes() {
        return sql.queryForList("SELECT text FROM note", String.class);
    }
}
