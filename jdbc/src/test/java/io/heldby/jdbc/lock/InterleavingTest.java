package io.heldby.jdbc.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heldby.jdbc.Heldby;
import io.heldby.lock.Denied;
import io.heldby.lock.Expiry;
import io.heldby.lock.Lease;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockLostException;
import io.heldby.lock.LockManager;
import io.heldby.lock.LockMode;
import io.heldby.lock.LockPolicies;
import io.heldby.lock.LockPolicy;
import io.heldby.lock.LockRequest;
import io.heldby.lock.LockView;
import io.heldby.lock.LossCause;
import io.heldby.lock.Owner;
import io.heldby.lock.Renewal;
import io.heldby.testkit.TestDatabase;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Races in the one order that matters, forced: each step waits until the database shows that the one before has come. */
class InterleavingTest {

    private static final LockKey KEY = LockKey.of("doc", "7");
    private static final Owner ALICE = Owner.of("alice", "a1");

    enum Server {
        H2("SELECT COUNT(*) FROM INFORMATION_SCHEMA.SESSIONS WHERE BLOCKER_ID IS NOT NULL"),
        POSTGRES(
                "SELECT COUNT(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"),
        MARIADB(MariaDbLockWaits.COUNT);

        private final String waiting;

        Server(String waiting) {
            this.waiting = waiting;
        }

        TestDatabase open() {
            return switch (this) {
                case H2 -> TestDatabase.h2();
                case POSTGRES -> TestDatabase.postgres();
                case MARIADB -> TestDatabase.mariadb();
            };
        }
    }

    /** Not through a save, which verifies twice: the second time, with no wait, any clock is right. */
    @ParameterizedTest
    @EnumSource
    @DisplayName("race 12: the guard reads the clock after it has waited for the row, not before")
    void guardReadsTheClockAfterTheWaitForTheRow(Server server) throws Exception {
        try (TestDatabase database = server.open();
                Heldby heldby = heldby(database, Expiry.STRICT);
                Connection holder = transaction(database);
                Connection saver = transaction(database)) {
            Lease lease = heldby.locks().acquireOrThrow(LockRequest.of(KEY, ALICE));
            execute(holder, "SELECT * FROM heldby_lock FOR UPDATE");
            CompletableFuture<?> verified =
                    CompletableFuture.supplyAsync(() -> heldby.guard().verify(saver, lease));
            Awaitility.await().until(() -> count(database, server.waiting) > 0);

            // The lease ends now: while the guard waits.
            try (PreparedStatement end = holder.prepareStatement("UPDATE heldby_lock SET expires_at = ?")) {
                try (Connection clock = database.openConnection()) {
                    ServerTime.bind(end, 1, ServerTime.now(clock));
                }
                end.executeUpdate();
            }
            holder.commit();

            assertThatThrownBy(() -> verified.get(10, TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOfSatisfying(
                            LockLostException.class,
                            lost -> assertThat(lost.loss().cause()).isEqualTo(LossCause.EXPIRED));
        }
    }

    @ParameterizedTest
    @EnumSource(names = "POSTGRES", mode = EnumSource.Mode.EXCLUDE)
    @DisplayName("race 4: a lock that is renewed after the sweeper has picked it is not tidied away")
    void lockThatIsRenewedAfterTheSweeperHasPickedItIsLeftAlone(Server server) throws Exception {
        try (TestDatabase database = server.open();
                Heldby heldby = heldby(database, Expiry.LENIENT)) {
            Lease lease = heldby.locks().acquireOrThrow(LockRequest.of(KEY, ALICE));
            try (Connection backDoor = database.openConnection()) {
                execute(backDoor, "UPDATE heldby_lock SET expires_at = acquired_at");
            }
            DataSource interrupted = beforeConnection(
                    3,
                    database.dataSource(),
                    () -> assertThat(heldby.locks().renew(lease)).isInstanceOf(Renewal.Renewed.class));
            // Takes one connection to be made, one to pick candidates, and one to tidy them.
            int tidied = new JdbcLockStore(interrupted, JdbcSettings.defaults()).sweep(100);

            assertThat(tidied).isZero();
            assertThat(heldby.locks().holders(KEY)).hasSize(1);
            assertThat(count(database, "SELECT COUNT(*) FROM heldby_event WHERE kind <> 'ACQUIRED'"))
                    .isEqualTo(0L);
        }
    }

    @ParameterizedTest
    @EnumSource(names = "POSTGRES")
    @DisplayName("race 4: where the sweeper picks and tidies in one statement, it leaves alone what is being renewed")
    void lockThatIsBeingRenewedIsLeftAlone(Server server) throws Exception {
        try (TestDatabase database = server.open();
                Heldby heldby = heldby(database, Expiry.STRICT);
                Connection backDoor = database.openConnection();
                Connection renewing = transaction(database)) {
            heldby.locks().acquireOrThrow(LockRequest.of(KEY, ALICE));
            execute(backDoor, "UPDATE heldby_lock SET expires_at = acquired_at");
            execute(renewing, "UPDATE heldby_lock SET expires_at = max_until");

            assertThat(heldby.locks().sweep(100)).isZero();
            renewing.commit();
            assertThat(heldby.locks().sweep(100)).isZero();
            assertThat(heldby.locks().holders(KEY)).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName(
            "race 31: whoever wants to share decides by what is there after the row is locked, not by what they saw")
    void shareIsDecidedByWhatIsThereAfterTheWait(Server server) throws Exception {
        Owner bob = Owner.of("bob", "b1");
        Owner carol = Owner.of("carol", "c1");
        try (TestDatabase database = server.open();
                Heldby heldby = heldby(database, Expiry.LENIENT);
                Connection backDoor = database.openConnection()) {
            heldby.locks().acquireOrThrow(LockRequest.of(KEY, ALICE));
            execute(backDoor, "UPDATE heldby_lock SET expires_at = acquired_at");
            DataSource interrupted = beforeConnection(
                    3, database.dataSource(), () -> heldby.locks().acquireOrThrow(LockRequest.of(KEY, carol)));
            // Takes one connection to be made, one to look, and one to lock the row and decide.
            try (LockManager late =
                    new LockManager(new JdbcLockStore(interrupted, JdbcSettings.defaults()), LockPolicies.defaults())) {
                assertThat(late.acquire(LockRequest.of(KEY, bob).mode(LockMode.SHARED)))
                        .isInstanceOf(Denied.Held.class);
            }
            assertThat(heldby.locks().holders(KEY)).extracting(LockView::owner).containsExactly(carol);
        }
    }

    private static Heldby heldby(TestDatabase database, Expiry expiry) {
        return Heldby.builder(database.dataSource())
                .policies(LockPolicies.defaults().with("doc", LockPolicy.DEFAULT.withExpiry(expiry)))
                .initializeSchema(InitializeSchema.ALWAYS)
                .build();
    }

    private static DataSource beforeConnection(int number, DataSource real, Runnable interruption) {
        AtomicInteger connections = new AtomicInteger();
        return (DataSource) Proxy.newProxyInstance(
                DataSource.class.getClassLoader(), new Class<?>[] {DataSource.class}, (self, method, args) -> {
                    if (method.getName().equals("getConnection") && connections.incrementAndGet() == number) {
                        interruption.run();
                    }
                    try {
                        return method.invoke(real, args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static Connection transaction(TestDatabase database) throws SQLException {
        Connection connection = database.openConnection();
        connection.setAutoCommit(false);
        return connection;
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static long count(TestDatabase database, String query) throws SQLException {
        try (Connection connection = database.openConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }
}
