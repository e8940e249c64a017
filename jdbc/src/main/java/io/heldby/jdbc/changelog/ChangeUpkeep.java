package io.heldby.jdbc.changelog;

import io.heldby.lock.Transactions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Forgets changes that have been kept long enough, every ten minutes on a thread of its own, a batch at a time, so that nobody
 * waits for it. Every node may run one.
 */
public final class ChangeUpkeep implements AutoCloseable {

    /** How long changes are kept unless something else is said. */
    public static final Duration DEFAULT_RETENTION = Duration.ofDays(365);

    private static final System.Logger LOG = System.getLogger(ChangeUpkeep.class.getName());
    private static final int BATCH = 1_000;
    private static final long PAUSE_MINUTES = 10;

    private final ChangeLog log;
    private final Transactions transactions;
    private final Duration retention;
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "heldby-changes");
        thread.setDaemon(true);
        return thread;
    });

    /** @param transactions on the database that the changes are in */
    @SuppressWarnings("FutureReturnValueIgnored") // forget() catches and reports everything itself.
    public ChangeUpkeep(ChangeLog log, Transactions transactions, Duration retention) {
        this.log = log;
        this.transactions = transactions;
        this.retention = checked(retention);
        scheduler.scheduleWithFixedDelay(this::forget, 1, PAUSE_MINUTES, TimeUnit.MINUTES);
    }

    /**
     * A time for which changes can be kept: 1 day to 36500 days.
     *
     * @throws IllegalArgumentException when it is another; names the value
     */
    public static Duration checked(Duration retention) {
        if (retention.compareTo(Duration.ofDays(1)) < 0 || retention.compareTo(ChangeLog.LONGEST_AGE) > 0) {
            throw new IllegalArgumentException("retention must be 1 to 36500 days, but is " + retention);
        }
        return retention;
    }

    void forget() {
        try {
            int batch;
            do {
                batch = transactions.<Integer, SQLException>run(connection -> log.purge(connection, retention, BATCH));
            } while (batch == BATCH && !scheduler.isShutdown());
        } catch (SQLException | RuntimeException failed) {
            LOG.log(System.Logger.Level.WARNING, "could not forget old changes, trying again later", failed);
        }
    }

    /** Lets a batch that is under way finish, for up to five seconds: an interrupt can break a database in this process. */
    @Override
    public void close() {
        scheduler.shutdown();
        try {
            if (!scheduler.awaitTermination(5, TimeUnit.SECONDS)) {
                scheduler.shutdownNow();
            }
        } catch (InterruptedException interrupted) {
            scheduler.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
