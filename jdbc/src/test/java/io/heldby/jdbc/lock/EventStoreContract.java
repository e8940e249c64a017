package io.heldby.jdbc.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.heldby.lock.Asked;
import io.heldby.lock.Denial;
import io.heldby.lock.EventPage;
import io.heldby.lock.EventQuery;
import io.heldby.lock.ExpiryTask;
import io.heldby.lock.ExpiryWorker;
import io.heldby.lock.HandOverRequest;
import io.heldby.lock.Lease;
import io.heldby.lock.LockEvent;
import io.heldby.lock.LockEvent.Kind;
import io.heldby.lock.LockKey;
import io.heldby.lock.LockManager;
import io.heldby.lock.LockPolicies;
import io.heldby.lock.LockPolicy;
import io.heldby.lock.LockRequest;
import io.heldby.lock.LossCause;
import io.heldby.lock.Owner;
import io.heldby.lock.Renewal;
import io.heldby.lock.Takeover;
import io.heldby.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What can be read of the log, in which order, and what is forgotten. */
abstract class EventStoreContract {

    static final LockKey POLICY = LockKey.of("policy", "12345");
    static final LockKey ORDER = LockKey.of("order", "7");
    static final Owner ALICE = Owner.of("alice", "a").named("Alice Jones");
    static final Owner BOB = Owner.of("bob", "b").named("Bob Smith");

    private TestDatabase database;
    private JdbcEventStore events;
    private JdbcLockStore store;
    private LockManager locks;

    abstract TestDatabase newDatabase();

    @BeforeEach
    void start() {
        database = newDatabase();
        JdbcSchema.prepare(database.dataSource(), JdbcSettings.defaults(), InitializeSchema.ALWAYS);
        events = new JdbcEventStore(database.dataSource(), JdbcSettings.defaults(), null);
        store = new JdbcLockStore(database.dataSource(), JdbcSettings.defaults());
        locks = new LockManager(store, LockPolicies.defaults());
    }

    @AfterEach
    void stop() {
        locks.close();
        database.close();
    }

    @Test
    void anEventSaysWhatHappenedToWhichLockByWhomAndWhy() {
        Lease lease = locks.acquireOrThrow(LockRequest.of(POLICY, ALICE).reason("renewal"));
        locks.forceRelease(lease.lockId(), "Kim", "month end");

        List<LockEvent> all = read();

        assertThat(all)
                .extracting(LockEvent::kind, LockEvent::displayName, LockEvent::by, LockEvent::reason, LockEvent::fence)
                .containsExactly(
                        tuple(Kind.ACQUIRED, "Alice Jones", null, "renewal", lease.fence()),
                        tuple(Kind.BROKEN, "Alice Jones", "Kim", "month end", lease.fence()));
        assertThat(all).allSatisfy(event -> {
            assertThat(event.key()).contains(POLICY);
            assertThat(event.lockId()).isEqualTo(lease.lockId());
            assertThat(event.user()).isEqualTo("alice");
        });
        assertThat(all.get(0).at()).isCloseTo(lease.acquiredAt(), within(1, ChronoUnit.SECONDS));
    }

    @Test
    void nobodyReadsAnEventBeforeItHasItsPlace() {
        locks.acquireOrThrow(LockRequest.of(POLICY, ALICE));

        assertThat(events.after(0, 10)).isEmpty();
        assertThat(events.newest()).isZero();
        assertThat(events.sequence(10)).isEqualTo(1);
        assertThat(events.after(0, 10)).hasSize(1);
        assertThat(events.newest()).isEqualTo(1);
    }

    @Test
    void anEventIsPlacedOnceHoweverOftenAndByWhomeverThatIsTried() {
        JdbcEventStore otherNode = new JdbcEventStore(database.dataSource(), JdbcSettings.defaults(), null);
        take(5);

        assertThat(events.sequence(3)).isEqualTo(3);
        assertThat(otherNode.sequence(10)).isEqualTo(2);
        assertThat(events.sequence(10)).isZero();
        assertThat(read()).extracting(LockEvent::id).containsExactly("1", "2", "3", "4", "5");
    }

    @Test
    void whatAnOpenTransactionWritesIsPlacedAfterItsCommitBehindWhatWasCommittedBefore() throws SQLException {
        try (Connection hanging = database.openConnection()) {
            hanging.setAutoCommit(false);
            insert(hanging, "hung");
            take(2);
            assertThat(read()).extracting(LockEvent::id).containsExactly("1", "2");
            long seen = events.newest();

            hanging.commit();

            sequence();
            assertThat(events.after(seen, 10)).extracting(LockEvent::id).containsExactly("hung");
        }
    }

    @Test
    void whatWasRolledBackNeverHappened() throws SQLException {
        try (Connection doomed = database.openConnection()) {
            doomed.setAutoCommit(false);
            insert(doomed, "doomed");
            take(1);
            assertThat(read()).extracting(LockEvent::id).containsExactly("1");

            doomed.rollback();
        }
        take(1);
        assertThat(read()).extracting(LockEvent::id).doesNotContain("doomed");
    }

