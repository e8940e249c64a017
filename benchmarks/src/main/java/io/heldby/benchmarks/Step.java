package io.heldby.benchmarks;

/** What one thread does again and again while it is measured. */
@FunctionalInterface
interface Step {

    /** What a run needs and what is not to be timed. */
    default void prepare() throws Exception {}

    void run() throws Exception;
}
