package io.heldby.benchmarks;

import java.util.function.IntFunction;

/**
 * One of those that run side by side.
 *
 * @param steps gives each thread, by its number, a step of its own
 */
record Contestant(String name, IntFunction<Step> steps) {}
