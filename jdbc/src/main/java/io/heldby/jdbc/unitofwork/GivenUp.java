package io.heldby.jdbc.unitofwork;

import io.heldby.version.RetryableException;
import java.sql.SQLException;
import java.util.Set;

/**
 * Tells errors by which a database gives a transaction up because of others that run beside it. The same transaction, run
 * again from its beginning, may succeed.
 */
public final class GivenUp {

    /**
     * Serialization failure, deadlock, and a lock that PostgreSQL did not get in time. Not 40002, a constraint; nor 40003,
     * where the outcome is unknown.
     */
    private static final Set<String> STATES = Set.of("40001", "40P01", "55P03");

    /** MariaDB: the record has changed since last read; the row was locked for too long. */
    private static final Set<Integer> MARIADB = Set.of(1020, 1205);

    /** H2: the row was changed by another transaction; it was locked for too long. */
    private static final Set<Integer> H2 = Set.of(90131, 50200);

    private GivenUp() {}

    /** Whether the error, or one behind it, says so. */
    public static boolean isCauseOf(Throwable failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && saysSo(sql)) {
                return true;
            }
        }
        return false;
    }

    /** What such an error is when a commit ended with it. */
    public static RetryableException atCommit(Throwable failed) {
        return new RetryableException(
                "the database gave the commit up because of other transactions; nothing was saved. Repeat the whole, loading included",
                failed);
    }

    /** What such an error is when something was read. */
    static RetryableException atReading(Throwable failed) {
        return new RetryableException(
                "the database gave the reading up because of other transactions. Repeat the whole transaction", failed);
    }

    private static boolean saysSo(SQLException failed) {
        return STATES.contains(String.valueOf(failed.getSQLState()))
                || MARIADB.contains(failed.getErrorCode())
                || H2.contains(failed.getErrorCode());
    }
}
