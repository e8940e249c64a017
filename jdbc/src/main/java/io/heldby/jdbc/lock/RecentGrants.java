package io.heldby.jdbc.lock;

import io.heldby.lock.LockKey;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The keys of grants that this node has made lately, for statements that disturb others less when they know the key. It
 * cannot be wrong: a lock id belongs to one key for ever. Safe for use by many threads.
 */
final class RecentGrants {

    private final AtomicReferenceArray<@Nullable Known> places = new AtomicReferenceArray<>(4096);

    void remember(UUID lockId, LockKey key) {
        places.set(place(lockId), new Known(lockId, key));
    }

    Optional<LockKey> keyOf(UUID lockId) {
        Known known = places.get(place(lockId));
        return known != null && known.lockId().equals(lockId) ? Optional.of(known.key()) : Optional.empty();
    }

    private int place(UUID lockId) {
        return Math.floorMod(lockId.hashCode(), places.length());
    }

    private record Known(UUID lockId, LockKey key) {}
}
