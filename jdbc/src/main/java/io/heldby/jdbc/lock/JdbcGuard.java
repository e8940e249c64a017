package io.heldby.jdbc.lock;

import io.heldby.lock.EditHandle;
import io.heldby.lock.Enforcement;
import io.heldby.lock.Expiry;
import io.heldby.lock.Fence;
import io.heldby.lock.Grant;
import io.heldby.lock.GrantRequest;
import io.heldby.lock.Guard;
import io.heldby.lock.Lease;
import io.heldby.lock.LeaseProof;
import io.heldby.lock.LeaseTerms;
import io.heldby.lock.LockId;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockLostException;
import io.heldby.lock.LockMode;
import io.heldby.lock.LockNotHeldException;
import io.heldby.lock.LockPolicies;
import io.heldby.lock.LockPolicy;
import io.heldby.lock.LockStoreException;
import io.heldby.lock.LockView;
import io.heldby.lock.Loss;
import io.heldby.lock.Owner;
import io.heldby.lock.Writes;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
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

    private final Dialect dialect;
    private final HeadRows heads;
    private final EventLog events;
    private final Keys keys;
    private final Acquiring acquiring;
    private final Observations observations;
    private final LockPolicies policies;
    private final UUID storeId;

    /** Connects once, to learn which store it guards for. */
    public JdbcGuard(DataSource lockDataSource, JdbcSettings settings, LockPolicies policies) {
        this(lockDataSource, settings, policies, observed -> {});
    }

    /**
     * Also tells somebody of every write that is only observed.
     *
     * @param listener called in the thread and transaction that writes; must be quick and not throw
     */
    public JdbcGuard(
            DataSource lockDataSource, JdbcSettings settings, LockPolicies policies, Consumer<ObservedWrite> listener) {
        this.observations = new Observations(listener);
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
        this.keys = new Keys(dialect, events, settings.eventLog());
        this.acquiring = new Acquiring(dialect, keys, events, settings.eventLog());
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
            boolean advisory = connection.isReadOnly() || enforcement != Enforcement.ENFORCE;
            Loss loss = lossOf(connection, proof, row, advisory);
            if (loss == null && row != null) {
                return Optional.of(row.grant().fence());
            }
            if (!isStore(connection)) {
                throw anotherDatabase(connection);
            }
            if (Suspensions.covers(connection, dialect.sql, proof.key())) {
                return Optional.empty();
            }
            Optional<Grant> shared = sharedBy(connection, proof, row);
            RuntimeException refusal = shared.isPresent()
                    ? notHeld(proof.key(), proof.owner(), shared.map(share -> share.viewAt(share.renewedAt())))
                    : new LockLostException(proof.key(), loss == null ? Loss.unknown() : loss);
            return refused(proof.key(), proof.owner(), refusal, enforcement);
        } catch (SQLException failed) {
            throw failure(connection, proof.key(), failed);
        }
    }

    @Override
    public boolean verifyAndRelease(Connection connection, LeaseProof proof) {
        try {
            requireTransaction(connection);
            if (!connection.isReadOnly() && AtOnce.released(connection, dialect, proof.claim())) {
                return true;
            }
        } catch (SQLException failed) {
            throw failure(connection, proof.key(), failed);
        }
        Optional<Fence> unused = verify(connection, proof);
        return false;
    }

    /** The proof's own grant, if it is good but only a share: writing needs more. */
    private Optional<Grant> sharedBy(Connection connection, LeaseProof proof, HeadRows.@Nullable Row row)
            throws SQLException {
        Optional<LockedKey> key =
                connection.isReadOnly() ? keys.complete(connection, row) : keys.completeCurrently(connection, row);
        return key.filter(LockedKey::isShared)
                .flatMap(held -> held.grant(proof.claim().lockId()))
                .filter(share -> share.provenBy(proof.claim()));
    }

    @Override
    public Optional<Fence> verifyWrite(Connection connection, LockKey key, Owner writer) {
        LockPolicy policy = policies.of(key.type());
        if (policy.enforcement() == Enforcement.OFF) {
            return Optional.empty();
        }
        try {
            requireTransaction(connection);
            Standing standing = standing(connection, key, writer, policy);
            if (standing.mayWrite()) {
                return standing.fence();
            }
            if (!isStore(connection)) {
                throw anotherDatabase(connection);
            }
            return Suspensions.covers(connection, dialect.sql, key)
                    ? Optional.empty()
                    : refused(key, writer, notHeld(key, writer, standing.holder()), policy.enforcement());
        } catch (SQLException failed) {
            throw failure(connection, key, failed);
        }
    }

    @Override
    public void verifyWrites(Connection connection, Map<LockKey, Owner> writers) {
        Set<LockKey> open = new TreeSet<>(writers.keySet());
        open.removeIf(key -> policies.of(key.type()).enforcement() == Enforcement.OFF);
        if (open.size() > 1) {
            try {
                requireTransaction(connection);
                if (!connection.isReadOnly()) {
                    heads.lockAllPatiently(connection, open).forEach((key, row) -> {
                        if (isPlainlyHeld(row, Objects.requireNonNull(writers.get(key)))) {
                            open.remove(key);
                        }
                    });
                }
            } catch (SQLException failed) {
                throw failure(connection, open.iterator().next(), failed);
            }
        }
        for (LockKey key : open) {
            Optional<Fence> unused = verifyWrite(connection, key, Objects.requireNonNull(writers.get(key)));
        }
    }

    /** Held by this session alone, in its time, and wanted by nobody: there is nothing more to look at. */
    private static boolean isPlainlyHeld(HeadRows.Row row, Owner writer) {
        Grant grant = row.grant();
        return !row.reserved()
                && !row.wanted()
                && grant.mode() == LockMode.EXCLUSIVE
                && grant.owner().sameEditingSessionAs(writer)
                && grant.activeAt(row.now());
    }

    /** How a writer without a lease at hand stands towards a key. */
    private record Standing(boolean mayWrite, Optional<Fence> fence, Optional<LockView> holder) {}

    private Standing standing(Connection connection, LockKey key, Owner writer, LockPolicy policy) throws SQLException {
        boolean mayReserve = policy.writes() == Writes.LEASE_OR_FREE && !connection.isReadOnly();
        Optional<LockedKey> locked;
        do {
            // Free: whoever acquires it from now on waits for the end of this transaction, or is told that it is
            // saving.
            // This goes first, because looking for a row that is not there may lock the place where it would be.
            if (mayReserve && heads.reserveUntilTheEndOfThisTransaction(connection, key, writer)) {
                return new Standing(true, Optional.empty(), Optional.empty());
            }
            locked = connection.isReadOnly()
                    ? keys.complete(connection, heads.read(connection, key))
                    : keys.lockPatiently(connection, key);
        } while (mayReserve && locked.isEmpty());
        if (locked.isEmpty()) {
            return new Standing(false, Optional.empty(), Optional.empty());
        }
        LockedKey held = locked.get();
        Optional<Grant> own = held.grants().stream()
                .filter(grant -> grant.owner().sameEditingSessionAs(writer)
                        && held.state().lossOf(grant, held.now()).isEmpty())
                .findFirst();
        if (own.isPresent() && own.get().mode() == LockMode.EXCLUSIVE) {
            return new Standing(true, Optional.of(own.get().fence()), Optional.empty());
        }
        Optional<LockView> holder = Stream.of(
                        own.stream(),
                        held.grants().stream().filter(grant -> grant.activeAt(held.now())),
                        Stream.ofNullable(held.state().reservation()).filter(place -> place.activeAt(held.now())))
                .flatMap(Function.identity())
                .findFirst()
                .map(grant -> grant.viewAt(held.now()));
        // The row of an expired lease that nobody wants any more stays locked until the end of this transaction.
        // Not so when somebody waits for it.
        boolean free = holder.isEmpty()
                && held.state().nextAt(held.now()).isEmpty()
                && policy.writes() == Writes.LEASE_OR_FREE;
        return new Standing(free, Optional.empty(), holder);
    }

    @Override
    public Optional<Lease> recover(Connection connection, EditHandle lost, Loss loss) {
        LockPolicy policy = policies.of(lost.key().type());
        if (!loss.byExpiry() || policy.expiry() != Expiry.LENIENT) {
            return Optional.empty();
        }
        try {
            Instant maxUntil = events.endingOf(connection, lost.claim()).maxUntil();
            Instant now = heads.now(connection);
            if (maxUntil == null || !now.isBefore(maxUntil)) {
                return Optional.empty();
            }
            return acquiring.acquireWithin(connection, recovering(lost, policy, Duration.between(now, maxUntil)));
        } catch (SQLException failed) {
            throw failure(connection, lost.key(), failed);
        }
    }

    /** It is released right after the save, so it needs no more than a first lease. */
    private static GrantRequest recovering(EditHandle lost, LockPolicy policy, Duration rest) {
        return new GrantRequest(
                LockId.random(lost.key()),
                lost.token(),
                lost.owner(),
                LockMode.EXCLUSIVE,
                "saving",
                new LeaseTerms(policy.lease(), policy.renewal(), policy.expiry()),
                policy.lease(),
                rest,
                false,
                null);
    }

    /** What would have been refused but was only reported, by call site: how often since this guard was made. */
    public Map<String, Long> observed() {
        return observations.counts();
    }

    private RuntimeException failure(Connection connection, LockKey key, SQLException failed) {
        try {
            if (dialect.isMissingTable(failed)) {
                return anotherDatabase(connection);
            }
        } catch (SQLException alsoFailed) {
            failed.addSuppressed(alsoFailed);
        }
        return new LockStoreException(
                "could not verify the lock on %s, so nothing may be saved: %s".formatted(key, failed.getMessage()),
                failed);
    }

    /**
     * Null when the proof is good.
     *
     * @param advisory whether the transaction goes on in any case, so that nothing more may be locked in it
     */
    private @Nullable Loss lossOf(Connection connection, LeaseProof proof, HeadRows.@Nullable Row row, boolean advisory)
            throws SQLException {
        if (row == null || !row.grant().provenBy(proof.claim())) {
            return advisory
                    ? events.lossOf(connection, proof.claim())
                    : events.currentLossOf(connection, proof.claim());
        }
        if (!row.wanted() || row.grant().activeAt(row.now())) {
            return row.grant().revivableAt(row.now()) ? null : row.grant().overdue();
        }
        // Whoever waits comes first once the time is over.
        LockedKey key =
                (advisory ? keys.complete(connection, row) : keys.completeCurrently(connection, row)).orElseThrow();
        return key.state().lossOf(row.grant(), row.now()).orElse(null);
    }

    private static LockNotHeldException notHeld(LockKey key, Owner writer, Optional<LockView> holder) {
        return new LockNotHeldException(key, writer, holder, CallSite.ofApplication());
    }

    private Optional<Fence> refused(LockKey key, Owner writer, RuntimeException refusal, Enforcement enforcement) {
        if (enforcement == Enforcement.OBSERVE) {
            observations.report(key, writer, refusal);
            return Optional.empty();
        }
        throw refusal;
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
