package io.heldby.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Measures races in short rounds that take turns: A B C, B C A, C A B. What disturbs the machine for a while then
 * disturbs all of them, and nobody always runs behind the same other one.
 *
 * <p>Before the measured rounds every contestant runs unmeasured rounds, so that the JIT is warm and the connections are
 * there.
 */
final class Rounds implements AutoCloseable {

    private final Options options;
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "contestant");
        thread.setDaemon(true);
        return thread;
    });

    Rounds(Options options) {
        this.options = options;
    }

    RaceResult run(Race race, List<Integer> threadCounts) {
        Progress.say("%s: %d contestants, %s threads"
                .formatted(race.title(), race.contestants().size(), threadCounts));
        for (Contestant contestant : race.contestants()) {
            round(contestant, threadCounts.get(threadCounts.size() - 1), options.warmUp());
            round(contestant, threadCounts.get(0), options.warmUp());
        }
        Map<Integer, Map<String, Samples>> samples = new HashMap<>();
        for (int count : threadCounts) {
            samples.put(count, measured(race, count));
        }
        return new RaceResult(race, samples);
    }

    private Map<String, Samples> measured(Race race, int threadCount) {
        Map<String, List<Double>> perSecond = new LinkedHashMap<>();
        race.contestants().forEach(contestant -> perSecond.put(contestant.name(), new ArrayList<>()));
        for (int repetition = 0; repetition < options.repetitions(); repetition++) {
            for (int turn = 0; turn < race.contestants().size(); turn++) {
                Contestant next = race.contestants()
                        .get((turn + repetition) % race.contestants().size());
                entry(perSecond, next.name()).add(round(next, threadCount, options.round()));
            }
        }
        Map<String, Samples> samples = new LinkedHashMap<>();
        perSecond.forEach((name, values) -> samples.put(name, new Samples(values)));
        samples.forEach((name, values) ->
                Progress.say("  %2d threads  %-36s %,10.0f /s".formatted(threadCount, name, values.median())));
        return samples;
    }

    private static List<Double> entry(Map<String, List<Double>> all, String name) {
        return all.computeIfAbsent(name, ignored -> new ArrayList<>());
    }

    /** Steps per second, all threads together. */
    private double round(Contestant contestant, int threadCount, Duration duration) {
        CountDownLatch start = new CountDownLatch(1);
        List<Future<Double>> running = new ArrayList<>();
        for (int thread = 0; thread < threadCount; thread++) {
            Step step = contestant.steps().apply(thread);
            running.add(threads.submit(() -> {
                start.await();
                return perSecond(step, duration);
            }));
        }
        start.countDown();
        double sum = 0;
        for (Future<Double> one : running) {
            sum += result(contestant, one);
        }
        return sum;
    }

    /** Of one thread: what it did, by the time that its runs took, without what it prepared for them. */
    private static double perSecond(Step step, Duration duration) throws Exception {
        long end = System.nanoTime() + duration.toNanos();
        long steps = 0;
        long running = 0;
        long now;
        do {
            step.prepare();
            long begin = System.nanoTime();
            step.run();
            now = System.nanoTime();
            running += now - begin;
            steps++;
        } while (now < end);
        return steps * 1e9 / running;
    }

    private static double result(Contestant contestant, Future<Double> one) {
        try {
            return one.get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while measuring " + contestant.name(), interrupted);
        } catch (ExecutionException failed) {
            throw new IllegalStateException(contestant.name() + " failed while it was measured", failed.getCause());
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
