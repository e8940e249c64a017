package io.heldby.lock;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Follows the log of events on this node and tells its listeners: every event that was committed after the feed began, once,
 * in order. One thread places what is new, writes down who was refused, reads on from where it was, and forgets what is too
 * old.
 *
 * <p>It is woken by what this node's {@link LockManager} commits and by what other nodes announce; else it looks every
 * {@link EventSettings#every}. When the store cannot be reached it tries again, from the same place. Safe for use by many
 * threads.
 */
public final class EventFeed implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(EventFeed.class.getName());

    private static final int BATCH = 500;

    /** What happens within this time is read together. */
    private static final long GATHER_MILLIS = 20;

    private static final long AFTER_FAILURE_MILLIS = 1_000;

    private final LockManager locks;
    private final EventStore store;
    private final EventSettings settings;
    private final EventUpkeep upkeep;
    private final Denials denials = new Denials(System::nanoTime);
    private final List<LockEventListener> listeners = new CopyOnWriteArrayList<>();
    private final Semaphore news = new Semaphore(0);
    private final CountDownLatch begun = new CountDownLatch(1);
    private final EventStore.Listening listening;
    private final Thread thread;

    private volatile long position = -1;
    private volatile boolean closed;

    /**
     * Begins at the newest event.
     *
     * @param locks whose refusals are logged, and whose changes wake this feed; a manager has one feed at a time
     */
    public EventFeed(LockManager locks, EventStore store, EventSettings settings) {
        this.locks = locks;
        this.store = store;
        this.settings = settings;
        this.upkeep = new EventUpkeep(store, settings, System::nanoTime);
        locks.follow(new LockActivity() {
            @Override
            public void changed() {
                wake();
            }

            @Override
            public void denied(LockRequest request, Denied denied) {
                denials.add(request, denied);
            }
        });
        listening = store.listen(this::wake);
        thread = new Thread(this::run, "heldby-events");
        thread.setDaemon(true);
        thread.start();
    }

    /** From now on; until the subscription is closed. */
    public Subscription subscribe(LockEventListener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /**
     * The position of the last event that the listeners were told of. Waits for the feed to begin, if it must.
     *
     * @throws LockStoreException when the store could not be reached since this feed was made
     */
    public long position() {
        try {
            if (!begun.await(AFTER_FAILURE_MILLIS * 5, TimeUnit.MILLISECONDS)) {
                throw new LockStoreException(
                        "the log of events could not be read yet", new TimeoutException("no answer within 5 s"));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new LockStoreException("interrupted while waiting for the log of events", interrupted);
        }
        return position;
    }

    /** Looks now instead of later. Returns at once. */
    public void wake() {
        // More permits than one would not make it look sooner.
        if (news.availablePermits() == 0) {
            news.release();
        }
    }

    private void run() {
        boolean failing = false;
        while (!closed) {
            try {
                if (position < 0) {
                    position = store.newest();
                    begun.countDown();
                }
                look();
                failing = false;
                waitForNews();
            } catch (InterruptedException interrupted) {
                return;
            } catch (RuntimeException failed) {
                if (!failing && !closed) {
                    LOG.log(System.Logger.Level.WARNING, "cannot read the log of events, trying again", failed);
                }
                failing = true;
                waitAfterFailure();
            }
        }
    }

    private void look() {
        List<Denial> refused = denials.take();
        if (!refused.isEmpty()) {
            store.denied(refused);
        }
        int placed = 0;
        int now;
        do {
            now = store.sequence(BATCH);
            placed += now;
        } while (now == BATCH && !closed);
        if (placed > 0) {
            store.announce();
        }
        List<LockEvent> events;
        do {
            events = store.after(position, BATCH);
            events.forEach(this::tell);
        } while (events.size() == BATCH && !closed);
        upkeep.step();
    }

    private void tell(LockEvent event) {
        for (LockEventListener listener : listeners) {
            try {
                listener.on(event);
            } catch (RuntimeException failed) {
                LOG.log(System.Logger.Level.WARNING, "a listener failed at " + event, failed);
            }
        }
        position = event.position();
    }

    private void waitForNews() throws InterruptedException {
        if (news.tryAcquire(settings.every().toMillis(), TimeUnit.MILLISECONDS)) {
            Thread.sleep(GATHER_MILLIS);
            news.drainPermits();
        }
    }

    private void waitAfterFailure() {
        try {
            Thread.sleep(AFTER_FAILURE_MILLIS);
        } catch (InterruptedException interrupted) {
            closed = true;
        }
    }

    /** Lets a look that is under way finish, for up to five seconds: an interrupt can break a database in this process. */
    @Override
    public void close() {
        closed = true;
        locks.follow(LockActivity.UNWATCHED);
        wake();
        listening.close();
        try {
            thread.join(5_000);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            thread.interrupt();
        }
    }

    /** Ends the telling. */
    @FunctionalInterface
    public interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
