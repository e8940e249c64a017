package io.heldby.spring;

import io.heldby.lock.Lease;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockMode;
import io.heldby.lock.LockRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The leases that {@link Locked} calls hold on the current thread, so that whatever they call works in the same editing
 * session and under the same locks, also where no HTTP session keeps it. Safe for use by many threads.
 */
final class WorkingLeases {

    private final ThreadLocal<Map<LockKey, Lease>> current = ThreadLocal.withInitial(Map::of);

    /** The editing session in which this thread holds the key. */
    Optional<String> sessionFor(LockKey key) {
        return Optional.ofNullable(current.get().get(key))
                .map(lease -> lease.owner().session());
    }

    /** The leases that already cover all of the requests, which are at their roots. */
    Optional<List<Lease>> covering(List<LockRequest> requests) {
        List<Lease> leases = new ArrayList<>();
        for (LockRequest request : requests) {
            Lease lease = current.get().get(request.key());
            if (lease == null || !suffices(lease, request)) {
                return Optional.empty();
            }
            leases.add(lease);
        }
        return Optional.of(leases);
    }

    /** A user who signs in as somebody else within a call is somebody else. */
    private static boolean suffices(Lease lease, LockRequest request) {
        return lease.owner().sameEditingSessionAs(request.owner())
                && (lease.mode() == LockMode.EXCLUSIVE || request.mode() == LockMode.SHARED);
    }

    /** Runs the work with these leases besides those that the thread works under already. */
    <T> T with(List<Lease> leases, Work<T> work) throws Exception {
        Map<LockKey, Lease> outer = current.get();
        Map<LockKey, Lease> inner = new HashMap<>(outer);
        leases.forEach(lease -> inner.put(lease.key(), lease));
        current.set(Map.copyOf(inner));
        try {
            return work.run();
        } finally {
            if (outer.isEmpty()) {
                current.remove();
            } else {
                current.set(outer);
            }
        }
    }

    /** What runs under leases. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws Exception;
    }
}
