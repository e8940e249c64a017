package io.heldby.lock;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Keeps a sample of who was refused until somebody writes it down: a page that asks every second is one wish, and refusing
 * must cost next to nothing.
 */
final class Denials {

    private static final int MOST_WAITING = 1_000;
    private static final int MOST_KNOWN = 10_000;
    private static final long SAME_WISH = Duration.ofMinutes(1).toNanos();

    private final LongSupplier nanoTime;
    private final ReentrantLock mutex = new ReentrantLock();
    private final Map<Wish, Long> known = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Wish, Long> eldest) {
            return size() > MOST_KNOWN;
        }
    };
    private List<Denial> waiting = new ArrayList<>();

    private record Wish(LockKey key, String user) {}

    /** @param nanoTime as {@link System#nanoTime}; only differences count */
    Denials(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    void add(LockRequest request, Denied denied) {
        long now = nanoTime.getAsLong();
        mutex.lock();
        try {
            Wish wish = new Wish(request.key(), request.owner().user());
            Long last = known.get(wish);
            if (waiting.size() < MOST_WAITING && (last == null || now - last >= SAME_WISH)) {
                known.put(wish, now);
                waiting.add(Denial.of(request, denied));
            }
        } finally {
            mutex.unlock();
        }
    }

    List<Denial> take() {
        mutex.lock();
        try {
            List<Denial> taken = waiting;
            waiting = new ArrayList<>();
            return taken;
        } finally {
            mutex.unlock();
        }
    }
}
