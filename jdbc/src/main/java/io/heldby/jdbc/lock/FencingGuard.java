package io.heldby.jdbc.lock;

import io.heldby.lock.EditHandle;
import io.heldby.lock.Enforcement;
import io.heldby.lock.Fence;
import io.heldby.lock.Guard;
import io.heldby.lock.Heartbeat;
import io.heldby.lock.Lease;
import io.heldby.lock.LeaseProof;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockLostException;
import io.heldby.lock.LockMode;
import io.heldby.lock.LockNotHeldException;
import io.heldby.lock.LockPolicies;
import io.heldby.lock.LockPolicy;
import io.heldby.lock.LockQuery;
import io.heldby.lock.LockStore;
import io.heldby.lock.LockStoreException;
import io.heldby.lock.LockView;
import io.heldby.lock.Loss;
import io.heldby.lock.Owner;
import io.heldby.lock.Renewal;
import io.heldby.lock.Writes;
import java.io.IOException;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The guard for locks that are kept in another place than the records: in Redis, or in another database.
 *
 * <p>It asks the lock store, by a heartbeat, whether the lease is good. That is an early warning and no more: nothing keeps
 * the lock from ending between this answer and the commit. What decides is the save's own statement, which compares the
 * fence of the lease with that of the last save: {@code … WHERE id = ? AND version = ? AND fence <= ?}. A save that never
 * asks for the fence is refused. {@link io.heldby.jdbc.unitofwork.VersionedTable#fenceColumn} does both.
 *
 * <p>While the lock store cannot be reached, nothing is saved. An expired lease cannot be recovered within a save.
 *
 * <p>Safe for use by many threads.
 */
public final class FencingGuard implements Guard {

    private final LockStore store;
    private final LockPolicies policies;
    private final Observations observations;

    public FencingGuard(LockStore store, LockPolicies policies) {
        this(store, policies, observed -> {});
    }

    /** As for {@link JdbcGuard}, also tells somebody of every write that is only observed. */
    public FencingGuard(LockStore store, LockPolicies policies, Consumer<ObservedWrite> listener) {
        this.store = store;
        this.policies = policies;
        this.observations = new Observations(listener);
    }

    @Override
    public boolean demandsFence(String type) {
        return true;
    }

    @Override
    public Optional<Fence> verify(Connection connection, LeaseProof proof) {
        Enforcement enforcement = policies.of(proof.key().type()).enforcement();
        if (enforcement == Enforcement.OFF) {
            return Optional.empty();
        }
        Renewal answer = store.renewAll(List.of(Heartbeat.of(proof.claim())))
                .get(proof.claim().lockId());
        if (answer instanceof Renewal.Renewed renewed) {
            Lease lease = renewed.lease();
            return lease.mode() == LockMode.EXCLUSIVE
                    ? Optional.of(lease.fence())
                    : refused(proof.key(), proof.owner(), notHeld(proof.key(), proof.owner()), enforcement);
        }
        if (answer instanceof Renewal.Lost lost) {
            return refused(proof.key(), proof.owner(), new LockLostException(proof.key(), lost.loss()), enforcement);
        }
        throw new LockStoreException(
                "%s is being granted to somebody or not at this moment, so nothing may be saved: try again in a second"
                        .formatted(proof.key()),
                new IOException("no answer yet"));
    }

    @Override
    public Optional<Fence> verifyWrite(Connection connection, LockKey key, Owner writer) {
        LockPolicy policy = policies.of(key.type());
        if (policy.enforcement() == Enforcement.OFF) {
            return Optional.empty();
        }
        List<LockView> holders = store.holders(key);
        Optional<Fence> own = (holders.isEmpty() ? expired(key, writer) : holders)
                .stream()
                        .filter(view -> view.owner().sameEditingSessionAs(writer) && view.mode() == LockMode.EXCLUSIVE)
                        .map(LockView::fence)
                        .findFirst();
        boolean free = holders.isEmpty() && policy.writes() == Writes.LEASE_OR_FREE;
        return own.isPresent() || free ? own : refused(key, writer, notHeld(key, writer), policy.enforcement());
    }

    /** Leases of the writer that are over but still good, because nobody has taken the key. */
    private List<LockView> expired(LockKey key, Owner writer) {
        LockQuery ofWriter = LockQuery.all(key.tenant())
                .ofType(key.type())
                .heldBy(writer.user())
                .containing(key.id())
                .limit(500);
        return store.find(ofWriter).locks().stream()
                .filter(view -> view.key().equals(key))
                .toList();
    }

    /** There is no row to lock here, so nobody could be kept from taking the key while the save is written. */
    @Override
    public Optional<Lease> recover(Connection connection, EditHandle lost, Loss loss) {
        return Optional.empty();
    }

    /** What would have been refused but was only reported, by call site: how often since this guard was made. */
    public Map<String, Long> observed() {
        return observations.counts();
    }

    private LockNotHeldException notHeld(LockKey key, Owner writer) {
        return new LockNotHeldException(key, writer, store.holders(key).stream().findFirst(), CallSite.ofApplication());
    }

    private Optional<Fence> refused(LockKey key, Owner writer, RuntimeException refusal, Enforcement enforcement) {
        if (store.suspensions(key.tenant()).stream().anyMatch(suspension -> suspension.covers(key))) {
            return Optional.empty();
        }
        if (enforcement == Enforcement.OBSERVE) {
            observations.report(key, writer, refusal);
            return Optional.empty();
        }
        throw refusal;
    }
}
