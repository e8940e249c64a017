package io.heldby.testkit;

import io.heldby.lock.Grant;
import io.heldby.lock.InMemoryLockStore;
import io.heldby.lock.Lease;
import io.heldby.lock.LockKey;
import java.time.Duration;
import java.time.Instant;

/** Rewrites grants in memory. There is no database, so nothing can be saved under guard. */
record InMemoryBackdoor(InMemoryLockStore store, MutableClock clock) implements LockStoreBackdoor {

    @Override
    public void moveExpiry(LockKey key, Duration fromNow) {
        Instant end = now().plus(fromNow);
        store.rewrite(key, grant -> timed(grant, grant.acquiredAt(), end, grant.maxUntil()));
    }

    @Override
    public void moveMaximumHold(LockKey key, Duration fromNow) {
        Instant end = now().plus(fromNow);
        store.rewrite(key, grant -> timed(grant, grant.acquiredAt(), grant.expiresAt(), end));
    }

    @Override
    public void moveAcquired(LockKey key, Instant acquiredAt) {
        store.rewrite(key, grant -> timed(grant, acquiredAt, grant.expiresAt(), grant.maxUntil()));
    }

    @Override
    public void ageDemand(LockKey key, Duration time) {
        store.ageDemand(key, time);
    }

    @Override
    public void ageTasks(Duration time) {
        store.ageTasks(time);
    }

    @Override
    public String rawDump() {
        return store.toString();
    }

    @Override
    public Instant now() {
        return clock.instant();
    }

    @Override
    public boolean supportsGuardedSave() {
        return false;
    }

    @Override
    public HungSave hangGuardedSave(Lease lease) {
        throw new UnsupportedOperationException("memory takes no part in a database transaction");
    }

    @Override
    public boolean supportsSettingTheFence() {
        return false;
    }

    @Override
    public void setNextFence(long fence) {
        throw new UnsupportedOperationException("the fences of the store in memory are its own");
    }

    private static Grant timed(Grant grant, Instant acquiredAt, Instant expiresAt, Instant maxUntil) {
        return new Grant(
                grant.lockId(),
                grant.mode(),
                grant.owner(),
                grant.reason(),
                grant.tokens(),
                grant.fence(),
                acquiredAt,
                grant.renewedAt(),
                expiresAt,
                maxUntil,
                grant.beat(),
                grant.terms(),
                grant.expiryLogged(),
                grant.onceId(),
                grant.breaking());
    }
}
