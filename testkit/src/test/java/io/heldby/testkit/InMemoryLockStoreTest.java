package io.heldby.testkit;

import io.heldby.lock.InMemoryLockStore;
import io.heldby.lock.LockStore;

class InMemoryLockStoreTest extends LockStoreContract {

    private final MutableClock clock = MutableClock.atTenOClock();
    private final InMemoryLockStore store = new InMemoryLockStore(clock);
    private final InMemoryBackdoor backdoor = new InMemoryBackdoor(store, clock);

    @Override
    public LockStore store() {
        return store;
    }

    @Override
    public LockStoreBackdoor backdoor() {
        return backdoor;
    }

    @Override
    public boolean storeHasItsOwnClock() {
        return false;
    }
}
