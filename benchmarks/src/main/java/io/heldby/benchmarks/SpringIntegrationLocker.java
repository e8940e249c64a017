package io.heldby.benchmarks;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;
import org.springframework.integration.support.locks.LockRegistry;

/**
 * Spring Integration's lock registry. It locks a {@code java.util.concurrent} lock of the process first, and cannot say
 * who holds a lock.
 *
 * @param holder another node's registry
 */
record SpringIntegrationLocker(String name, LockRegistry<?> registry, LockRegistry<?> holder) implements Locker {

    @Override
    public Hand hand(int thread) {
        return new RegistryHand(registry);
    }

    @Override
    public void occupy(String id) throws InterruptedException {
        new RegistryHand(holder).acquire(id);
    }

    private static final class RegistryHand implements Hand {

        private final LockRegistry<?> registry;
        private @Nullable Lock held;

        RegistryHand(LockRegistry<?> registry) {
            this.registry = registry;
        }

        @Override
        public void acquire(String id) throws InterruptedException {
            Lock lock = registry.obtain(id);
            // With patience: without it, what PostgreSQL calls a serialization failure is answered as not free.
            if (!lock.tryLock(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException(id + " is not free");
            }
            held = lock;
        }

        @Override
        public void release() {
            if (held != null) {
                held.unlock();
            }
        }

        @Override
        public void beRefused(String id) {
            if (registry.obtain(id).tryLock()) {
                throw new IllegalStateException("was granted what somebody else holds: " + id);
            }
        }
    }
}
