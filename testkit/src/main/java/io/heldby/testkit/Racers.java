package io.heldby.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Real threads that start at the same moment, for tests of races. The threads live as long as the racers, so that
 * hundreds of rounds cost no thread starts. Anything that a racer throws fails the round, and so does a racer that
 * hangs.
 */
public final class Racers implements AutoCloseable {

    /** Enough for every pair of steps to meet, on however few processors. */
    public static final int USUAL = 16;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final int size;
    private final ExecutorService threads;

    public Racers(int size) {
        this.size = size;
        this.threads = Executors.newFixedThreadPool(size, work -> {
            Thread thread = new Thread(work, "racer");
            thread.setDaemon(true);
            return thread;
        });
    }

    public static Racers sixteen() {
        return new Racers(USUAL);
    }

    /**
     * Starts every racer at one barrier and waits for all of them.
     *
     * @return what they returned, in the order of their numbers 0, 1, 2, …
     * @throws AssertionError when one throws, or when they are not through after a minute
     */
    public <T> List<T> race(Racer<T> racer) {
        CyclicBarrier start = new CyclicBarrier(size);
        List<Future<T>> running = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            int number = i;
            Callable<T> run = () -> {
                await(start);
                return racer.run(number);
            };
            running.add(threads.submit(run));
        }
        List<T> results = new ArrayList<>();
        for (Future<T> one : running) {
            results.add(resultOf(one));
        }
        return results;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private static void await(CyclicBarrier start) throws InterruptedException, TimeoutException {
        try {
            start.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (BrokenBarrierException another) {
            throw new IllegalStateException("another racer never came to the start", another);
        }
    }

    private static <T> T resultOf(Future<T> running) {
        try {
            return running.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            throw new AssertionError("a racer failed: " + failed.getCause(), failed.getCause());
        } catch (TimeoutException hanging) {
            throw new AssertionError("a racer was not through after " + PATIENCE, hanging);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for the racers", stopped);
        }
    }

    /** What one racer does. */
    @FunctionalInterface
    public interface Racer<T> {
        /**
         * Runs.
         *
         * @param number 0, 1, 2, … up to one less than there are racers
         */
        T run(int number) throws Exception;
    }
}
