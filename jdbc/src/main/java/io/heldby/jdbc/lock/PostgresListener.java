package io.heldby.jdbc.lock;

import io.heldby.lock.EventStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.postgresql.PGConnection;

/**
 * Waits for {@code NOTIFY} on a connection of its own. When that is lost it connects again; what was announced meanwhile is
 * found by whoever looks every so often.
 */
final class PostgresListener implements EventStore.Listening {

    private static final System.Logger LOG = System.getLogger(PostgresListener.class.getName());

    /** So that it notices that it is closed. */
    private static final int LOOK_UP_MILLIS = 500;

    private static final long RECONNECT_MILLIS = Duration.ofSeconds(5).toMillis();

    private final DataSource dataSource;
    private final String channel;
    private final Runnable wake;
    private final Thread thread;
    private volatile boolean closed;

    PostgresListener(DataSource dataSource, String channel, Runnable wake) {
        this.dataSource = dataSource;
        this.channel = channel;
        this.wake = wake;
        thread = new Thread(this::run, "heldby-listener");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        while (!closed) {
            try (Connection connection = dataSource.getConnection()) {
                listen(connection);
            } catch (SQLException failed) {
                if (!closed) {
                    LOG.log(
                            System.Logger.Level.INFO,
                            "not woken by other nodes for now ({0}); connecting again",
                            failed.getMessage());
                    pause();
                }
            }
        }
    }

    private void listen(Connection connection) throws SQLException {
        connection.setAutoCommit(true);
        try (Statement statement = connection.createStatement()) {
            statement.execute("LISTEN \"" + channel + "\"");
            PGConnection postgres = connection.unwrap(PGConnection.class);
            while (!closed) {
                if (postgres.getNotifications(LOOK_UP_MILLIS).length > 0) {
                    wake.run();
                }
            }
            statement.execute("UNLISTEN *"); // The pool gives the connection to others.
        }
    }

    private void pause() {
        try {
            Thread.sleep(RECONNECT_MILLIS);
        } catch (InterruptedException interrupted) {
            closed = true;
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join(LOOK_UP_MILLIS * 4L);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            thread.interrupt();
        }
    }
}