    @Test
    void theHistoryOfARecordIsNewestFirstAndComesInPages() {
        take(2);
        for (int i = 0; i < 3; i++) {
            locks.release(locks.acquireOrThrow(LockRequest.of(POLICY, ALICE)));
        }
        sequence();
        EventQuery query = EventQuery.all("").of(POLICY).limit(4);

        EventPage first = events.find(query);
        EventPage second = events.find(query.before(Objects.requireNonNull(first.next())));

        assertThat(first.events())
                .extracting(LockEvent::kind)
                .containsExactly(Kind.RELEASED, Kind.ACQUIRED, Kind.RELEASED, Kind.ACQUIRED);
        assertThat(second.events()).extracting(LockEvent::kind).containsExactly(Kind.RELEASED, Kind.ACQUIRED);
        assertThat(second.next()).isNull();
    }

    @Test
    void theHistoryCanBeAskedByTypeUserKindAndPeriod() {
        locks.release(locks.acquireOrThrow(LockRequest.of(POLICY, ALICE)));
        Lease order = locks.acquireOrThrow(LockRequest.of(ORDER, BOB));
        sequence();
        Instant then = order.acquiredAt();
        EventQuery all = EventQuery.all("");

        assertThat(found(all)).isEqualTo(3);
        assertThat(found(all.ofType("policy"))).isEqualTo(2);
        assertThat(found(all.ofUser("bob"))).isEqualTo(1);
        assertThat(found(all.ofKind(Kind.RELEASED))).isEqualTo(1);
        assertThat(found(all.between(then, null))).isEqualTo(1);
        assertThat(found(all.between(null, then))).isEqualTo(2);
        assertThat(found(EventQuery.all("elsewhere"))).isZero();
        assertThat(found(EventQuery.all("").of(ORDER).ofUser("alice"))).isZero();
    }

    @Test
    void whoWasRefusedIsWrittenDownWithWhoWasInTheWay() {
        events.denied(List.of(new Denial(POLICY, BOB, "Alice Jones")));

        assertThat(read())
                .extracting(LockEvent::kind, LockEvent::user, LockEvent::displayName, LockEvent::by, LockEvent::lockId)
                .containsExactly(tuple(Kind.DENIED, "bob", "Bob Smith", "Alice Jones", null));
    }

    @Test
    void oldEventsAreForgottenInBatchesAndNewOnesStay() throws SQLException {
        take(3);
        sequence();
        age("id IN ('1', '2')", 100);

        assertThat(events.purge(Duration.ofDays(90), 1)).isEqualTo(1);
        assertThat(events.purge(Duration.ofDays(90), 10)).isEqualTo(1);
        assertThat(events.purge(Duration.ofDays(90), 10)).isZero();
        assertThat(read()).extracting(LockEvent::id).containsExactly("3");
    }

    @Test
    void namesAreTakenOutOfOldEventsAndTheSameUserStaysTheSame() throws SQLException {
        locks.forceRelease(
                locks.acquireOrThrow(LockRequest.of(POLICY, ALICE).reason("renewal"))
                        .lockId(),
                "Kim",
                "month end");
        sequence();
        age("1 = 1", 40);
        locks.acquireOrThrow(LockRequest.of(ORDER, ALICE));
        sequence();

        long done = events.pseudonymise(Duration.ofDays(30), 0, 10);

        List<LockEvent> all = read();
        assertThat(all.subList(0, 2)).allSatisfy(event -> {
            assertThat(event.displayName()).isNull();
            assertThat(event.by()).isNull();
            assertThat(event.reason()).isNull();
            assertThat(event.user()).startsWith("someone-").isEqualTo(all.get(0).user());
        });
        assertThat(all.get(2).displayName()).isEqualTo("Alice Jones");
        assertThat(done).isEqualTo(all.get(1).position());
        String pseudonym = all.get(0).user();
        assertThat(events.pseudonymise(Duration.ofDays(30), 0, 10)).isZero();
        assertThat(read().get(0).user()).isEqualTo(pseudonym);
    }

    @Test
    void whatHappenedToOneRecordCanBeErased() {
        Lease policy = locks.acquireOrThrow(LockRequest.of(POLICY, ALICE));
        locks.release(policy);
        locks.acquireOrThrow(LockRequest.of(ORDER, BOB));
        sequence();

        assertThat(events.erase(POLICY)).isEqualTo(2);

        assertThat(read()).extracting(LockEvent::type).containsExactly("order");
        assertThat(locks.renew(policy))
                .isInstanceOfSatisfying(
                        Renewal.Lost.class,
                        lost -> assertThat(lost.loss().cause()).isEqualTo(LossCause.UNKNOWN));
    }

