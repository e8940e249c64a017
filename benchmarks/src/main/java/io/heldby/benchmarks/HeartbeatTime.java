package io.heldby.benchmarks;

import io.heldby.lock.Heartbeat;
import io.heldby.lock.LeaseClaim;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockManager;
import io.heldby.lock.LockRequest;
import io.heldby.lock.Renewal;
import java.util.ArrayList;
import java.util.List;

/** One heartbeat for many leases: microseconds per lease. */
final class HeartbeatTime {

    static final int LEASES = 1000;
    private static final int CALLS = 50;

    private HeartbeatTime() {}

    static Samples microsPerLease(LockManager locks, int leases) {
        List<LeaseClaim> claims = new ArrayList<>();
        for (int i = 0; i < leases; i++) {
            LockKey key = LockKey.of(HeldbyLocker.TYPE, "beating-" + leases + "-" + i);
            claims.add(locks.acquireOrThrow(LockRequest.of(key, HeldbyLocker.owner("heart")))
                    .claim());
        }
        List<Heartbeat> heartbeats = claims.stream().map(Heartbeat::of).toList();
        List<Double> micros = new ArrayList<>();
        for (int call = 0; call < 2 * CALLS; call++) {
            long begin = System.nanoTime();
            for (Renewal answer : locks.renewAll(heartbeats).values()) {
                if (!(answer instanceof Renewal.Renewed)) {
                    throw new IllegalStateException("a lease that nobody else wants was not renewed: " + answer);
                }
            }
            double each = (System.nanoTime() - begin) / 1e3 / leases;
            if (call >= CALLS) {
                micros.add(each);
            }
        }
        claims.forEach(locks::release);
        return new Samples(micros);
    }
}
