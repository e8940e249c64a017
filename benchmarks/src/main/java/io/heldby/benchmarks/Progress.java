package io.heldby.benchmarks;

/** Tells whoever waits how far it is; on standard error, with the minutes since the start. */
final class Progress {

    private static final long START = System.nanoTime();

    private Progress() {}

    static void say(String what) {
        long seconds = (System.nanoTime() - START) / 1_000_000_000;
        System.err.printf("[%2d:%02d] %s%n", seconds / 60, seconds % 60, what);
    }
}
