package io.heldby.testkit;

import io.heldby.lock.Acquisition;
import io.heldby.lock.BatchAcquisition;
import io.heldby.lock.ForceRelease;
import io.heldby.lock.GrantRequest;
import io.heldby.lock.Heartbeat;
import io.heldby.lock.LeaseClaim;
import io.heldby.lock.LockId;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockMode;
import io.heldby.lock.LockPage;
import io.heldby.lock.LockQuery;
import io.heldby.lock.LockStore;
import io.heldby.lock.LockStoreException;
import io.heldby.lock.LockView;
import io.heldby.lock.ModeChange;
import io.heldby.lock.Release;
import io.heldby.lock.Renewal;
import io.heldby.lock.StoreCapability;
import io.heldby.lock.Suspension;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A store that really keeps locks, behind a connection that the test can cut. Reading always works. */
final class BrokenAtWill implements LockStore {

    final AtomicBoolean broken = new AtomicBoolean();
    final AtomicInteger refusals = new AtomicInteger();
    final AtomicInteger renewals = new AtomicInteger();

    final List<LockKey> lastBatch = new ArrayList<>();

    private final LockStore store;

    BrokenAtWill(LockStore store) {
        this.store = store;
    }

    /** Forwards none of the calls that belong to hand-overs, as a store that was written before there were any. */
    @Override
    public Set<StoreCapability> capabilities() {
        return Set.of();
    }

    @Override
    public BatchAcquisition acquireAll(List<GrantRequest> requests) {
        lastBatch.clear();
        requests.forEach(request -> lastBatch.add(request.key()));
        return reached().acquireAll(requests);
    }

    @Override
    public ModeChange changeMode(LeaseClaim claim, LockMode mode) {
        return reached().changeMode(claim, mode);
    }

    @Override
    public int count(String tenant, String user) {
        return reached().count(tenant, user);
    }

    @Override
    public Suspension suspend(String tenant, @Nullable String type, String operator, String reason, Duration time) {
        return reached().suspend(tenant, type, operator, reason, time);
    }

    @Override
    public boolean resume(String tenant, @Nullable String type, String operator) {
        return reached().resume(tenant, type, operator);
    }

    @Override
    public List<Suspension> suspensions(String tenant) {
        return store.suspensions(tenant);
    }

    @Override
    public Acquisition acquire(GrantRequest request) {
        return reached().acquire(request);
    }

    @Override
    public Map<LockId, Renewal> renewAll(List<Heartbeat> heartbeats) {
        renewals.incrementAndGet();
        return reached().renewAll(heartbeats);
    }

    @Override
    public Release release(LeaseClaim claim) {
        return reached().release(claim);
    }

    @Override
    public Release softRelease(LeaseClaim claim, long seenBeat, Duration grace) {
        return reached().softRelease(claim, seenBeat, grace);
    }

    @Override
    public int releaseSession(String tenant, String user, String session, String reason) {
        return reached().releaseSession(tenant, user, session, reason);
    }

    @Override
    public ForceRelease forceRelease(LockId lockId, String operator, String reason) {
        return reached().forceRelease(lockId, operator, reason);
    }

    @Override
    public List<LockView> holders(LockKey key) {
        return store.holders(key);
    }

    @Override
    public Optional<LockView> find(LockId lockId) {
        return store.find(lockId);
    }

    @Override
    public LockPage find(LockQuery query) {
        return store.find(query);
    }

    @Override
    public int sweep(int limit) {
        return reached().sweep(limit);
    }

    private LockStore reached() {
        if (broken.get()) {
            refusals.incrementAndGet();
            throw new LockStoreException("the lock store cannot be reached", new IOException("connection refused"));
        }
        return store;
    }
}
