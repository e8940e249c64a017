package io.heldby.jdbc.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heldby.lock.ExpiryTask;
import io.heldby.lock.ExpiryTasks;
import io.heldby.lock.ExpiryWorker;
import io.heldby.lock.Lease;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockManager;
import io.heldby.lock.LockPolicies;
import io.heldby.lock.LockPolicy;
import io.heldby.lock.LockRequest;
import io.heldby.lock.LockStoreException;
import io.heldby.lock.LockView;
import io.heldby.lock.Owner;
import io.heldby.lock.Renewal;
import io.heldby.testkit.TestDatabase;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A handler is told of nothing that is not committed, and a task and the ending that it is about are one transaction. */
abstract class ExpiryTransactionContract {

    private static final LockKey KEY = LockKey.of("order", "4711");
    private static final Owner ALICE = Owner.of("alice", "alice-tab").named("Alice Ng");
    private static final Owner BOB = Owner.of("bob", "bob-tab").named("Bob Smith");
    private static final LockPolicies POLICIES =
            LockPolicies.defaults().with("order", LockPolicy.DEFAULT.withExpiryHandler("put-back"));
    private static final Duration CLAIM = Duration.ofMinutes(5);
    private static final long SOON = 20;

    private TestDatabase database;
    private JdbcBackdoor backdoor;
    private JdbcLockStore store;
    private ExpiryTasks tasks;
    private LockManager locks;
    private Lease lease;

    abstract TestDatabase newDatabase();

    /** Alice's lock, which has expired without anybody having looked. */
    @BeforeEach
    void start() throws SQLException {
        database = newDatabase();
        JdbcSchema.prepare(database.dataSource(), JdbcSettings.defaults(), InitializeSchema.ALWAYS);
        backdoor = new JdbcBackdoor(database);
        store = new JdbcLockStore(database.dataSource(), JdbcSettings.defaults());
        tasks = store.expiryTasks();
        locks = on(database.dataSource());
        lease = locks.acquireOrThrow(LockRequest.of(KEY, ALICE));
        backdoor.forceExpire(KEY);
    }

    @AfterEach
    void stop() throws SQLException {
        backdoor.close();
        database.close();
    }

    private static LockManager on(DataSource dataSource) {
        LockManager manager = new LockManager(new JdbcLockStore(dataSource, JdbcSettings.defaults()), POLICIES);
        new ExpiryWorker(manager, Map.of("put-back", (task, extension) -> {})).close();
        return manager;
    }

    @Test
    void takeoverThatFailsOnTheWayRunsNothing() {
        runsNothing(on(hooked(
                connection -> {
                    throw new SQLException("the disk is full", "53100");
                },
                Connection::commit)));
    }

    @Test
    void takeoverThatIsRolledBackRunsNothing() {
        runsNothing(on(hooked(connection -> {}, connection -> {
            connection.rollback();
            throw new SQLException("the disk is full", "53100");
        })));
    }

    private void runsNothing(LockManager failing) {
        assertThatThrownBy(() -> failing.acquire(LockRequest.of(KEY, BOB))).isInstanceOf(LockStoreException.class);

        assertThat(tasks.pending(null, 10)).isEmpty();
        assertThat(tasks.claim("put-back", CLAIM)).isEmpty();
        assertThat(locks.renew(lease)).isInstanceOf(Renewal.Renewed.class);
    }

    @Test
    void nothingRunsBeforeTheTakeoverIsCommitted() throws Exception {
        Pause beforeTheHeadRow = new Pause();
        Pause beforeTheCommit = new Pause();
        LockManager slow = on(hooked(connection -> beforeTheHeadRow.stop(), connection -> {
            beforeTheCommit.stop();
            connection.commit();
        }));

        CompletableFuture<Lease> bobs =
                CompletableFuture.supplyAsync(() -> slow.acquireOrThrow(LockRequest.of(KEY, BOB)));
        for (Pause pause : List.of(beforeTheHeadRow, beforeTheCommit)) {
            pause.await();
            assertThat(tasks.pending(null, 10)).isEmpty();
            assertThat(tasks.claim("put-back", CLAIM)).isEmpty();
            pause.goOn.countDown();
        }

        Lease next = bobs.get(SOON, TimeUnit.SECONDS);
        ExpiryTask task = tasks.claim("put-back", CLAIM).orElseThrow();
        assertThat(task.lockId()).isEqualTo(lease.lockId());
        assertThat(task.fence()).isLessThan(next.fence());
        assertThat(locks.holders(KEY)).extracting(LockView::lockId).containsExactly(next.lockId());
    }

    /** Where one thread stands until another has looked. */
    private static final class Pause {

        private final CountDownLatch there = new CountDownLatch(1);
        private final CountDownLatch goOn = new CountDownLatch(1);

        void stop() throws InterruptedException {
            there.countDown();
            assertThat(goOn.await(SOON, TimeUnit.SECONDS)).isTrue();
        }

        void await() throws InterruptedException {
            assertThat(there.await(SOON, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void nothingEndsWhoseTaskCannotBeWritten() {
        backdoor.execute("ALTER TABLE heldby_task RENAME TO hidden_task");
        try {
            assertThatThrownBy(() -> locks.acquire(LockRequest.of(KEY, BOB))).isInstanceOf(LockStoreException.class);
            assertThatThrownBy(() -> locks.sweep(10)).isInstanceOf(LockStoreException.class);
        } finally {
            backdoor.execute("ALTER TABLE hidden_task RENAME TO heldby_task");
        }
        assertThat(locks.find(lease.lockId())).isPresent();
        assertThat(tasks.pending(null, 10)).isEmpty();

        locks.sweep(10);

        assertThat(tasks.pending(null, 10)).hasSize(1);
    }

    /** Endings are put down whether or not everything is logged. */
    @Test
    void withoutTheLogTasksAreTheSame() {
        LockManager quiet = new LockManager(
                new JdbcLockStore(database.dataSource(), new JdbcSettings("heldby_", null, false)), POLICIES);
        quiet.sweep(10);
        assertThat(tasks.pending(null, 10)).hasSize(1);

        quiet.release(lease);

        assertThat(tasks.pending(null, 10)).isEmpty();
    }

    /**
     * The database's own, but for two moments of its connections.
     *
     * @param beforeTheHeadRow before the statement that writes it is prepared; a takeover has written everything else by then
     * @param commit in the place of the commit after that
     */
    private DataSource hooked(Hook beforeTheHeadRow, Hook commit) {
        return (DataSource) Proxy.newProxyInstance(
                DataSource.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    Connection connection = database.dataSource().getConnection();
                    AtomicBoolean takesOver = new AtomicBoolean();
                    return Proxy.newProxyInstance(
                            Connection.class.getClassLoader(),
                            new Class<?>[] {Connection.class},
                            (self, called, values) -> {
                                if (called.getName().equals("commit") && takesOver.get()) {
                                    commit.on(connection);
                                    return null;
                                }
                                if (called.getName().equals("prepareStatement")
                                        && String.valueOf(values[0]).startsWith("UPDATE heldby_lock")) {
                                    takesOver.set(true);
                                    beforeTheHeadRow.on(connection);
                                }
                                try {
                                    return called.invoke(connection, values);
                                } catch (InvocationTargetException failed) {
                                    throw failed.getCause();
                                }
                            });
                });
    }

    /** What is done with a connection at some moment. */
    @FunctionalInterface
    private interface Hook {
        void on(Connection connection) throws Exception;
    }
}
