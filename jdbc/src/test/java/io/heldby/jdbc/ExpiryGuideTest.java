package io.heldby.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heldby.lock.Enforcement;
import io.heldby.lock.Expiry;
import io.heldby.lock.ExpiryHandler;
import io.heldby.lock.ExpiryTask;
import io.heldby.lock.Fence;
import io.heldby.lock.Lease;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockManager;
import io.heldby.lock.LockPolicies;
import io.heldby.lock.LockPolicy;
import io.heldby.lock.LockRequest;
import io.heldby.lock.LockView;
import io.heldby.lock.Owner;
import io.heldby.lock.RenewalMode;
import io.heldby.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs the examples of docs/when-a-lock-expires.md, which has the code between the tags. */
class ExpiryGuideTest {

    private static final LockKey KEY = LockKey.of("order", "4711");
    private static final Owner BOB = Owner.of("bob", "bob-handheld").named("Bob Smith");
    private static final Owner ALICE = Owner.of("alice", "alice-handheld").named("Alice Jones");

    private final TestDatabase database = TestDatabase.h2();
    private final DataSource dataSource = database.dataSource();
    private final Orders orders = new Orders();

    @BeforeEach
    void open() throws SQLException {
        execute("CREATE TABLE orders (id VARCHAR(20) PRIMARY KEY, picker VARCHAR(100), fence BIGINT, lines_done INT)");
        execute("INSERT INTO orders VALUES ('4711', NULL, NULL, 0)");
    }

    @AfterEach
    void close() throws SQLException {
        database.close();
    }

    /** The list of orders, as the warehouse keeps it. */
    private final class Orders {

        void assign(String id, Owner picker, Fence fence) throws SQLException {
            update("UPDATE orders SET picker = ?, fence = ? WHERE id = ?", picker.displayName(), fence.value(), id);
        }

        // tag::put-back[]
        /** Back on the list, unless somebody has taken the order since: that one has a greater fence. */
        void putBack(String id, Fence fence) throws SQLException {
            update("UPDATE orders SET picker = NULL WHERE id = ? AND fence = ?", id, fence.value());
        }
        // end::put-back[]

        boolean halfDone(String id) throws SQLException {
            return !"0".equals(read("SELECT lines_done FROM orders WHERE id = '" + id + "'"));
        }

        @Nullable
        String picker(String id) {
            return read("SELECT picker FROM orders WHERE id = '" + id + "'");
        }
    }

    @Test
    void orderGoesBackOnTheListWhenItsPickerDoesNotComeBack() throws SQLException {
        // tag::policy[]
        Heldby heldby = Heldby.builder(dataSource)
                .policies(LockPolicies.defaults()
                        .with("order", LockPolicy.fixed(Duration.ofMinutes(30)).withExpiryHandler("put-back")))
                .expiryHandler(
                        "put-back",
                        (task, extension) -> orders.putBack(task.key().id(), task.fence()))
                .build();
        // end::policy[]
        try (heldby) {
            LockManager locks = heldby.locks();
            Lease lease = locks.acquireOrThrow(LockRequest.of(KEY, BOB));
            orders.assign("4711", BOB, lease.fence());

            letTimeGoBy();
            locks.sweep(10);

            await().atMost(20, TimeUnit.SECONDS).until(() -> orders.picker("4711") == null);
        }
    }

    @Test
    void orderThatSomebodyElseHasTakenStaysWithThem() throws SQLException {
        List<ExpiryTask> told = new CopyOnWriteArrayList<>();
        try (Heldby heldby = Heldby.builder(dataSource)
                .expiryHandler("put-back", (task, extension) -> {
                    orders.putBack(task.key().id(), task.fence());
                    told.add(task);
                })
                .build()) {
            LockManager locks = heldby.locks();
            // tag::one-lock[]
            Lease lease = locks.acquireOrThrow(LockRequest.of(KEY, BOB).expiryHandler("put-back"));
            // end::one-lock[]
            orders.assign("4711", BOB, lease.fence());
            letTimeGoBy();
            Lease alices = locks.acquireOrThrow(LockRequest.of(KEY, ALICE));
            orders.assign("4711", ALICE, alices.fence());

            await().atMost(20, TimeUnit.SECONDS).until(() -> told.size() == 1);

            assertThat(orders.picker("4711")).isEqualTo("Alice Jones");
        }
    }

