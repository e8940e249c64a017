package io.heldby.spring.transaction;

import io.heldby.jdbc.lock.InitializeSchema;
import io.heldby.jdbc.lock.JdbcGuard;
import io.heldby.jdbc.lock.JdbcLockStore;
import io.heldby.jdbc.lock.JdbcSchema;
import io.heldby.jdbc.lock.JdbcSettings;
import io.heldby.jdbc.unitofwork.VersionedMapper;
import io.heldby.jdbc.unitofwork.VersionedTable;
import io.heldby.lock.Edits;
import io.heldby.lock.LockManager;
import io.heldby.lock.LockPolicies;
import io.heldby.lock.Owner;
import io.heldby.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Locks, guard and one policy in one database, put together as the starter does. */
final class GuardedOffice implements AutoCloseable {

    static final Owner ALICE = Owner.of("alice", "a1").named("Alice Ng");
    static final Owner BOB = Owner.of("bob", "b1").named("Bob Smith");

    final TestDatabase database;
    final LockManager locks;
    final SpringGuard guard;
    final SpringTransactions transactions;
    final Edits edits;
    final JdbcTemplate sql;
    final PolicyMapper mapper = new PolicyMapper();
    final TransactionTemplate transaction;
    final TransactionTemplate nested;

    /** What the guard was asked about, in order. */
    final List<String> verified = new ArrayList<>();

    GuardedOffice(TestDatabase database, LockPolicies policies) {
        this.database = database;
        JdbcSettings settings = JdbcSettings.defaults();
        JdbcSchema.prepare(database.dataSource(), settings, InitializeSchema.ALWAYS);
        locks = new LockManager(
                new JdbcLockStore(database.dataSource(), settings),
                policies,
                TransactionSynchronizationManager::isActualTransactionActive);
        guard = new SpringGuard(
                new CountingGuard(new JdbcGuard(database.dataSource(), settings, policies), verified),
                database.dataSource(),
                policies);
        JdbcTransactionManager manager = new JdbcTransactionManager(database.dataSource());
        transactions = new SpringTransactions(manager, database.dataSource());
        edits = new Edits(locks, guard, transactions, session -> Optional.empty());
        sql = new JdbcTemplate(database.dataSource());
        transaction = new TransactionTemplate(manager);
        nested = new TransactionTemplate(manager);
        nested.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
        sql.execute("CREATE TABLE policy (id VARCHAR(50) PRIMARY KEY, holder VARCHAR(100),"
                + " version BIGINT, modified_by VARCHAR(255), modified_at TIMESTAMP WITH TIME ZONE)");
        sql.update("INSERT INTO policy VALUES ('1', 'Kroker', 0, 'Import', CURRENT_TIMESTAMP)");
    }

    /** Whoever holds the policy has been away for an hour. */
    void expire() {
        run("UPDATE heldby_lock SET expires_at = CURRENT_TIMESTAMP - INTERVAL '1' HOUR,"
                + " acquired_at = CURRENT_TIMESTAMP - INTERVAL '2' HOUR");
    }

    /** On a connection that is not the pool's, so that a pool of one can be busy. */
    void run(String statement) {
        try (Connection connection = database.openConnection();
                Statement plain = connection.createStatement()) {
            plain.executeUpdate(statement);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    String holder() {
        return sql.queryForObject("SELECT holder FROM policy", String.class);
    }

    long version() {
        return sql.queryForObject("SELECT version FROM policy", Long.class);
    }

    @Override
    public void close() {
        locks.close();
        database.close();
    }

    record Policy(String id, String holder) {}

    static final class PolicyMapper extends VersionedMapper<Policy> {

        PolicyMapper() {
            super(VersionedTable.of("policy", "id", Policy::id).column("holder", Policy::holder));
        }

        @Override
        protected Policy read(ResultSet row) throws SQLException {
            return new Policy(row.getString("id"), row.getString("holder"));
        }
    }
}
