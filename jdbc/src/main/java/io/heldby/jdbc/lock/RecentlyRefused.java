package io.heldby.jdbc.lock;

import io.heldby.lock.LockKey;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * A guess at which keys are held, from what was refused before: whoever waits for a key asks again and again, and reading
 * first then costs less than trying to insert. A wrong guess costs one more round trip and nothing else. It remembers a
 * few keys and forgets one for another; safe for use by many threads.
 */
final class RecentlyRefused {

    private static final int SLOTS = 1024;

    private final AtomicReferenceArray<@Nullable LockKey> keys = new AtomicReferenceArray<>(SLOTS);

    boolean contains(LockKey key) {
        return key.equals(keys.get(slot(key)));
    }

    void add(LockKey key) {
        keys.set(slot(key), key);
    }

    /** Forgets whatever was remembered in its place, which is a guess as well. */
    void remove(LockKey key) {
        keys.set(slot(key), null);
    }

    private static int slot(LockKey key) {
        return Math.floorMod(key.hashCode(), SLOTS);
    }
}
