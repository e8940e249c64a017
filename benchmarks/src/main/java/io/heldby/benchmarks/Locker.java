package io.heldby.benchmarks;

/** A way to lock keys, as the measurements use it. */
interface Locker extends AutoCloseable {

    String name();

    /** What one thread locks with; a hand holds one lock at a time. */
    Hand hand(int thread);

    /** Somebody who is none of the hands locks the key and keeps it. */
    void occupy(String id) throws Exception;

    @Override
    default void close() {}

    /** Not safe for use by several threads. */
    interface Hand {

        /** @throws IllegalStateException when it is refused, which would mean that something else was measured */
        void acquire(String id) throws Exception;

        void release() throws Exception;

        /** @throws IllegalStateException when it is granted */
        void beRefused(String id) throws Exception;
    }
}
