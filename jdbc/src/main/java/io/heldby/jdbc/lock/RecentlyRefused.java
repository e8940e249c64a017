package io.heldby.jdbc.lock;

import io.heldby.lock.LockKey;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Keys of which an acquire was refused lately on this node: whoever asks again is probably refused again, so that it is
 * cheaper to look first, and the holder's row is left in peace. Only a hint: a key that is missing here, or should be,
 * costs a round trip and nothing else. Safe for use by many threads.
 */
final class RecentlyRefused {

    private final AtomicReferenceArray<LockKey> places = new AtomicReferenceArray<>(1024);

    boolean contains(LockKey key) {
        return key.equals(places.get(place(key)));
    }

    void add(LockKey key) {
        places.set(place(key), key);
    }

    void remove(LockKey key) {
        if (contains(key)) {
            places.set(place(key), null);
        }
    }

    private int place(LockKey key) {
        return Math.floorMod(key.hashCode(), places.length());
    }
}
