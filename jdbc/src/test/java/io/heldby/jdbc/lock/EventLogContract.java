package io.heldby.jdbc.lock;

import static org.assertj.core.api.Assertions.assertThat;

import io.heldby.lock.Answered;
import io.heldby.lock.Asked;
import io.heldby.lock.Fence;
import io.heldby.lock.HandOverAnswer;
import io.heldby.lock.HandOverRequest;
import io.heldby.lock.Lease;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockManager;
import io.heldby.lock.LockPolicies;
import io.heldby.lock.LockRequest;
import io.heldby.lock.LossCause;
import io.heldby.lock.Owner;
import io.heldby.lock.Renewal;
import io.heldby.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Index;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is written down of a lock's life. */
abstract class EventLogContract {

    private final LockKey key = LockKey.of("policy", "12345");
    private final Owner alice = Owner.of("alice", "a").named("Alice Jones");
    private final Owner bob = Owner.of("bob", "b").named("Bob Smith");
    private TestDatabase database;

    abstract TestDatabase newDatabase();

    @BeforeEach
    void start() {
        database = newDatabase();
        JdbcSchema.prepare(database.dataSource(), JdbcSettings.defaults(), InitializeSchema.ALWAYS);
    }

    @AfterEach
    void stop() {
        database.close();
    }

    @Test
    void everyStepOfALockIsLoggedWithWhoAndWhy() throws SQLException {
        try (LockManager locks = locks(JdbcSettings.defaults())) {
            Lease first = locks.acquireOrThrow(LockRequest.of(key, alice).reason("renewal"));
            expire();
            locks.sweep(10);
            locks.sweep(10);
            Lease second = locks.acquireOrThrow(LockRequest.of(key, bob));
            locks.release(second);
            Lease third = locks.acquireOrThrow(LockRequest.of(key, alice));
            locks.forceRelease(third.lockId(), "Kim", "month end");
            assertThat(events())
                    .containsExactly(
                            event("ACQUIRED", first, "Alice Jones", null, "renewal"),
                            event("LAPSED", first, "Alice Jones", null, null),
                            event("TAKEN_OVER", first, "Alice Jones", "Bob Smith", null),
                            event("ACQUIRED", second, "Bob Smith", null, null),
                            event("RELEASED", second, "Bob Smith", "Bob Smith", null),
                            event("ACQUIRED", third, "Alice Jones", null, null),
                            event("BROKEN", third, "Alice Jones", "Kim", "month end"));
        }
    }

    @Test
    void whoeverWantsALockIsLoggedWithWhoAndWhy() throws SQLException {
        try (LockManager locks = locks(JdbcSettings.defaults())) {
            Lease alices = locks.acquireOrThrow(LockRequest.of(key, alice));
            HandOverRequest first = asked(locks, alices);
            Answered kept = locks.answer(first.requestId(), alices.claim(), new HandOverAnswer.Keep(1, "nearly done"));
            assertThat(kept).isInstanceOf(Answered.Done.class);
            endOfKeep();
            HandOverRequest second = asked(locks, alices);
            Answered yes = locks.answer(second.requestId(), alices.claim(), new HandOverAnswer.Accept(null));
            assertThat(yes).isInstanceOf(Answered.Done.class);
            Lease bobs = locks.acquireOrThrow(LockRequest.of(key, bob));
            HandOverRequest third = ((Asked.Waiting) locks.requestRelease(bobs.lockId(), alice, "urgent")).request();
            locks.declineRelease(bobs.lockId(), third.requestId(), "Kim", "in an hour");
            locks.waitFor(key, alice);
            locks.forceRelease(bobs.lockId(), "Kim", "month end", Duration.ofMinutes(2));
            locks.release(bobs);
            assertThat(events())
                    .startsWith(
                            event("ACQUIRED", alices, "Alice Jones", null, null),
                            event("REQUESTED", alices, "Alice Jones", "Bob Smith", "urgent?"),
                            event("KEPT", alices, "Alice Jones", "Bob Smith", "nearly done"),
                            event("REQUESTED", alices, "Alice Jones", "Bob Smith", "urgent?"),
                            event("HANDED_OVER", alices, "Alice Jones", "Bob Smith", null),
                            event("ACQUIRED", bobs, "Bob Smith", null, null),
                            event("RELEASE_REQUESTED", bobs, "Bob Smith", "Alice Jones", "urgent"),
                            event("RELEASE_DECLINED", bobs, "Bob Smith", "Kim", "in an hour"),
                            event("BREAKING", bobs, "Bob Smith", "Kim", "month end"))
                    .satisfies(
                            reserved ->
                                    assertThat(reserved).startsWith("RESERVED").contains("| Alice Jones |"),
                            Index.atIndex(10))
                    .contains(event("RELEASED", bobs, "Bob Smith", "Bob Smith", null), Index.atIndex(9))
                    .hasSize(11);
        }
    }

    private HandOverRequest asked(LockManager locks, Lease lease) {
        return ((Asked.Waiting) locks.requestHandOver(lease.lockId(), bob, "urgent?")).request();
    }

    private void endOfKeep() throws SQLException {
        try (Connection connection = database.openConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE heldby_request SET keep_until = asked_at");
        }
    }

    @Test
    void withoutTheLogOnlyEndingsThatAFormerHolderMustKnowAreKept() throws SQLException {
        try (LockManager locks = locks(JdbcSettings.defaults().withEventLog(false))) {
            locks.release(locks.acquireOrThrow(LockRequest.of(key, alice)));
            Lease broken = locks.acquireOrThrow(LockRequest.of(key, alice));
            locks.forceRelease(broken.lockId(), "Kim", "month end");
            assertThat(events()).containsExactly(event("BROKEN", broken, "Alice Jones", "Kim", "month end"));
            assertThat(locks.renew(broken))
                    .isInstanceOfSatisfying(
                            Renewal.Lost.class,
                            lost -> assertThat(lost.loss().cause()).isEqualTo(LossCause.BROKEN));
        }
    }

    private LockManager locks(JdbcSettings settings) {
        return new LockManager(new JdbcLockStore(database.dataSource(), settings), LockPolicies.defaults());
    }

    private static String event(String kind, Lease lease, String holder, String by, String reason) {
        return line(kind, lease.lockId().grant().toString(), lease.fence(), holder, by, reason);
    }

    private static String line(String kind, String lockId, Fence fence, String holder, String by, String reason) {
        return String.join(" | ", kind, lockId, fence.toString(), holder, String.valueOf(by), String.valueOf(reason));
    }

    private List<String> events() throws SQLException {
        List<String> events = new ArrayList<>();
        try (Connection connection = database.openConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT * FROM heldby_event ORDER BY event_id")) {
            while (row.next()) {
                events.add(line(
                        row.getString("kind"),
                        row.getString("lock_id"),
                        new Fence(row.getLong("fence")),
                        row.getString("display_name"),
                        row.getString("by_name"),
                        row.getString("reason")));
            }
        }
        return events;
    }

    private void expire() throws SQLException {
        try (Connection connection = database.openConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE heldby_lock SET expires_at = acquired_at");
        }
    }
}
