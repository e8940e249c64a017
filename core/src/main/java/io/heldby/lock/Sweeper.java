package io.heldby.lock;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Calls {@link LockManager#sweep} every so often on a thread of its own, and then whoever waits for what has expired. Every
 * node may run one.
 */
public final class Sweeper implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Sweeper.class.getName());
    private static final int BATCH = 500;

    private final LockManager locks;
    private final Runnable tidied;
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "heldby-sweeper");
        thread.setDaemon(true);
        return thread;
    });

    public Sweeper(LockManager locks, Duration every) {
        this(locks, every, () -> {});
    }

    /** @param tidied called when something has been tidied, such as {@link ExpiryWorker#wake}; must be quick and not throw */
    @SuppressWarnings("FutureReturnValueIgnored") // sweep() catches and reports everything itself.
    public Sweeper(LockManager locks, Duration every, Runnable tidied) {
        this.locks = locks;
        this.tidied = tidied;
        scheduler.scheduleWithFixedDelay(this::sweep, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void sweep() {
        try {
            int batch;
            do {
                batch = locks.sweep(BATCH);
                if (batch > 0) {
                    tidied.run();
                }
            } while (batch == BATCH && !scheduler.isShutdown());
        } catch (RuntimeException failed) {
            LOG.log(System.Logger.Level.WARNING, "could not tidy expired locks, trying again later", failed);
        }
    }

    /** Lets a sweep that is under way finish, for up to five seconds: an interrupt can break a database in this process. */
    @Override
    public void close() {
        scheduler.shutdown();
        try {
            if (!scheduler.awaitTermination(5, TimeUnit.SECONDS)) {
                scheduler.shutdownNow();
            }
        } catch (InterruptedException interrupted) {
            scheduler.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