    @Test
    void pickerWhoIsNearlyDoneGetsMoreTime() throws SQLException {
        // tag::extend[]
        ExpiryHandler putBackOrWait = (task, extension) -> {
            boolean goesOn = orders.halfDone(task.key().id()) && extension.by(Duration.ofMinutes(10));
            if (!goesOn) {
                orders.putBack(task.key().id(), task.fence());
            }
        };
        // end::extend[]
        LockPolicy policy = new LockPolicy(
                Duration.ofMinutes(30),
                Duration.ofMinutes(30),
                Duration.ofHours(2),
                RenewalMode.FIXED,
                Expiry.LENIENT,
                Enforcement.ENFORCE);
        try (Heldby heldby = Heldby.builder(dataSource)
                .policies(LockPolicies.defaults().with("order", policy.withExpiryHandler("put-back")))
                .expiryHandler("put-back", putBackOrWait)
                .build()) {
            LockManager locks = heldby.locks();
            Lease lease = locks.acquireOrThrow(LockRequest.of(KEY, BOB));
            orders.assign("4711", BOB, lease.fence());
            execute("UPDATE orders SET lines_done = 3");
            letLeaseEnd();
            locks.sweep(10);

            await().atMost(20, TimeUnit.SECONDS)
                    .untilAsserted(() -> assertThat(locks.holders(KEY))
                            .extracting(LockView::lockId)
                            .containsExactly(lease.lockId()));
            assertThat(orders.picker("4711")).isEqualTo("Bob Smith");

            execute("UPDATE orders SET lines_done = 0");
            letLeaseEnd();
            locks.sweep(10);
            await().atMost(20, TimeUnit.SECONDS).until(() -> orders.picker("4711") == null);
        }
    }

    @Test
    void operatorsSeeWhatKeepsFailing() throws SQLException {
        try (Heldby heldby = Heldby.builder(dataSource)
                .expiryHandler("put-back", (task, extension) -> {
                    throw new SQLException("no such table");
                })
                .build()) {
            LockManager locks = heldby.locks();
            Lease unused = locks.acquireOrThrow(LockRequest.of(KEY, BOB).expiryHandler("put-back"));
            letTimeGoBy();
            locks.sweep(10);
            List<String> shown = new CopyOnWriteArrayList<>();
            await().atMost(20, TimeUnit.SECONDS)
                    .untilAsserted(() -> assertThat(locks.expiryTasks("", 100))
                            .allMatch(task -> task.lastError() != null)
                            .isNotEmpty());

            // tag::pending[]
            for (ExpiryTask task : locks.expiryTasks("", 100)) {
                shown.add("%s of %s, %d attempts, the next at %s: %s"
                        .formatted(
                                task.key(),
                                task.owner().displayName(),
                                task.attempts(),
                                task.dueAt(),
                                task.lastError()));
            }
            // end::pending[]

            assertThat(shown).hasSize(1);
            assertThat(shown.get(0)).startsWith("order 4711 of Bob Smith").endsWith("no such table");
        }
    }

    private void letTimeGoBy() throws SQLException {
        execute("UPDATE heldby_lock SET expires_at = acquired_at, max_until = acquired_at");
    }

    private void letLeaseEnd() throws SQLException {
        execute("UPDATE heldby_lock SET expires_at = acquired_at");
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.openConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private void update(String sql, Object... values) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.executeUpdate();
        }
    }

    private @Nullable String read(String sql) {
        try (Connection connection = database.openConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getString(1) : null;
        } catch (SQLException failed) {
            throw new AssertionError(sql, failed);
        }
    }
}
