package io.heldby.benchmarks;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.redisson.api.RLock;
import org.redisson.api.RedissonClient;

/**
 * Redisson's reentrant lock, with a lease, so that it starts no watchdog.
 *
 * @param holder another node's client
 */
record RedissonLocker(String name, RedissonClient client, RedissonClient holder) implements Locker {

    @Override
    public Hand hand(int thread) {
        return new RLockHand(client);
    }

    @Override
    public void occupy(String id) throws InterruptedException {
        new RLockHand(holder).acquire(id);
    }

    private static final class RLockHand implements Hand {

        private final RedissonClient client;
        private @Nullable RLock held;

        RLockHand(RedissonClient client) {
            this.client = client;
        }

        private RLock lock(String id) {
            return client.getLock("redisson:" + id);
        }

        @Override
        public void acquire(String id) throws InterruptedException {
            RLock lock = lock(id);
            if (!lock.tryLock(0, 1, TimeUnit.HOURS)) {
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
        public void beRefused(String id) throws InterruptedException {
            if (lock(id).tryLock(0, 1, TimeUnit.HOURS)) {
                throw new IllegalStateException("was granted what somebody else holds: " + id);
            }
        }
    }
}
