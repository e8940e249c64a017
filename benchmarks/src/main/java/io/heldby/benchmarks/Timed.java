package io.heldby.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** Times single calls. */
final class Timed {

    private Timed() {}

    /** As many calls untimed, then the same number timed. */
    static Samples millis(int calls, Runnable call) {
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < 2 * calls; i++) {
            long begin = System.nanoTime();
            call.run();
            if (i >= calls) {
                millis.add((System.nanoTime() - begin) / 1e6);
            }
        }
        return new Samples(millis);
    }
}
