package io.heldby.hibernate;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What was put or asked for most recently; the rest is forgotten. Safe for use by many threads. */
final class MostRecent<K, V> {

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<K, V> kept;

    MostRecent(int most) {
        this.kept = new LinkedHashMap<>(16, 0.75f, true) {

            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > most;
            }
        };
    }

    void put(K key, V value) {
        lock.lock();
        try {
            kept.put(key, value);
        } finally {
            lock.unlock();
        }
    }

    @Nullable
    V get(K key) {
        lock.lock();
        try {
            return kept.get(key);
        } finally {
            lock.unlock();
        }
    }
}
