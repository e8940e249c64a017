package io.heldby.spring.transaction;

import io.heldby.lock.EditHandle;
import io.heldby.lock.Enforcement;
import io.heldby.lock.Fence;
import io.heldby.lock.Guard;
import io.heldby.lock.Lease;
import io.heldby.lock.LeaseProof;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockPolicies;
import io.heldby.lock.Loss;
import io.heldby.lock.Owner;
import java.sql.Connection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The guard inside Spring's transactions. What it verifies it verifies again right before the commit, because a rollback
 * to a savepoint (a nested transaction that failed) also drops the row lock that kept others from taking over. Safe for
 * use by many threads.
 *
 * <pre>{@code
 * @Transactional
 * void save(Policy policy, EditHandle handle) {
 *     guard.verify(handle);                // first, then write
 *     policies.update(policy);
 * }
 * }</pre>
 */
public final class SpringGuard implements Guard {

    private final Guard guard;
    private final DataSource dataSource;
    private final LockPolicies policies;

    /**
     * Adds Spring's transactions to a guard.
     *
     * @param dataSource where locks and records are
     * @param policies the guard's
     */
    public SpringGuard(Guard guard, DataSource dataSource, LockPolicies policies) {
        this.guard = guard;
        this.dataSource = dataSource;
        this.policies = policies;
    }

    /**
     * As {@link #verify(Connection, LeaseProof)}, on the connection of the current transaction.
     *
     * @throws IllegalStateException outside a transaction
     */
    public Optional<Fence> verify(LeaseProof proof) {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("the guard decides inside the transaction that saves, and there is none:"
                    + " annotate the saving method with @Transactional, or use Edits.save, which opens one");
        }
        Connection connection = DataSourceUtils.getConnection(dataSource);
        try {
            return verify(connection, proof);
        } finally {
            DataSourceUtils.releaseConnection(connection, dataSource);
        }
    }

    @Override
    public Optional<Fence> verify(Connection connection, LeaseProof proof) {
        Optional<Fence> fence = guard.verify(connection, proof);
        if (fence.isPresent() && isOfCurrentTransaction(connection)) {
            beforeCommit().add(proof);
        }
        return fence;
    }

    /** What was given back in this transaction stays locked until it ends, and is not there to be verified again. */
    @Override
    public boolean verifyAndRelease(Connection connection, LeaseProof proof) {
        boolean released = guard.verifyAndRelease(connection, proof);
        if (released && isOfCurrentTransaction(connection)) {
            beforeCommit().remove(proof);
        }
        return released;
    }

    @Override
    public boolean demandsFence(String type) {
        return guard.demandsFence(type);
    }

    /**
     * As {@link Guard#verifyWrite}; a lease of the writer that was shown to {@link #verify} in this transaction covers the
     * write, whichever editing session it is of.
     */
    @Override
    public Optional<Fence> verifyWrite(Connection connection, LockKey key, Owner writer) {
        if (!isOfCurrentTransaction(connection)) {
            return guard.verifyWrite(connection, key, writer);
        }
        Optional<LeaseProof> shown = beforeCommit().shownFor(key, writer);
        if (shown.isPresent()) {
            return guard.verify(connection, shown.get());
        }
        Optional<Fence> fence = guard.verifyWrite(connection, key, writer);
        if (policies.of(key.type()).enforcement() == Enforcement.ENFORCE) { // What is only observed is reported once.
            beforeCommit().addWrite(key, writer);
        }
        return fence;
    }

    @Override
    public void verifyWrites(Connection connection, Map<LockKey, Owner> writers) {
        if (!isOfCurrentTransaction(connection)) {
            guard.verifyWrites(connection, writers);
            return;
        }
        Map<LockKey, Owner> without = new HashMap<>(writers);
        new TreeMap<>(writers).forEach((key, writer) -> {
            Optional<LeaseProof> shown = beforeCommit().shownFor(key, writer);
            if (shown.isPresent()) {
                Optional<Fence> unused = guard.verify(connection, shown.get());
                without.remove(key);
            }
        });
        guard.verifyWrites(connection, without);
        without.forEach((key, writer) -> {
            if (policies.of(key.type()).enforcement()
                    == Enforcement.ENFORCE) { // What is only observed is reported once.
                beforeCommit().addWrite(key, writer);
            }
        });
    }

    @Override
    public boolean verifiesBeforeCommit() {
        return true;
    }

    @Override
    public Optional<Lease> recover(Connection connection, EditHandle lost, Loss loss) {
        Optional<Lease> lease = guard.recover(connection, lost, loss);
        if (lease.isPresent() && isOfCurrentTransaction(connection)) {
            beforeCommit().add(lease.get());
        }
        return lease;
    }

    void verifyWritesOnCurrentConnection(Map<LockKey, Owner> writers) {
        Connection connection = DataSourceUtils.getConnection(dataSource);
        try {
            guard.verifyWrites(connection, writers);
        } finally {
            DataSourceUtils.releaseConnection(connection, dataSource);
        }
    }

    void verifyOnCurrentConnection(LeaseProof proof) {
        Connection connection = DataSourceUtils.getConnection(dataSource);
        try {
            Optional<Fence> unused = guard.verify(connection, proof);
        } finally {
            DataSourceUtils.releaseConnection(connection, dataSource);
        }
    }

    /** A connection that the caller opened beside the transaction commits on its own: nothing here sees when. */
    private boolean isOfCurrentTransaction(Connection connection) {
        return TransactionSynchronizationManager.isActualTransactionActive()
                && TransactionSynchronizationManager.isSynchronizationActive()
                && DataSourceUtils.isConnectionTransactional(connection, dataSource);
    }

    private VerifyBeforeCommit beforeCommit() {
        for (TransactionSynchronization registered : TransactionSynchronizationManager.getSynchronizations()) {
            if (registered instanceof VerifyBeforeCommit proofs && proofs.isOf(this)) {
                return proofs;
            }
        }
        VerifyBeforeCommit proofs = new VerifyBeforeCommit(this);
        TransactionSynchronizationManager.registerSynchronization(proofs);
        return proofs;
    }
}
