package io.heldby.jdbc.lock;

import io.heldby.lock.Enforcement;
import io.heldby.lock.Fence;
import io.heldby.lock.Grant;
import io.heldby.lock.Guard;
import io.heldby.lock.LeaseProof;
import io.heldby.lock.LockLostException;
import io.heldby.lock.LockPolicies;
import io.heldby.lock.LockStoreException;
import io.heldby.lock.Loss;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The guard of a {@link JdbcLockStore}, for data in the same database.
 *
 * <p>It locks the head row on the caller's connection ({@code SELECT … FOR UPDATE}), reads the clock after that, and
 * compares lock id, tokens, user and time as {@link Grant} says. The row stays locked until the caller's transaction ends,
 * so a takeover, break or hand-over comes either before, and the save is refused, or after the save is committed.
 *
 * <p>A proof that is not found is looked for in the wrong place, perhaps: the store's id, written when its tables were
 * made, is compared through the caller's connection, and a difference is an error of configuration, not a lost lock.
 *
 * <p>Safe for use by many threads, each with its own connection.
 */
public final class JdbcGuard implements Guard {

    private static final System.Logger LOG = System.getLogger(JdbcGuard.class.getName());

    private final Dialect dialect;
    private final HeadRows heads;
    private final EventLog events;
    private final LockPolicies policies;
    private final UUID storeId;

    /** Connects once, to learn which store it guards for. */
    public JdbcGuard(DataSource lockDataSource, JdbcSettings settings, LockPolicies policies) {
        try (Connection connection = lockDataSource.getConnection()) {
            dialect = Dialect.of(connection, settings);
            storeId = JdbcSchema.storeId(connection, dialect)
                    .orElseThrow(
                            () -> new IllegalStateException("Heldby's tables are missing: run JdbcSchema.prepare"));
        } catch (SQLException failed) {
            throw new LockStoreException("cannot reach the lock store: " + failed.getMessage(), failed);
        }
        this.heads = new HeadRows(dialect);
        this.events = new EventLog(dialect.sql);
        this.policies = policies;
    }

    @Override
    public Optional<Fence> verify(Connection connection, LeaseProof proof) {
        Enforcement enforcement = policies.of(proof.key().type()).enforcement();
        if (enforcement == Enforcement.OFF) {
            return Optional.empty();
        }
        try {
            requireTransaction(connection);
            HeadRows.Row row = connection.isReadOnly()
                    ? heads.read(connection, proof.key())
                    : heads.lockPatiently(connection, proof.key());
            Loss loss = lossOf(connection, proof, row);
            if (loss == null && row != null) {
                return Optional.of(row.grant().fence());
            }
            if (!isStore(connection)) {
                throw anotherDatabase(connection);
            }
            return refused(proof, loss == null ? Loss.unknown() : loss, enforcement);
        } catch (SQLException failed) {
            throw failure(connection, proof, failed);
        }
    }

    private RuntimeException failure(Connection connection, LeaseProof proof, SQLException failed) {
        try {
            if (dialect.isMissingTable(failed)) {
                return anotherDatabase(connection);
            }
        } catch (SQLException alsoFailed) {
            failed.addSuppressed(alsoFailed);
        }
        return new LockStoreException(
                "could not verify the lock on %s, so nothing may be saved: %s"
                        .formatted(proof.key(), failed.getMessage()),
                failed);
    }

    /** Null when the proof is good. */
    private @Nullable Loss lossOf(Connection connection, LeaseProof proof, HeadRows.@Nullable Row row)
            throws SQLException {
        if (row == null || !row.grant().provenBy(proof.claim())) {
            return events.lossOf(connection, proof.claim());
        }
        return row.grant().revivableAt(row.now())
                ? null
                : Loss.expired(row.grant().expiresAt());
    }

    private Optional<Fence> refused(LeaseProof proof, Loss loss, Enforcement enforcement) {
        if (enforcement == Enforcement.OBSERVE) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "observed: {0} saves {1} without a good lock ({2}); called from {3}",
                    proof.owner().displayName(),
                    proof.key(),
                    loss.cause(),
                    CallSite.ofApplication());
            return Optional.empty();
        }
        throw new LockLostException(proof.key(), loss);
    }

    private static void requireTransaction(Connection connection) throws SQLException {
        if (connection.getAutoCommit()) {
            throw new IllegalStateException(
                    "the guard needs a transaction: with auto-commit the check would be over before"
                            + " the write begins. Call setAutoCommit(false), or let Edits or Transactions run the work");
        }
    }

    private static IllegalStateException anotherDatabase(Connection connection) throws SQLException {
        return new IllegalStateException(
                "the guard was given a connection to another database (%s) than the one that keeps the locks, so it cannot"
                                .formatted(connection.getMetaData().getURL())
                        + " protect this write. Keep locks and data in one database");
    }

    private boolean isStore(Connection connection) throws SQLException {
        return JdbcSchema.storeId(connection, dialect).filter(storeId::equals).isPresent();
    }
}
