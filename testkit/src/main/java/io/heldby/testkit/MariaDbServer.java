package io.heldby.testkit;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where {@link TestDatabase#mariadb()} gets its databases. */
sealed interface MariaDbServer permits EmbeddedMariaDbServer, MariaDbServer.Given {

    /** Makes an empty database with this name and returns the JDBC URL that leads into it. */
    String create(String name);

    /** Removes it and what is in it, even while somebody is still connected. */
    void drop(String name);

    /** The JVM's one server, started by the first call. */
    static MariaDbServer running() {
        return Once.get();
    }

    /** A server that somebody else runs; the user in its URL may create databases. */
    record Given(String jdbcUrl) implements MariaDbServer {

        private static final Pattern URL = Pattern.compile("(jdbc:mariadb:[^/?]*//[^/?]*)(/[^?]*)?(\\?.*)?");

        public Given {
            if (!URL.matcher(jdbcUrl).matches()) {
                throw new IllegalArgumentException(
                        "TEST_MARIADB_URL must look like jdbc:mariadb://host:3306/?user=name&password=secret");
            }
        }

        @Override
        public String create(String name) {
            Sql.execute(jdbcUrl, "CREATE DATABASE " + name);
            Matcher url = URL.matcher(jdbcUrl);
            url.matches();
            String parameters = url.group(3);
            return url.group(1) + "/" + name + (parameters == null ? "" : parameters);
        }

        @Override
        public void drop(String name) {
            // With a limit, so that a transaction which a test left open is an error and not a hanging build.
            Sql.execute(jdbcUrl, "SET STATEMENT lock_wait_timeout = 10 FOR DROP DATABASE " + name);
        }
    }

    /** Not a static initializer: that reports its failure only to the first test and puzzles all others. */
    final class Once {

        private static final Lock STARTING = new ReentrantLock();
        private static @Nullable MariaDbServer running;

        private Once() {}

        private static MariaDbServer get() {
            STARTING.lock();
            try {
                if (running == null) {
                    String url = System.getenv("TEST_MARIADB_URL");
                    running = url == null || url.isBlank() ? EmbeddedMariaDbServer.start() : new Given(url);
                }
                return running;
            } finally {
                STARTING.unlock();
            }
        }
    }
}
