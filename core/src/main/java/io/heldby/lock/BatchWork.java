package io.heldby.lock;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Work under several keys: acquires all or none, renews them together while it runs, and releases what it acquired. */
final class BatchWork {

    private static final System.Logger LOG = System.getLogger(BatchWork.class.getName());

    private final LockManager locks;
    private final BackgroundRenewal renewal;
    private final Wishes wishes;

    BatchWork(LockManager locks, BackgroundRenewal renewal, Wishes wishes) {
        this.locks = locks;
        this.renewal = renewal;
        this.wishes = wishes;
    }

    <T extends @Nullable Object, X extends Exception> T run(
            List<LockRequest> requests, LockManager.BatchLockedWork<T, X> work) throws X {
        BatchAcquisition answer = locks.acquireAll(requests);
        if (answer instanceof BatchAcquisition.NoneGranted none) {
            throw new LockedException(none.denied().get(0));
        }
        List<Lease> leases = ((BatchAcquisition.AllGranted) answer).leases();
        List<Lease> own = acquiredHere(leases);
        if (own.isEmpty()) {
            return work.run(leases);
        }
        BackgroundRenewal.Running renewing = renewal.start(own, shortestLease(requests));
        try {
            return work.run(leases);
        } finally {
            renewing.close();
            own.forEach(this::release);
        }
    }

    /** Beat 1 is a new grant; what the session held before stays with it. Several requests may have led to one lease. */
    private static List<Lease> acquiredHere(List<Lease> leases) {
        Map<LockId, Lease> own = new LinkedHashMap<>();
        leases.stream().filter(lease -> lease.beat() == 1).forEach(lease -> own.put(lease.lockId(), lease));
        return new ArrayList<>(own.values());
    }

    private Duration shortestLease(List<LockRequest> requests) {
        return requests.stream()
                .map(wishes::atRoot)
                .map(wishes::leaseFor)
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    private void release(Lease lease) {
        try {
            locks.release(lease);
        } catch (LockStoreException failed) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "worked under the lock on {0}, but could not release it; it ends by itself with its lease",
                    lease.key(),
                    failed);
        }
    }
}
