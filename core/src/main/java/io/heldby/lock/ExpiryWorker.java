package io.heldby.lock;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Runs the {@linkplain ExpiryHandler expiry handlers} of this node on a thread of its own, one task at a time and outside any
 * transaction. Every node has one, with the same handlers; each task is run by one of them.
 *
 * <p>It looks once a second, and when it is {@linkplain #wake woken}: a {@link Sweeper} that has found something expired does
 * that, so an expired lock reaches its handler within the sweeper's interval. A task is claimed for five minutes. When its node
 * dies meanwhile, or its handler takes longer, another run begins then.
 *
 * <p>A handler that fails is run again after a second, two, four and so on up to 15 minutes, more or less, and then every 15
 * minutes, until it succeeds. The first failure is logged as a warning, from the tenth on each as an error;
 * {@link LockManager#expiryTasks} lists what is not done, and why. Tasks whose handler this node does not have are left to
 * others, and warned of at the start and every 10 minutes.
 */
public final class ExpiryWorker implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(ExpiryWorker.class.getName());

    static final Duration CLAIM = Duration.ofMinutes(5);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(15);
    private static final int KEEPS_FAILING = 10;

    private static final long LOOK_MILLIS = 1_000;
    private static final long STRAYS_NANOS = Duration.ofMinutes(10).toNanos();
    private static final int STRAYS = 1_000;
    private static final int LONGEST_ERROR = 500;

    private final LockManager locks;
    private final Map<String, ExpiryHandler> handlers;
    private final Semaphore news = new Semaphore(0);
    private final Thread thread;
    private long nextStrays = System.nanoTime();
    private volatile boolean closed;

    /**
     * Begins to work.
     *
     * @param handlers by name, 1 to 100 chars; empty when there are none, and then policies and requests must name none
     * @throws IllegalArgumentException when a policy names a handler that is not among them
     * @throws UnsupportedOperationException when there are handlers, but the store has not
     *     {@link StoreCapability#EXPIRY_HANDLER}
     */
    public ExpiryWorker(LockManager locks, Map<String, ExpiryHandler> handlers) {
        this.locks = locks;
        this.handlers = Map.copyOf(handlers);
        locks.expiryHandlers(this.handlers.keySet());
        thread = new Thread(this::work, "heldby-expiry");
        thread.setDaemon(true);
        if (locks.canHandleExpiry()) {
            thread.start();
        }
    }

    /** Looks now instead of later. Returns at once. */
    public void wake() {
        if (news.availablePermits() == 0) {
            news.release();
        }
    }

    private void work() {
        boolean failing = false;
        while (!closed) {
            try {
                warnOfStrays();
                while (runOneOfEach()) {
                    failing = false;
                }
                failing = false;
            } catch (RuntimeException failed) {
                if (!failing && !closed) {
                    LOG.log(System.Logger.Level.WARNING, "cannot look for expired locks, trying again", failed);
                }
                failing = true;
            }
            try {
                if (news.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                    news.drainPermits();
                }
            } catch (InterruptedException interrupted) {
                return;
            }
        }
    }

    /** Of each handler, so that one with much to do holds up none of the others. */
    private boolean runOneOfEach() {
        boolean any = false;
        for (String name : handlers.keySet()) {
            Optional<ExpiryTask> claimed =
                    closed ? Optional.empty() : locks.tasks().claim(name, CLAIM);
            claimed.ifPresent(this::run);
            any |= claimed.isPresent();
        }
        return any;
    }

    private void run(ExpiryTask task) {
        ExpiryHandler handler = handlers.get(task.handler());
        if (handler == null) {
            throw new IllegalStateException("the store gave a task of " + task.handler() + ", which was not asked for");
        }
        try {
            handler.expired(task, time -> locks.extend(task.lockId(), time));
        } catch (Throwable failed) { // Whatever it is, this thread must live on for the other handlers.
            failed(task, failed);
            return;
        }
        boolean unused = locks.tasks().done(task);
    }

    private void failed(ExpiryTask task, Throwable failed) {
        Duration again = pauseAfter(task.attempts(), ThreadLocalRandom.current().nextDouble());
        System.Logger.Level level = task.attempts() >= KEEPS_FAILING
                ? System.Logger.Level.ERROR
                : task.attempts() == 1 ? System.Logger.Level.WARNING : System.Logger.Level.DEBUG;
        LOG.log(
                level,
                "the expiry handler \"%s\" failed at %s (%s had it), attempt %d; trying again in %s"
                        .formatted(task.handler(), task.key(), task.owner().displayName(), task.attempts(), again),
                failed);
        boolean unused = locks.tasks().failed(task, errorOf(failed), again);
    }

    /** @param jitter 0 to 1 */
    static Duration pauseAfter(int attempts, double jitter) {
        long doubled = 1_000L << Math.min(attempts - 1, 20);
        long millis = Math.min(doubled, LONGEST_PAUSE.toMillis());
        return Duration.ofMillis((long) (millis * (0.75 + jitter / 2)));
    }

    private static String errorOf(Throwable failed) {
        String error = failed.toString().replaceAll("\\p{Cntrl}", " ");
        return error.length() <= LONGEST_ERROR ? error : error.substring(0, LONGEST_ERROR);
    }

    private void warnOfStrays() {
        if (System.nanoTime() - nextStrays < 0) {
            return;
        }
        nextStrays = System.nanoTime() + STRAYS_NANOS;
        List<ExpiryTask> pending = locks.tasks().pending(null, STRAYS);
        Set<String> strays = pending.stream()
                .map(ExpiryTask::handler)
                .filter(name -> !handlers.containsKey(name))
                .collect(Collectors.toCollection(TreeSet::new));
        if (!strays.isEmpty()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "expired locks wait for the expiry handlers {0}, which this node does not have; they wait until a node has"
                            + " handlers of these names",
                    strays);
        }
    }

    /**
     * Lets a handler that is running finish, for up to five seconds: an interrupt can break a database in this process. What it
     * does not finish is run again by another node.
     */
    @Override
    public void close() {
        closed = true;
        wake();
        try {
            thread.join(5_000);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            thread.interrupt();
        }
    }
}
