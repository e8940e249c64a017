package io.heldby.benchmarks;

import io.heldby.lock.LockManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/** Sweeps as Heldby's own sweeper does, while others acquire and release. */
final class SweepUnderLoad {

    /** As {@link io.heldby.lock.Sweeper} does. */
    private static final int BATCH = 500;

    private static final int OTHERS = 2;

    private final LockManager locks;
    private final HeldbyLocker locker;

    SweepUnderLoad(LockManager locks) {
        this.locks = locks;
        this.locker = new HeldbyLocker("during the sweep", locks);
    }

    /** Milliseconds, but for the sweep's seconds. */
    record Result(double seconds, double p99Before, double p99During) {}

    Result measure(Duration round) {
        latencies(() -> pause(round.multipliedBy(2)));
        Samples before = latencies(() -> pause(round.multipliedBy(3)));
        long begin = System.nanoTime();
        Samples during = latencies(this::sweepAll);
        double seconds = (System.nanoTime() - begin) / 1e9;
        return new Result(seconds, before.quantile(0.99), during.quantile(0.99));
    }

    private void sweepAll() {
        while (locks.sweep(BATCH) == BATCH) {
            Thread.onSpinWait();
        }
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Of every acquire while the work runs. */
    private Samples latencies(Runnable work) {
        AtomicBoolean done = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(OTHERS);
        try {
            List<Future<List<Double>>> running = new ArrayList<>();
            for (int thread = 0; thread < OTHERS; thread++) {
                running.add(threads.submit(acquiring(thread, done)));
            }
            work.run();
            done.set(true);
            List<Double> all = new ArrayList<>();
            for (Future<List<Double>> one : running) {
                all.addAll(one.get());
            }
            return new Samples(all);
        } catch (InterruptedException | ExecutionException failed) {
            throw new IllegalStateException("could not acquire during the sweep", failed);
        } finally {
            done.set(true);
            threads.shutdown();
        }
    }

    private Callable<List<Double>> acquiring(int thread, AtomicBoolean done) {
        Locker.Hand hand = locker.hand(thread);
        return () -> {
            List<Double> millis = new ArrayList<>();
            for (int i = 0; !done.get(); i++) {
                long begin = System.nanoTime();
                hand.acquire("busy-" + thread + "-" + i % 16);
                millis.add((System.nanoTime() - begin) / 1e6);
                hand.release();
            }
            return millis;
        };
    }
}
