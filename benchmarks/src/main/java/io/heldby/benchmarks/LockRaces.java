package io.heldby.benchmarks;

import java.util.List;

/** The two things that are done to locks most often, for any set of lockers. */
final class LockRaces {

    static final List<Integer> THREADS = List.of(1, 4, 16, 32);
    /** How many keys each thread goes through, so that nobody profits from a single hot row. */
    private static final int KEYS = 16;
    /** Keys that each thread asks for in vain; its own, because some contestants refuse a second thread of their process
     * without asking the server. */
    private static final int HELD_KEYS = 4;

    private static final int MOST_THREADS = 32;

    private LockRaces() {}

    static Race pairs(List<Locker> lockers) {
        return new Race(
                "Acquire and release, nobody in the way",
                lockers.stream()
                        .map(locker -> new Contestant(locker.name(), thread -> pair(locker.hand(thread), thread)))
                        .toList());
    }

    static Step pair(Locker.Hand hand, int thread) {
        int[] next = {0};
        return () -> {
            hand.acquire("free-" + thread + "-" + (next[0]++ % KEYS));
            hand.release();
        };
    }

    /** Occupies the keys first. */
    static Race refusals(List<Locker> lockers) throws Exception {
        for (Locker locker : lockers) {
            for (int thread = 0; thread < MOST_THREADS; thread++) {
                for (int key = 0; key < HELD_KEYS; key++) {
                    locker.occupy(held(thread, key));
                }
            }
        }
        return new Race(
                "Acquire, refused",
                lockers.stream()
                        .map(locker -> new Contestant(locker.name(), thread -> refusal(locker.hand(thread), thread)))
                        .toList());
    }

    private static Step refusal(Locker.Hand hand, int thread) {
        int[] next = {0};
        return () -> hand.beRefused(held(thread, next[0]++ % HELD_KEYS));
    }

    private static String held(int thread, int key) {
        return "held-" + thread + "-" + key;
    }
}
