package io.heldby.redis;

import io.heldby.lock.LockKey;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Which lock has which id, for the last {@value #REMEMBERED} that this process has seen. It spares a question, and cannot
 * be wrong: an id belongs to one key for ever.
 */
final class RecentLocks {

    private static final int REMEMBERED = 10_000;

    private final Lock mutex = new ReentrantLock();
    private final Map<UUID, LockKey> keys = new LinkedHashMap<>();

    void remember(UUID lockId, LockKey key) {
        mutex.lock();
        try {
            keys.put(lockId, key);
            if (keys.size() > REMEMBERED) {
                keys.remove(keys.keySet().iterator().next());
            }
        } finally {
            mutex.unlock();
        }
    }

    Optional<LockKey> keyOf(UUID lockId) {
        mutex.lock();
        try {
            return Optional.ofNullable(keys.get(lockId));
        } finally {
            mutex.unlock();
        }
    }
}
