package io.heldby.lock;

import java.time.Duration;
import java.util.List;

/**
 * The log of what happened to locks, as a port: the store of the locks appends to it, in the transaction that makes a thing
 * happen; this is how it is read.
 *
 * <p><b>Order.</b> Transactions commit in another order than they write. An event gets its position only after it has been
 * committed ({@link #sequence}), so whoever reads on from the last position they saw misses none, and a transaction that
 * hangs holds up only its own events.
 *
 * <p><b>Errors.</b> {@link LockStoreException} when the store cannot be reached or breaks; nothing is lost, ask again.
 *
 * <p>Implementations are safe for use by many threads.
 */
public interface EventStore {

    /**
     * Gives positions to committed events that have none yet. Any number of nodes may call this at once; one does it.
     *
     * @param limit how many at most
     * @return how many it placed; {@code limit} means that there may be more
     */
    int sequence(int limit);

    /** The events behind a position, in order, at most {@code limit}. */
    List<LockEvent> after(long position, int limit);

    /** The position of the newest event; 0 when there is none. */
    long newest();

    EventPage find(EventQuery query);

    /** Logs that people were refused. Denials are no promise: they come late, and a crash loses some. */
    void denied(List<Denial> denials);

    /**
     * Forgets events older than {@code age}, the oldest first. Former holders of locks that ended before are then told only
     * that there is no such lock.
     *
     * @return how many; {@code limit} means that there may be more
     */
    int purge(Duration age, int limit);

    /**
     * Takes names, reasons and readable user ids out of events older than {@code age}; the same user gets the same pseudonym,
     * so that counts stay right. The same with {@linkplain ExpiryTask tasks} of locks that ended so long ago.
     *
     * @param from a position; what lies before is done already
     * @return the position of the last event that it looked at; {@code from} when there was none old enough
     */
    long pseudonymise(Duration age, long from, int limit);

    /**
     * Forgets everything that happened to one record, for example because the person that it is about wants that. What
     * was asked and is over goes, too; a {@linkplain ExpiryTask task} stays until it is done, without names and reasons.
     *
     * @return how many events there were
     */
    int erase(LockKey key);

    /** Tells all nodes that listen that there is something to read. Called after the commit; may be lost. */
    default void announce() {}

    /**
     * Calls {@code wake} whenever another node has {@linkplain #announce announced} something, until it is closed. Where a
     * store cannot tell, it never calls, and readers look by themselves every so often.
     */
    default Listening listen(Runnable wake) {
        return () -> {};
    }

    /** Ends the listening. */
    @FunctionalInterface
    interface Listening extends AutoCloseable {
        @Override
        void close();
    }
}
