package io.heldby.redis;

import io.heldby.lock.Acquisition;
import io.heldby.lock.BatchAcquisition;
import io.heldby.lock.Denied;
import io.heldby.lock.Fence;
import io.heldby.lock.Grant;
import io.heldby.lock.GrantRequest;
import io.heldby.lock.Lease;
import io.heldby.redis.LockScripts.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * Grants keys, one alone or many together.
 *
 * <p>The keys of a batch may lie on several servers, and no script reaches them all, so it comes in two steps. First each
 * key notes that the batch is coming, which keeps others out for seconds but ends nobody's lease. If one refuses, the
 * others are told that it is not coming, and nothing has happened; else each grants. When this process dies in between,
 * what it has noted is void after seconds.
 *
 * <p>Two batches can refuse each other, and a batch that is given up can refuse somebody else. Who meets nothing but such
 * batches therefore asks again, a few times, after a pause of random length, for 250 ms at most.
 */
final class Acquiring {

    private static final int ATTEMPTS = 6;

    private final Redis redis;
    private final LockScripts scripts;
    private final LockIndex index;

    Acquiring(Redis redis, LockScripts scripts, LockIndex index) {
        this.redis = redis;
        this.scripts = scripts;
        this.index = index;
    }

    Acquisition acquire(GrantRequest request) {
        for (int attempt = 1; ; attempt++) {
            Reply reply = redis.written(scripts.acquire(request, Step.NOW));
            if (!reply.isHeld()) {
                Lease lease = lease(reply, request);
                index.add(lease).forEach(redis::written);
                return new Acquisition.Granted(lease, reply.is("reentered"));
            }
            if (attempt == ATTEMPTS || !reply.isHeldByBatchesOnly()) {
                return reply.held(request.key());
            }
            pause(attempt);
        }
    }

    BatchAcquisition acquireAll(List<GrantRequest> requests) {
        for (int attempt = 1; ; attempt++) {
            List<Reply> prepared = redis.writeAll(requests, request -> scripts.acquire(request, Step.PREPARE));
            List<Denied> denied = denied(requests, prepared);
            if (denied.isEmpty()) {
                return confirmed(requests);
            }
            giveUp(requests, prepared);
            boolean onlyBatches = prepared.stream().allMatch(reply -> !reply.isHeld() || reply.isHeldByBatchesOnly());
            if (attempt == ATTEMPTS || !onlyBatches) {
                return new BatchAcquisition.NoneGranted(denied);
            }
            pause(attempt);
        }
    }

    private void giveUp(List<GrantRequest> requests, List<Reply> prepared) {
        List<GrantRequest> coming = new ArrayList<>();
        for (int i = 0; i < requests.size(); i++) {
            if (!prepared.get(i).isHeld()) {
                coming.add(requests.get(i));
            }
        }
        List<Reply> unused = redis.writeAll(coming, scripts::giveUp);
    }

    private BatchAcquisition confirmed(List<GrantRequest> requests) {
        List<Reply> replies = redis.writeAll(requests, request -> scripts.acquire(request, Step.CONFIRM));
        List<Denied> denied = denied(requests, replies);
        List<Lease> leases = new ArrayList<>();
        for (int i = 0; i < requests.size(); i++) {
            if (!replies.get(i).isHeld()) {
                leases.add(lease(replies.get(i), requests.get(i)));
            }
        }
        if (!denied.isEmpty()) {
            // This process was asleep for so long that the batch was not expected any more.
            takeBack(leases);
            return new BatchAcquisition.NoneGranted(denied);
        }
        List<CompletionStage<?>> indexed = new ArrayList<>();
        leases.forEach(lease -> indexed.addAll(index.add(lease)));
        indexed.forEach(redis::written);
        return new BatchAcquisition.AllGranted(leases);
    }

    /** Beat 1 is a new grant; what the session held before it asked stays with it. */
    private void takeBack(List<Lease> leases) {
        List<Reply> unused = redis.writeAll(
                leases.stream().filter(lease -> lease.beat() == 1).toList(), lease -> scripts.release(lease.claim()));
    }

    private static List<Denied> denied(List<GrantRequest> requests, List<Reply> replies) {
        List<Denied> denied = new ArrayList<>();
        for (int i = 0; i < requests.size(); i++) {
            if (replies.get(i).isHeld()) {
                denied.add(replies.get(i).held(requests.get(i).key()));
            }
        }
        return denied;
    }

    /** A new grant is what was asked for; one that was there already is told in full. */
    private static Lease lease(Reply reply, GrantRequest request) {
        if (reply.isNumber()) {
            return granted(request, reply.number(0), reply.time(0));
        }
        Instant now = reply.time(1);
        return reply.is("granted")
                ? granted(request, reply.number(2), now)
                : reply.list(2).lease(request.key(), request.token(), now);
    }

    private static Lease granted(GrantRequest request, long fence, Instant now) {
        return Grant.of(request, new Fence(fence), now).leaseAt(now, request.token());
    }

    /** All five together are 4 to 124 ms. */
    private static void pause(int attempt) {
        Duration longest = Duration.ofMillis(4L << (attempt - 1));
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(1_000_000, longest.toNanos()));
    }
}
