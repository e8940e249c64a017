package io.heldby.testkit;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Where {@link TestDatabase#postgres()} gets its databases. */
sealed interface PostgresServer permits EmbeddedPostgresServer, PostgresServer.Given {

    /** Makes an empty place with this name and returns the JDBC URL that leads into it. */
    String create(String name);

    /** Removes it and what is in it, even while somebody is still connected. */
    void drop(String name);

    /** The JVM's one server, started by the first call. */
    static PostgresServer running() {
        return Once.get();
    }

    /**
     * A server that somebody else runs. It gives a schema per test and not a database, because the user in the URL may
     * not be allowed to create databases, and because its settings then hold for the tests.
     */
    record Given(String jdbcUrl) implements PostgresServer {

        @Override
        public String create(String name) {
            Sql.execute(jdbcUrl, "CREATE SCHEMA " + name);
            return jdbcUrl + (jdbcUrl.contains("?") ? "&" : "?") + "currentSchema=" + name;
        }

        @Override
        public void drop(String name) {
            // With a limit, so that a transaction which a test left open is an error and not a hanging build.
            Sql.execute(jdbcUrl, "SET lock_timeout = '10s'; DROP SCHEMA " + name + " CASCADE");
        }
    }

    /** Not a static initializer: that reports its failure only to the first test and puzzles all others. */
    final class Once {

        private static final Lock STARTING = new ReentrantLock();
        private static @Nullable PostgresServer running;

        private Once() {}

        private static PostgresServer get() {
            STARTING.lock();
            try {
                if (running == null) {
                    String url = System.getenv("TEST_PG_URL");
                    running = url == null || url.isBlank() ? EmbeddedPostgresServer.start() : new Given(url);
                }
                return running;
            } finally {
                STARTING.unlock();
            }
        }
    }
}
