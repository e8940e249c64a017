package io.heldby.benchmarks;

/** A server, and what is measured on it. */
interface Profile {

    /** As in the argument {@code profiles}. */
    String name();

    /** Starts the server, measures, and stops it. */
    Chapter measure(Options options) throws Exception;
}
