package io.heldby.jdbc;

import io.heldby.lock.Transactions;
import io.heldby.version.ConflictException;
import io.heldby.version.RetryableException;
import java.sql.Connection;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Repeats a change that others were in the way of: for jobs and counters, whose change is right whatever the record has
 * become. What a person has typed is none; they decide again when they see what the other has saved.
 *
 * <pre>{@code
 * Retries.in(transactions).update(
 *         connection -> stocks.find(connection, "bolt").orElseThrow(),
 *         (connection, stock) -> stocks.update(connection, stock.value().minus(5), stock.version(), "night job"));
 * }</pre>
 *
 * <p>Each attempt is a new transaction that loads, changes what was loaded, and saves it. Repeating less would not do:
 * within the failed transaction nothing can be committed any more, and the object of the attempt before holds values that
 * are not true any more, and with a version of now it would overwrite what the other has saved. After a
 * {@link ConflictException} or a {@link RetryableException} there is a pause, random and up to twice as long each time (20 ms
 * at first, at most a second), so that those who met do not meet again. Everything else is thrown at once. What the work does
 * besides, such as sending a mail, it does in each attempt.
 *
 * <p>Immutable, and safe for use by many threads.
 */
public final class Retries {

    private static final System.Logger LOG = System.getLogger(Retries.class.getName());
    private static final int USUAL_ATTEMPTS = 3;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final Transactions transactions;
    private final int attempts;

    private Retries(Transactions transactions, int attempts) {
        this.transactions = transactions;
        this.attempts = attempts;
    }

    /** At most three attempts, each in a new transaction of these. */
    public static Retries in(Transactions transactions) {
        return new Retries(transactions, USUAL_ATTEMPTS);
    }

    /**
     * The same with another bound.
     *
     * @param most how many attempts there are in all, 1 or more
     */
    public Retries attempts(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("%d attempts would never save anything: use 1 or more".formatted(most));
        }
        return new Retries(transactions, most);
    }

    /**
     * Loads, changes and saves until it is saved. Blocks, also between the attempts; an interrupt ends that with what the
     * last attempt has thrown.
     *
     * @param load reads anew in each attempt, on the connection that it is given
     * @param change makes of what was loaded what is to be, and saves it; works on nothing that was read elsewhere
     * @return what the change returned in the attempt that was committed
     * @throws ConflictException when others were faster in every attempt; nothing was written
     * @throws RetryableException when the database gave up the last attempt; nothing was written
     * @throws IllegalStateException inside a transaction; when {@code load} gives the object of the attempt before
     */
    public <T extends @Nullable Object, R extends @Nullable Object, X extends Exception> R update(
            Transactions.Work<T, X> load, Change<T, R, X> change) throws X {
        if (transactions.active()) {
            throw new IllegalStateException(
                    "a transaction is active, and a conflict would doom it, so that nothing could be"
                            + " repeated in it: call Retries.update outside, in a method that is not @Transactional");
        }
        Freshly<T, X> freshly = new Freshly<>(load);
        for (int attempt = 1; ; attempt++) {
            try {
                return transactions.run(connection -> change.apply(connection, freshly.load(connection)));
            } catch (ConflictException | RetryableException inTheWay) {
                if (attempt == attempts || !pause(attempt)) {
                    throw inTheWay;
                }
                LOG.log(System.Logger.Level.DEBUG, "attempt {0} of {1}: {2}", attempt, attempts, inTheWay.getMessage());
            }
        }
    }

    /** Whether the pause was not interrupted. */
    private static boolean pause(int attempt) {
        long longest = Math.min(LONGEST_PAUSE.toMillis(), FIRST_PAUSE.toMillis() << Math.min(attempt - 1, 10));
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(longest + 1));
            return true;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** What is done with what was loaded. */
    @FunctionalInterface
    public interface Change<T extends @Nullable Object, R extends @Nullable Object, X extends Exception> {
        /**
         * Changes it and saves it.
         *
         * @param connection of this attempt's transaction; not to be closed, committed or rolled back
         * @param loaded in this attempt
         */
        R apply(Connection connection, T loaded) throws X;
    }

    /** Notices what was not loaded again. Used by one thread. */
    private static final class Freshly<T extends @Nullable Object, X extends Exception> {

        private final Transactions.Work<T, X> load;
        private @Nullable Object before;

        Freshly(Transactions.Work<T, X> load) {
            this.load = load;
        }

        @SuppressWarnings("ReferenceEquality") // An equal object may well have been read anew; the same one was not.
        T load(Connection connection) throws X {
            T loaded = load.run(connection);
            if (loaded != null && loaded == before && !isShared(loaded)) {
                throw new IllegalStateException(
                        ("load gave the same %s as in the attempt before; saved again, it fails again, or"
                                        + " overwrites what somebody else has saved meanwhile: read the record inside load,"
                                        + " not before it, and not from a cache")
                                .formatted(loaded.getClass().getSimpleName()));
            }
            before = loaded;
            return loaded;
        }

        /** Constants and the JDK's small values are one object wherever they were read from. */
        private static boolean isShared(Object loaded) {
            return loaded instanceof Enum || loaded.getClass().getClassLoader() == null;
        }
    }
}
