package io.heldby.testkit;

import io.heldby.lock.Lease;
import io.heldby.lock.LockKey;
import java.time.Duration;
import java.time.Instant;

/**
 * What a contract test may do behind a store's back: move time for one lock, look at everything that is stored, and
 * hold a lock's row as a save does. It must not go through the store's own code, or it would share its mistakes.
 */
public interface LockStoreBackdoor {

    /**
     * Moves the end of a key's lease.
     *
     * @param fromNow counted from the store's now; negative for the past
     */
    void moveExpiry(LockKey key, Duration fromNow);

    /** Moves the end of a key's maximum hold, as {@link #moveExpiry} does with the lease. */
    void moveMaximumHold(LockKey key, Duration fromNow);

    /** Says that a key was acquired at another time. */
    void moveAcquired(LockKey key, Instant acquiredAt);

    /** Everything that is in the store's tables, as one text. */
    String rawDump();

    /** The time by the store's clock, asked past the store. */
    Instant now();

    /** Whether this store takes part in guarded saves, so that {@link #hangGuardedSave} works. */
    boolean supportsGuardedSave();

    /**
     * Begins a guarded save, up to and including the verified lease, and leaves it hanging with the lock's row locked.
     *
     * @throws io.heldby.lock.LockLostException when the guard refuses
     * @throws UnsupportedOperationException when this store takes no part in guarded saves
     */
    HungSave hangGuardedSave(Lease lease);

    /** Whether {@link #setNextFence} works. */
    boolean supportsSettingTheFence();

    /**
     * Makes the next new grant have this fence.
     *
     * @throws UnsupportedOperationException when this store gives no such access
     */
    void setNextFence(long fence);

    /**
     * Lets time go by for who wants a key, and for nobody else: moves all times of its requests and waiters into the past.
     *
     * @throws UnsupportedOperationException when this store keeps neither
     */
    default void ageDemand(LockKey key, Duration time) {
        throw new UnsupportedOperationException("this store keeps no requests and no queues");
    }

    /**
     * Lets time go by for the tasks of expiry handlers, and for nobody else.
     *
     * @throws UnsupportedOperationException when this store keeps none
     */
    default void ageTasks(Duration time) {
        throw new UnsupportedOperationException("this store keeps no tasks");
    }

    /** Lets a key's lease end a second ago; the maximum hold stays. */
    default void forceExpire(LockKey key) {
        moveExpiry(key, Duration.ofSeconds(-1));
    }

    /** Lets a key's maximum hold end a second ago, and its lease with it. */
    default void forceMaximumHoldOver(LockKey key) {
        moveMaximumHold(key, Duration.ofSeconds(-1));
        moveExpiry(
                key,
                Duration.ofSeconds(-1)); // Last, because the clock goes on, and no lease ends before its hold here.
    }

    /** A save that hangs until it is closed, which rolls it back. */
    interface HungSave extends AutoCloseable {
        @Override
        void close();
    }
}
