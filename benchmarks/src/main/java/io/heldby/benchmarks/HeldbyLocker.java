package io.heldby.benchmarks;

import io.heldby.lock.Acquisition;
import io.heldby.lock.Lease;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockManager;
import io.heldby.lock.LockRequest;
import io.heldby.lock.Owner;
import io.heldby.lock.Release;
import org.jspecify.annotations.Nullable;

/** Heldby as an application calls it: through its lock manager, whatever the store. */
record HeldbyLocker(String name, LockManager locks) implements Locker {

    static final String TYPE = "policy";

    @Override
    public Hand hand(int thread) {
        return new OwnersHand(locks, owner("user-" + thread));
    }

    @Override
    public void occupy(String id) {
        locks.acquireOrThrow(LockRequest.of(LockKey.of(TYPE, id), owner("somebody-else")));
    }

    @Override
    public void close() {
        locks.close();
    }

    static Owner owner(String user) {
        return Owner.of(user, "session-of-" + user);
    }

    private static final class OwnersHand implements Hand {

        private final LockManager locks;
        private final Owner owner;
        private @Nullable Lease lease;

        OwnersHand(LockManager locks, Owner owner) {
            this.locks = locks;
            this.owner = owner;
        }

        @Override
        public void acquire(String id) {
            lease = locks.acquireOrThrow(LockRequest.of(LockKey.of(TYPE, id), owner));
        }

        @Override
        public void release() {
            if (lease == null || locks.release(lease) != Release.RELEASED) {
                throw new IllegalStateException("could not release " + lease);
            }
        }

        @Override
        public void beRefused(String id) {
            Acquisition answer = locks.acquire(LockRequest.of(LockKey.of(TYPE, id), owner));
            if (answer instanceof Acquisition.Granted) {
                throw new IllegalStateException("was granted what somebody else holds: " + id);
            }
        }
    }
}
