package io.heldby.benchmarks;

import io.heldby.testkit.RoundTripCounter;
import java.util.ArrayList;
import java.util.List;

/** Counts the round trips of each locker, one operation at a time. */
final class CountedTrips {

    private static final int OPERATIONS = 50;

    private CountedTrips() {}

    /** @param lockers on a data source whose round trips are counted */
    static List<Chapter.RoundTrips> of(List<Locker> lockers) throws Exception {
        List<Chapter.RoundTrips> all = new ArrayList<>();
        for (Locker locker : lockers) {
            all.add(of(locker));
        }
        return all;
    }

    private static Chapter.RoundTrips of(Locker locker) throws Exception {
        Locker.Hand hand = locker.hand(0);
        locker.occupy("counted-held");
        long acquires = 0;
        long releases = 0;
        long refusals = 0;
        // Twice: what a driver prepares on its first encounters is not what an operation costs.
        for (int round = 0; round < 2; round++) {
            acquires = releases = refusals = 0;
            for (int i = 0; i < OPERATIONS; i++) {
                acquires += trips(() -> hand.acquire("counted-free"));
                releases += trips(hand::release);
                refusals += trips(() -> hand.beRefused("counted-held"));
            }
        }
        return new Chapter.RoundTrips(locker.name(), mean(acquires), mean(releases), mean(refusals));
    }

    private static long trips(Step step) throws Exception {
        long before = RoundTripCounter.count();
        step.run();
        return RoundTripCounter.count() - before;
    }

    private static double mean(long sum) {
        return (double) sum / OPERATIONS;
    }
}
