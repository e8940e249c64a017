package io.heldby.lock;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Heartbeats for programs, which have no page that sends them: at a third of the lease, until told to stop or lost. */
final class BackgroundRenewal {

    private static final System.Logger LOG = System.getLogger(BackgroundRenewal.class.getName());

    private final LockManager locks;
    private final ScheduledThreadPoolExecutor scheduler;

    BackgroundRenewal(LockManager locks) {
        this.locks = locks;
        scheduler = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(work, "heldby-renewal");
            thread.setDaemon(true);
            return thread;
        });
        scheduler.setRemoveOnCancelPolicy(true);
    }

    Running start(Lease lease, Duration length) {
        return start(() -> beat(lease), length);
    }

    /** All in one statement; a lost one does not end the heartbeats of the others. */
    Running start(List<Lease> leases, Duration length) {
        return start(() -> beat(leases), length);
    }

    private Running start(Runnable beat, Duration length) {
        long everyMillis = length.toMillis() / 3;
        ScheduledFuture<?> beats = scheduler.scheduleAtFixedRate(beat, everyMillis, everyMillis, TimeUnit.MILLISECONDS);
        return () -> beats.cancel(false);
    }

    void close() {
        scheduler.shutdownNow();
    }

    /** A lost lease only ends the heartbeats (by throwing): the work learns of it from the guard, which decides. */
    private void beat(Lease lease) {
        try {
            if (locks.renew(lease) instanceof Renewal.Lost lost) {
                LOG.log(System.Logger.Level.WARNING, "the lock on {0} was lost while working: {1}", lease.key(), lost);
                throw new LockLostException(lease.key(), lost.loss());
            }
        } catch (LockStoreException unreachable) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "could not renew the lock on {0}, trying again",
                    lease.key(),
                    unreachable);
        }
    }

    private void beat(List<Lease> leases) {
        try {
            Map<LockId, Renewal> answers = locks.renewAll(
                    leases.stream().map(Lease::claim).map(Heartbeat::of).toList());
            for (Lease lease : leases) {
                if (answers.get(lease.lockId()) instanceof Renewal.Lost lost) {
                    LOG.log(
                            System.Logger.Level.WARNING,
                            "the lock on {0} was lost while working: {1}",
                            lease.key(),
                            lost);
                }
            }
        } catch (LockStoreException unreachable) {
            LOG.log(System.Logger.Level.WARNING, "could not renew {0} locks, trying again", leases.size(), unreachable);
        }
    }

    interface Running extends AutoCloseable {
        @Override
        void close();
    }
}