    /** The task itself stays: what its handler is to do is still to be done. */
    @Test
    void eraseTakesNamesAndReasonsOutOfTheRecordsTasks() {
        ExpiryTask before = takenOverTaskThatFailed(ORDER);
        takenOverTaskThatFailed(POLICY);

        events.erase(ORDER);

        ExpiryTask erased = taskOf(ORDER);
        assertThat(erased.owner().user()).startsWith("someone-");
        assertThat(erased.toString()).doesNotContain("alice", "a-tab", "Alice", "Bob", "renewal", "on the phone");
        assertThat(erased.lockId()).isEqualTo(before.lockId());
        assertThat(erased.fence()).isEqualTo(before.fence());
        assertThat(erased.loss().cause()).isEqualTo(LossCause.TAKEN_OVER);
        assertThat(erased.attempts()).isEqualTo(1);
        assertThat(taskOf(POLICY).owner()).isEqualTo(before.owner());
    }

    @Test
    void namesAreTakenOutOfOldTasks() throws SQLException {
        ExpiryTask before = takenOverTaskThatFailed(ORDER);
        execute("UPDATE heldby_task SET at = at - INTERVAL '40' DAY");
        takenOverTaskThatFailed(POLICY);

        events.pseudonymise(Duration.ofDays(30), 0, 10);

        ExpiryTask old = taskOf(ORDER);
        assertThat(old.owner().user()).startsWith("someone-");
        assertThat(old.toString()).doesNotContain("alice", "a-tab", "Alice", "Bob", "renewal", "on the phone");
        assertThat(old.fence()).isEqualTo(before.fence());
        assertThat(taskOf(POLICY).owner()).isEqualTo(before.owner());
        events.pseudonymise(Duration.ofDays(30), 0, 10);
        assertThat(taskOf(ORDER)).isEqualTo(old);
    }

    /** What is asked of a lock ends with it, so what is asked while somebody has it is still needed. */
    @Test
    void eraseForgetsWhatWasAskedAndIsOver() {
        Lease lease = locks.acquireOrThrow(LockRequest.of(POLICY, ALICE));
        HandOverRequest over = asked(lease, "Mr Fry is on the phone");
        locks.release(lease);
        HandOverRequest open = asked(locks.acquireOrThrow(LockRequest.of(POLICY, ALICE)), "Mr Fry again");

        events.erase(POLICY);

        assertThat(locks.request(over.lockId(), over.requestId())).isEmpty();
        assertThat(locks.request(open.lockId(), open.requestId())).isPresent();
    }

    private HandOverRequest asked(Lease lease, String message) {
        return ((Asked.Waiting) locks.requestHandOver(lease.lockId(), BOB, message)).request();
    }

    private ExpiryTask takenOverTaskThatFailed(LockKey key) {
        LockPolicy policy =
                LockPolicy.DEFAULT.withTakeover(Takeover.ANYONE_WITH_REASON).withExpiryHandler("put-back");
        LockManager withHandler = new LockManager(store, LockPolicies.defaults().with(key.type(), policy));
        new ExpiryWorker(withHandler, Map.of("put-back", (task, extension) -> {})).close();
        Owner alice = Owner.of("alice", "a-tab").named("Alice Jones");
        Lease lease = withHandler.acquireOrThrow(LockRequest.of(key, alice).reason("renewal"));
        withHandler.takeOver(lease.lockId(), LockRequest.of(key, BOB), "on the phone", false);
        ExpiryTask claimed =
                store.expiryTasks().claim("put-back", Duration.ofMinutes(5)).orElseThrow();
        store.expiryTasks().failed(claimed, "Alice Jones cannot be told", Duration.ofHours(1));
        return taskOf(key);
    }

    private ExpiryTask taskOf(LockKey key) {
        return store.expiryTasks().pending(null, 10).stream()
                .filter(task -> task.key().equals(key))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aKindThatANewerNodeHasWrittenStopsNobody() throws SQLException {
        try (Connection newer = database.openConnection()) {
            insert(newer, "strange", "INVENTED_LATER");
        }
        take(1);

        assertThat(read()).extracting(LockEvent::kind).containsExactly(Kind.OTHER, Kind.ACQUIRED);
    }

    private void take(int howMany) {
        for (int i = 1; i <= howMany; i++) {
            locks.acquireOrThrow(LockRequest.of(LockKey.of("line", "" + i), ALICE));
        }
    }

    private List<LockEvent> read() {
        sequence();
        return events.after(0, 100);
    }

    /** With a fresh one, which looks at everything. */
    private void sequence() {
        new JdbcEventStore(database.dataSource(), JdbcSettings.defaults(), null).sequence(100);
    }

    private int found(EventQuery query) {
        return events.find(query).events().size();
    }

    private void age(String which, int days) throws SQLException {
        execute("UPDATE heldby_event SET at = at - INTERVAL '%d' DAY WHERE %s".formatted(days, which));
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.openConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static void insert(Connection connection, String id) throws SQLException {
        insert(connection, id, "ACQUIRED");
    }

    private static void insert(Connection connection, String id, String kind) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO heldby_event (tenant, type, id, kind, user_id, display_name, at)"
                    + " VALUES ('', 'line', '%s', '%s', 'alice', 'Alice', CURRENT_TIMESTAMP)".formatted(id, kind));
        }
    }
}
