package io.heldby.benchmarks;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import net.javacrumbs.shedlock.core.ClockProvider;
import net.javacrumbs.shedlock.core.LockConfiguration;
import net.javacrumbs.shedlock.core.LockProvider;
import net.javacrumbs.shedlock.core.SimpleLock;
import org.jspecify.annotations.Nullable;

/**
 * ShedLock, called as its own scheduler support does. It has no owner and cannot say who holds a lock.
 *
 * @param holder another provider, as another node would have: one remembers what it has seen
 */
record ShedLockLocker(String name, LockProvider provider, LockProvider holder) implements Locker {

    @Override
    public Hand hand(int thread) {
        return new SimpleLockHand(provider);
    }

    @Override
    public void occupy(String id) {
        new SimpleLockHand(holder).acquire(id);
    }

    private static Optional<SimpleLock> lock(LockProvider provider, String id) {
        Instant now = ClockProvider.now();
        return provider.lock(
                new LockConfiguration(now, HeldbyLocker.TYPE + "-" + id, Duration.ofHours(1), Duration.ZERO));
    }

    private static final class SimpleLockHand implements Hand {

        private final LockProvider provider;
        private @Nullable SimpleLock held;

        SimpleLockHand(LockProvider provider) {
            this.provider = provider;
        }

        @Override
        public void acquire(String id) {
            held = lock(provider, id).orElseThrow(() -> new IllegalStateException(id + " is not free"));
        }

        @Override
        public void release() {
            if (held != null) {
                held.unlock();
            }
        }

        @Override
        public void beRefused(String id) {
            if (lock(provider, id).isPresent()) {
                throw new IllegalStateException("was granted what somebody else holds: " + id);
            }
        }
    }
}
