package io.heldby.lock;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Acquires several keys, all or none: members at their roots, each key once, in key order. */
final class Batches {

    private final LockStore store;
    private final Wishes wishes;
    private final Conditions conditions;

    Batches(LockStore store, Wishes wishes, Conditions conditions) {
        this.store = store;
        this.wishes = wishes;
        this.conditions = conditions;
    }

    BatchAcquisition acquireAll(List<LockRequest> requests) {
        List<LockRequest> atRoots = requests.stream().map(wishes::atRoot).toList();
        List<LockRequest> sorted = List.copyOf(wishes.oncePerKey(atRoots).values());
        List<Denied> refused = new ArrayList<>();
        conditions.beforeAll(sorted).ifPresent(refused::add);
        if (!refused.isEmpty()) {
            return new BatchAcquisition.NoneGranted(refused);
        }
        BatchAcquisition answer =
                store.acquireAll(sorted.stream().map(wishes::withPolicy).toList());
        if (!(answer instanceof BatchAcquisition.AllGranted granted)) {
            return answer;
        }
        List<Denied> stale = sorted.stream()
                .map(conditions::staleVersion)
                .flatMap(Optional::stream)
                .toList();
        if (!stale.isEmpty()) {
            // Beat 1 is a new grant; what the session held before it asked stays with it.
            granted.leases().stream().filter(lease -> lease.beat() == 1).forEach(lease -> store.release(lease.claim()));
            return new BatchAcquisition.NoneGranted(stale);
        }
        Map<LockKey, Lease> byKey = new HashMap<>();
        granted.leases().forEach(lease -> byKey.put(lease.key(), lease));
        return new BatchAcquisition.AllGranted(atRoots.stream()
                .map(request -> Objects.requireNonNull(byKey.get(request.key()), "every key was granted"))
                .toList());
    }
}
